"""DuckDB's contestants: the board's own queries, the same without rollups, and one plain scan."""

import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from duckdb import DuckDBPyConnection

from benchmarks.contestants.questions import QUESTIONS, TOPICS, Answer, Page, differs
from lib.queries import leaderboard, people, progress
from lib.queries.frames import NULLABLE
from lib.store import Store
from lib.store.duck import AT_A_TIME
from lib.store.statements import statement
from lib.ui.ahead_pool import ahead_pool

ASKED: Mapping[str, Callable[..., Answer]] = {
    "overview": progress.overview,
    "curve": progress.curve,
    "revenue_by_hour": progress.revenue_by_hour,
    "revenue_by_service": progress.revenue_by_service,
    "units_by_attainment": leaderboard.units_by_attainment,
    "sellers": people.sellers,
}
LONGEST_FIRST = (
    "sellers",
    "units_by_attainment",
    "revenue_by_service",
    "overview",
    "curve",
    "revenue_by_hour",
)
"""So that neither thread is left with a long question at the end."""
LEDGER_QUERIES = Path(__file__).parent.parent / "ledger_queries"
VIEWS = (
    "counted_sales",
    "campaign_ledger",
    "campaign_sales",
    "campaign_targets",
    "campaign_staff",
    "slot_minutes",
    "settled_rows",
)
"""Build order of the views that the queries on the ledger read."""

SCAN = """
select count(*), sum(revenue_vnd)
from sales
where unit_id in (
    select unit_id from unit_levels
    where campaign_code = $campaign_code and shown_unit_id = $unit_id
)
"""


class InProcess:
    """What is answered in this process: its processor time is the process's own."""

    def page(self) -> Mapping[str, Answer]:
        """Answer the six questions."""
        raise NotImplementedError

    def differs(self, ours: Mapping[str, Answer]) -> str | None:
        """Every column of every question."""
        return differs(self.page(), ours)

    def processor_seconds(self) -> float:
        """Of all threads."""
        return time.process_time()

    def close(self) -> None:
        """Nothing is kept open."""


class Ours(InProcess):
    """The named queries as pages ask them, through the store, answered anew."""

    def __init__(self, store: Store, page: Page, name: str = "ours") -> None:
        self.name = name
        self._store, self._page = store, page
        self._helpers = ahead_pool()

    def page(self) -> Mapping[str, Answer]:
        """Ask each function of lib.queries, two at a time, as `data.ahead` does for a page."""
        asked = {
            one: self._helpers.submit(ASKED[one], self._store, **self._page.parameters(one))
            for one in LONGEST_FIRST
        }
        return {one: asked[one].result() for one in QUESTIONS}

    def close(self) -> None:
        """Let the helpers go."""
        self._helpers.shutdown()


class Ledger(InProcess):
    """The same questions asked of the ledger itself: our queries as they were without rollups."""

    name = "our raw queries"

    def __init__(self, store: Store, page: Page) -> None:
        self._page = page
        self._free: SimpleQueue[DuckDBPyConnection] = SimpleQueue()
        for _ in range(AT_A_TIME):
            connection = store._cursor()
            for view in VIEWS:
                connection.execute(_text(f"views/{view}"))
            self._free.put(connection)
        self._texts = {one: _text(one) for one in QUESTIONS}
        self._helpers = ahead_pool()

    def page(self) -> Mapping[str, Answer]:
        """Run each text, two at a time as ours are, on connections that have the views."""
        asked = {one: self._helpers.submit(self._asked, one) for one in LONGEST_FIRST}
        return {one: asked[one].result() for one in QUESTIONS}

    def _asked(self, question: str) -> Answer:
        connection = self._free.get()
        try:
            found = connection.sql(
                self._texts[question], params=self._page.parameters(question)
            ).to_arrow_table()
        finally:
            self._free.put(connection)
        answer: Answer = found.cast(statement(TOPICS[question]).schema).to_pandas(
            types_mapper=NULLABLE.get
        )
        return answer

    def close(self) -> None:
        """Let the helpers go, and close the connections."""
        self._helpers.shutdown()
        for _ in range(AT_A_TIME):
            self._free.get().close()


class Scan(InProcess):
    """The yardstick: the district's sales counted and added up in one pass over the ledger."""

    name = "one scan"

    def __init__(self, store: Store, page: Page) -> None:
        self._store, self._page = store, page

    def page(self) -> Mapping[str, Answer]:
        """One statement, nothing to compare."""
        asked: dict[str, Any] = {
            "campaign_code": self._page.campaign,
            "unit_id": self._page.district,
        }
        with contextlib.closing(self._store._cursor()) as cursor:
            cursor.execute(SCAN, asked).fetchall()
        return {}

    def differs(self, ours: Mapping[str, Answer]) -> str | None:
        """It answers none of the questions."""
        return None


def _text(name: str) -> str:
    return (LEDGER_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
