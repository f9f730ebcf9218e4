"""A day on one printed page: its hours, what was sold, and a table that fits below them.

Frames in, blocks of `lib.exports.paper` out; names come as they are and are written so.
"""

from collections.abc import Sequence

import pandas as pd

from lib.exports.paper import Bars, Words
from lib.i18n import formats
from lib.i18n.catalog import text

ROOM = 28
"""Rows that the hours and a table have together, if all shall stand on one page."""
FEWEST = 4
SERVICES = 4


def hours(frame: pd.DataFrame, *, mark: str, title: str, caption: str) -> Bars:
    """Revenue by hour as bars, with a column of the frame (`mark`, VND) as ticks across."""
    rows = frame.sort_values("hour", na_position="last")
    return Bars(
        title,
        [formats.hour(one) for one in rows["hour"]],
        [float(one) for one in rows["revenue_vnd"]],
        [formats.millions(one, unit=False) if one else "0" for one in rows["revenue_vnd"]],
        [None if formats.is_missing(one) else float(one) for one in rows[mark]],
        caption,
    )


def services(names: Sequence[str], amounts: Sequence[int]) -> Words:
    """What brought most, in a sentence: name and share, the largest first (amounts in VND)."""
    everything = sum(amounts)
    listed = sorted(zip(amounts, names, strict=True), key=lambda one: -one[0])[:SERVICES]
    said = [
        text("drill.print_service", service=name, share=formats.percent(vnd / everything, 0))
        for vnd, name in listed
        if vnd > 0
    ]
    return Words(text("drill.print_services", services="; ".join(said) or formats.MISSING))


def most_rows(by_hour: pd.DataFrame) -> int:
    """How many rows of a table still fit on the page."""
    return max(ROOM - len(by_hour), FEWEST)
