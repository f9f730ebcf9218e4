"""The lookups kept between small hand-overs: read again when something was published.

To read them takes ten times as long as to check a row, and most rows come one by one.
"""

import threading
from datetime import datetime

from lib.intake import references
from lib.intake.references import References
from lib.store import Store

MOST_CAMPAIGNS = 8


class Lookups:
    """What rows are checked against, by campaign, as of the published generation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._generation = 0
        self._known: dict[str, References] = {}

    def of(self, campaign_code: str, *, as_of: datetime) -> References:
        """The lookups of a campaign; raises FileRefused(unknown_campaign).

        One reads them, the others wait for it instead of reading the same.
        """
        with self._guard:
            generation = self._store.current()
            if generation != self._generation or len(self._known) >= MOST_CAMPAIGNS:
                self._known.clear()
                self._generation = generation
            if campaign_code not in self._known:
                self._known[campaign_code] = references.load(
                    self._store, campaign_code=campaign_code, as_of=as_of
                )
            return self._known[campaign_code]
