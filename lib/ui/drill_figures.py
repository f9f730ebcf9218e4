"""Key figures that name units and people: as they are for a printed page, escaped on the screen."""

from collections.abc import Sequence
from dataclasses import replace

from lib.i18n import formats
from lib.ui import cards
from lib.ui.cards import Figure


def shown(row: Sequence[Figure], *, narrowest: int = 180) -> None:
    """A row of key figures, their words shown as they are: names come from data."""
    cards.figures(
        [
            replace(one, label=formats.plain(one.label), context=formats.plain(one.context))
            for one in row
        ],
        narrowest=narrowest,
    )
