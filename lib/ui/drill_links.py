"""From a unit, a person or a sale to its own page: addresses for tables, links on the way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language
from lib.settings import PROJECT
from lib.ui import explore_asked, ledger_asked, links
from lib.ui.addresses import PAGES
from lib.ui.filters import WHOLE
from lib.ui.question import Question

NAME = "#(.*)$"
"""In a table the name that an address ends in stands for it: `links={"unit": NAME}`."""
FILES = {page.path: PROJECT / "pages" / page.file for page in PAGES}
USUAL = {"unit": WHOLE, "view": "sales", "batch": ledger_asked.ALL}
"""What a choice is when nothing is chosen, where that is not nothing."""
CARRIED = ("lang", "campaign", "as_of")
ICONS = {page.path: f":material/{page.icon}:" for page in PAGES}


def address(path: str, chosen: Mapping[str, str], name: str = "") -> str:
    """A page with what is chosen on it, relative, so that it holds behind a proxy's path too.

    Campaign, cut-off and language go along. `name` is what NAME shows in a table.
    """
    return _address(path, _carried(), chosen, name)


def _address(path: str, carried: Mapping[str, str], chosen: Mapping[str, str], name: str) -> str:
    said = {key: one for key, one in chosen.items() if one != USUAL.get(key, "")}
    return f"{path}?{urlencode({**carried, **said})}" + (f"#{quote(name)}" if name else "")


def link(
    path: str,
    words: str,
    chosen: Mapping[str, str],
    *,
    icon: str | None = None,
) -> None:
    """A link to a page in the same tab; `words` are shown as they are, the icon is the page's."""
    st.page_link(
        FILES[path],
        label=f":blue[{formats.plain(words)}]",
        query_params={**_carried(), **_said(path, chosen)},
        icon=ICONS[path] if icon is None else icon,
    )


def write_address() -> None:
    """Let the address bar say what is shown: a link to the page it stands on leaves it as it was.

    The browser adds nothing to its way back where the address already says so.
    """
    st.query_params.from_dict(st.query_params.to_dict())


def unit(unit_id: str | None) -> dict[str, str]:
    """What the page of a unit is asked for; None: the whole province."""
    return {"unit": unit_id or WHOLE}


def person(staff_code: str) -> dict[str, str]:
    """What the page of a person is asked for."""
    return {"staff": staff_code}


def sale(sale_id: int, staff_code: str) -> dict[str, str]:
    """What the ledger is asked for to open one sale among those of its seller."""
    return {**sales_by(staff_code), "sale": str(sale_id)}


def sales_by(staff_code: str) -> dict[str, str]:
    """What the ledger is asked for to list the counted sales of a person."""
    return {**_sales(None), "q": staff_code}


def sales_of(unit_id: str | None) -> dict[str, str]:
    """What the ledger is asked for to list the counted sales of a unit."""
    return _sales(unit_id)


def explored(question: Question, unit_id: str | None) -> dict[str, str]:
    """What the analyst's desk is asked for: a district, or a counter of it."""
    way = [] if unit_id is None else [str(one["unit_id"]) for one in above(question, unit_id)]
    district, counter, *_ = [*way, "", ""]
    nothing = dict.fromkeys((*explore_asked.FILTERS, *explore_asked.PICKS), "")
    return {**nothing, "district": district, "counter": counter}


def _sales(unit_id: str | None) -> dict[str, str]:
    nothing = {"q": "", "sale": "", "batch": ledger_asked.ALL, "view": "sales"}
    return {**nothing, "status": "counted", **unit(unit_id)}


def above(question: Question, unit_id: str) -> list[pd.Series]:
    """The unit and those above it, the one that competes first."""
    way = [question.unit(unit_id)]
    while not formats.is_missing(way[0]["parent_id"]):
        way.insert(0, question.unit(str(way[0]["parent_id"])))
    return way


def named(question: Question, unit_id: Any) -> str:
    """The short name of a unit in scope; a dash for what is none."""
    try:
        return str(question.unit(unit_id)[in_language("short_name")])
    except IndexError:
        return formats.MISSING


def unit_links(unit_ids: Iterable[Any], names: Iterable[Any]) -> Any:
    """A column of addresses of units, each ending in its name; none where the unit is not known."""
    return _column("unit", unit, unit_ids, names)


def person_links(staff_codes: Iterable[Any], names: Iterable[Any]) -> Any:
    """A column of addresses of people, each ending in the name; none where nobody is known."""
    return _column("person", person, staff_codes, names)


def _column(
    path: str,
    chosen: Callable[[str], Mapping[str, str]],
    codes: Iterable[Any],
    names: Iterable[Any],
) -> Any:
    carried = _carried()
    known: dict[Any, str | None] = {}
    found = []
    for code, name in zip(codes, names, strict=True):
        if code not in known:
            is_none = formats.is_missing(code)
            said = "" if is_none else _said_of(name, code)
            known[code] = None if is_none else _address(path, carried, chosen(str(code)), said)
        found.append(known[code])
    return pd.array(found, dtype="string")


def _said_of(name: Any, code: Any) -> str:
    """The name, or the code of what has none."""
    return str(code if formats.is_missing(name) else name)


def _carried() -> dict[str, str]:
    """The choices that every page shares, as the address has them."""
    return {key: st.query_params[key] for key in CARRIED if key in st.query_params}


def _said(path: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """What has to be said of what is chosen: an address the page itself would change again

    would stand twice in the browser's way back. The page looked at lets go of what is not said;
    another one remembers what was chosen there.
    """
    is_here = urlsplit(str(st.context.url)).path.rpartition("/")[2] == path
    return {
        key: one
        for key, one in chosen.items()
        if one != (usual := USUAL.get(key, "")) or not (is_here or links.now(key, usual) == usual)
    }
