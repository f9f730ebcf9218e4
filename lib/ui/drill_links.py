"""From a unit, a person or a sale to its own page: addresses for tables, links on the way."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language
from lib.settings import PROJECT
from lib.ui.addresses import PAGES
from lib.ui.filters import WHOLE
from lib.ui.question import Question

NAME = "#(.*)$"
"""In a table the name that an address ends in stands for it: `links={"unit": NAME}`."""
FILES = {page.path: PROJECT / "pages" / page.file for page in PAGES}
ICONS = {page.path: f":material/{page.icon}:" for page in PAGES}


def address(path: str, question: Question, chosen: Mapping[str, Any], name: str = "") -> str:
    """A page with what is chosen on it, relative, so that it holds behind a proxy's path too.

    Campaign, cut-off and language go along. `name` is what NAME shows in a table.
    """
    asked = urlencode({**_shared(question), **chosen})
    return f"{path}?{asked}" + (f"#{quote(name)}" if name else "")


def link(
    path: str,
    words: str,
    question: Question,
    chosen: Mapping[str, Any],
    *,
    icon: str | None = None,
) -> None:
    """A link to a page in the same tab; `words` are shown as they are, the icon is the page's."""
    st.page_link(
        FILES[path],
        label=f":blue[{formats.plain(words)}]",
        query_params={key: str(one) for key, one in {**_shared(question), **chosen}.items()},
        icon=ICONS[path] if icon is None else icon,
    )


def unit(unit_id: str | None) -> dict[str, str]:
    """What the page of a unit is asked for; None: the whole province."""
    return {"unit": unit_id or WHOLE}


def person(staff_code: str) -> dict[str, str]:
    """What the page of a person is asked for."""
    return {"staff": staff_code}


def sale(sale_id: int, staff_code: str) -> dict[str, str]:
    """What the ledger is asked for to open one sale among those of its seller."""
    return {
        "view": "sales",
        "unit": WHOLE,
        "q": staff_code,
        "status": "counted",
        "sale": str(sale_id),
    }


def sales_of(unit_id: str | None) -> dict[str, str]:
    """What the ledger is asked for to list the counted sales of a unit."""
    return {"view": "sales", "q": "", "sale": "", "status": "counted", **unit(unit_id)}


def sales_by(staff_code: str) -> dict[str, str]:
    """What the ledger is asked for to list the counted sales of a person."""
    return {"view": "sales", "unit": WHOLE, "q": staff_code, "status": "counted", "sale": ""}


def explored(question: Question, unit_id: str | None) -> dict[str, str]:
    """What the analyst's desk is asked for: a district, or a counter of it."""
    if unit_id is None:
        return {"district": "", "counter": ""}
    way = [str(one["unit_id"]) for one in above(question, unit_id)]
    return {"district": way[0], "counter": way[1] if len(way) > 1 else ""}


def above(question: Question, unit_id: str) -> list[pd.Series]:
    """The unit and those above it, the one that competes first."""
    way = [question.unit(unit_id)]
    while not formats.is_missing(way[0]["parent_id"]):
        way.insert(0, question.unit(str(way[0]["parent_id"])))
    return way


def named(question: Question, unit_id: Any) -> str:
    """The short name of a unit in scope; a dash for what is none."""
    known = question.units.set_index("unit_id")[in_language("short_name")]
    return str(known.get(unit_id, formats.MISSING))


def unit_links(frame: pd.DataFrame, names: list[str], question: Question) -> list[str]:
    """The addresses of the units of a table (unit_id), each ending in its name."""
    ids = frame["unit_id"]
    return [
        address("unit", question, unit(one), name) for one, name in zip(ids, names, strict=True)
    ]


def person_links(frame: pd.DataFrame, name: str, question: Question) -> list[str]:
    """The addresses of the people of a table (staff_code), each ending in the name of a column."""
    return [
        address("person", question, person(code), str(called))
        for code, called in zip(frame["staff_code"], frame[name], strict=True)
    ]


def _shared(question: Question) -> dict[str, str]:
    found = {"campaign": question.campaign_code}
    if "lang" in st.query_params:
        found["lang"] = st.query_params["lang"]
    if question.is_replay:
        found["as_of"] = question.as_of.isoformat()
    return found
