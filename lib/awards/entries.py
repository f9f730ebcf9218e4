"""What people type in beside a record: one line of plain text each, bounded."""

from lib.i18n.folding import clean

LONGEST = 300


def one_row(written: str) -> str:
    """A line without control characters and doubled spaces, cut at its longest."""
    return " ".join(clean(written).split())[:LONGEST]
