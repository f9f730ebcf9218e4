"""An open generation: the queries it is asked, by whichever way answers them."""

import contextlib
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lib.store import duck, extracts, folding
from lib.store.folding import Folded
from lib.store.plans import Plans


class Reader:
    """Open for as long as somebody holds it: whoever asks more than once holds on to it."""

    def __init__(
        self, connection: DuckDBPyConnection, folded: Folded, plans: Plans | None = None
    ) -> None:
        self.connection = connection
        self.folded = folded
        self.plans = plans
        """Kept where the store is small and one file, for the newest generation."""
        self._free: defaultdict[str, deque[DuckDBPyConnection]] = defaultdict(deque)
        """Cursors that nobody asks, by the schema that they look in first."""

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run the query TOPIC/NAME; raises QueryError."""
        schema = folding.reads(self.folded, name, parameters)
        plans = self.plans
        if plans is not None and schema == folding.BY_NOW:
            return plans.ask(name, parameters, lambda: self._ask(name, parameters))
        return self._ask(name, parameters, schema=schema)

    def extract(self, *, campaign_code: str, as_of: datetime) -> dict[str, pa.Table]:
        """The rows a campaign stood on at a cut-off, table by table (`extracts.EXTRACTED`)."""
        with self.cursor() as cursor:
            return extracts.extract(cursor, campaign_code=campaign_code, as_of=as_of)

    @contextlib.contextmanager
    def cursor(self, schema: str = folding.BY_NOW) -> Iterator[DuckDBPyConnection]:
        """A cursor for the caller alone, which looks in a schema first."""
        free = self._free[schema]
        try:
            # telling a new one where to look takes longer than a short answer
            cursor = free.pop()
        except IndexError:
            cursor = duck.cursor(self.connection)
            if schema != folding.BY_NOW:
                duck.read_first(cursor, schema)
        try:
            yield cursor
        finally:
            free.append(cursor)

    def _ask(
        self, name: str, parameters: Mapping[str, Any], *, schema: str = folding.BY_NOW
    ) -> pa.Table:
        with self.cursor(schema) as cursor:
            return duck.run(cursor, name, parameters)
