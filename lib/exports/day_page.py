"""A day on one printed page: its hours, what was sold, and a table that fits below them.

Frames in, blocks of `lib.exports.paper` out, and from them the page.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from lib.exports.paper import Bars, Block, Head, Sheet, Table, Words, as_pdf, one_page_as_pdf
from lib.i18n import formats
from lib.i18n.catalog import text

MOST, FEWEST, STEP = 20, 4, 2
"""Rows that a table has at most and always, and how many are left out at a time until all fits."""
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
        is_upright=True,
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


def as_one_page(
    head: Head, blocks: Sequence[Block], table: Callable[[int], Table] | None, foot: str
) -> bytes:
    """The blocks and below them as many rows of the table, if any, as one page holds.

    `table` makes the table with so many rows at most; FEWEST are printed in any case.
    """
    if table is None:
        return as_pdf(head, blocks, foot)
    tries: list[Table] = [table(MOST)]
    while len(tries[-1].rows) > FEWEST:
        tries.append(table(max(len(tries[-1].rows) - STEP, FEWEST)))
    return one_page_as_pdf([Sheet(head, [*blocks, one], foot) for one in tries])
