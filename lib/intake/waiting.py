"""The rows that wait, by the unit that should put them right.

A rejected row has no unit in the ledger, only its cells as they came. It is of the unit that
one of its cells names; failing that, of the one unit its batch brought sales of.
"""

import json
from collections import defaultdict
from datetime import datetime

import pandas as pd

from lib.i18n.folding import fold
from lib.queries import campaigns, ledger
from lib.queries.frames import Reader

WAITING = ("unit_id", "waiting_count", "waiting_vnd")


def by_unit(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Rows and money that wait; one row per competing unit with some, and one without a unit.

    Money in VND, as far as it could be read.
    """
    rows = ledger.waiting_rows(reader, campaign_code=campaign_code, as_of=as_of)
    named = _competing_by_name(reader, campaign_code, as_of) if len(rows) else {}
    counts: defaultdict[str | None, int] = defaultdict(int)
    money: defaultdict[str | None, int] = defaultdict(int)
    for row in rows.to_dict("records"):
        unit_id = _named_in(row["cells"], named)
        if unit_id is None and not pd.isna(row["batch_unit_id"]):
            unit_id = row["batch_unit_id"]
        counts[unit_id] += 1
        money[unit_id] += 0 if pd.isna(row["revenue_vnd"]) else int(row["revenue_vnd"])
    found = pd.DataFrame(
        [(unit_id, count, money[unit_id]) for unit_id, count in counts.items()],
        columns=list(WAITING),
    )
    return found.astype({"unit_id": "string", "waiting_count": "Int64", "waiting_vnd": "Int64"})


def _competing_by_name(reader: Reader, campaign_code: str, as_of: datetime) -> dict[str, str]:
    """The competing unit of each way of writing a unit that means one of them only."""
    units = campaigns.units(reader, campaign_code=campaign_code, as_of=as_of)
    competing = dict(zip(units["unit_id"], units["competing_unit_id"], strict=True))
    words = ledger.search_words(reader, campaign_code=campaign_code, as_of=as_of)
    words = words[words["kind"] == "unit"]
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for code, written in zip(words["code"], words["written"], strict=True):
        if code in competing:
            meant[fold(written)].add(competing[code])
    return {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}


def _named_in(cells: str, named: dict[str, str]) -> str | None:
    """The unit that the first telling cell names; numbers are no names here."""
    written = json.loads(cells)
    texts = written.values() if isinstance(written, dict) else ()
    for text in texts:
        name = fold(str(text))
        if name in named and not name.isdecimal():
            return named[name]
    return None
