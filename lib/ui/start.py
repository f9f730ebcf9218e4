"""What happens once, before the first visitor: store, simulated campaign, operator's code."""

import sys

from lib import demo
from lib.access import operator
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.queries import ledger
from lib.ui import clock, data


def prepare() -> None:
    """Bring the store up to this release, fill an empty one, make the operator's code.

    Raises the StoreError that keeps the board from being served.
    """
    settings, store, at = data.settings(), data.store(), clock.now()
    catalog.speak(settings.language)
    store.prepare(at=at)
    if settings.demo and not ledger.status(store, as_of=at)["campaign_count"].iloc[0]:
        _say(text("start.demo"))
        demo.build(store, at=at)
    code = operator.ensure_code(settings.office_file, at)
    if code is not None:
        _say(text("start.operator", code=code))
    _say(text("start.serving", port=settings.port))


def _say(words: str) -> None:
    """Narration for the terminal, apart from data on stdout."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
