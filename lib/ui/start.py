"""What happens once, before the first visitor: store, simulated campaign, operator's code."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lib.access import operator
from lib.errors import RaQuanError, StoreBusy
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.queries import ledger
from lib.ui import clock, data, failure, filters

START_SECONDS = 120
"""How long a process waits while another one prepares the store."""


def prepare() -> None:
    """Make ready to serve, or say why that cannot be and stop.

    A server that cannot read its store must not come up; the sentence is what the person
    at the terminal needs, and a traceback above it would only hide it.
    """
    try:
        _prepare()
    except RaQuanError as error:
        _say(failure.message(error))
        os._exit(1)


def answering() -> int:
    """The generation that answers a query now; 0 when none does.

    Each generation is asked once, for what every page asks first.
    """
    try:
        generation = data.pin()
        if generation:
            filters.known_campaigns(clock.now())
    except (RaQuanError, OSError) as error:
        _say(failure.message(error) if isinstance(error, RaQuanError) else str(error))
        return 0
    return generation


def _prepare() -> None:
    """Bring the store up to this release, fill an empty one, make the operator's code."""
    settings, store, at = data.settings(), data.store(), clock.now()
    catalog.speak(settings.language)
    with _one_at_a_time(settings.store_folder):
        store.prepare(at=at)
        if settings.demo and not ledger.status(store, as_of=at)["campaign_count"].iloc[0]:
            from lib import demo  # most starts need none of it

            _say(text("start.demo"))
            demo.build(store, at=at)
    code = operator.ensure_code(settings.office_file, at)
    if code is not None:
        _say(text("start.operator", code=code))
    _say(text("start.serving", port=settings.port))


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Of several processes that start together the first prepares, the others find it done."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "start.lock", timeout=START_SECONDS):
            yield
    except Timeout as timeout:
        raise StoreBusy(seconds=START_SECONDS) from timeout


def _say(words: str) -> None:
    """Narration for the terminal, apart from data on stdout."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
