"""The store: named queries on a published generation, and the one way to publish the next.

store = Store.open(read_settings())
store.prepare(at=now)                               # once, at start: migrate if needed
store.query("progress/overview", {...})             # an Arrow table, from the current file
with store.publish(actor=..., action=..., subject=..., at=now) as publication:
    publication.append("sales", rows)               # all of it, or nothing
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import pyarrow as pa
from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from lib.errors import StoreBusy, StoreMissing, StoreUnreadable
from lib.settings import Settings
from lib.store import duck, folding, journal, migrations, segments
from lib.store.folding import Folded
from lib.store.generations import Generations, log_of
from lib.store.plans import Plans
from lib.store.publication import Publication
from lib.store.reader import Reader
from lib.store.received import Received
from lib.store.workbench import Workbench

FOLDED_FROM = 10_000
"""With fewer rows, every moment is kept: it costs little, and each is asked quickly."""
FOLDED_LEAST, FOLDED_SHARE = 200, 100
"""So many rows that keep their moment, and one in so many of all, are worth folding."""
LATELY = timedelta(hours=2)
"""What the ledger learned of on the day that was so long ago keeps its moments on screens."""
SEALED_FROM = 2_000_000
"""So many sales in the file that each publish copies are worth a file of their own."""
STILL = timedelta(minutes=10)
"""What the ledger learned of within this time is not folded yet."""

SMALL_BYTES = 64 * 2**20
"""A store below this size is small: planning a query takes longer than running it."""


class Store:
    """One ledger in a folder of generations."""

    def __init__(self, generations: Generations, *, threads: int = 2, memory: str = "1GB") -> None:
        self.generations = generations
        self._threads = threads
        self._memory = memory
        self._guard = threading.Lock()
        self._readers: WeakValueDictionary[int, Reader] = WeakValueDictionary()
        self._newest: tuple[int, Reader | None] = (0, None)
        self.received = Received(generations.folder / "received")
        self._workbench = Workbench(generations, threads=threads, memory=memory)
        self._tidying: threading.Thread | None = None
        self._brought_up: DuckDBPyConnection | None = None

    @classmethod
    def open(cls, settings: Settings) -> "Store":
        """The store the settings name; nothing is read or written yet."""
        generations = Generations(
            settings.store_folder, keep=settings.keep, lock_seconds=settings.lock_seconds
        )
        return cls(generations, threads=settings.threads, memory=settings.memory)

    def prepare(self, *, at: datetime) -> None:
        """Create or migrate the store when needed; raise StoreTooNew for a newer one."""
        if self.current() and self._is_current():
            return
        with self.publish(actor="system", action="migrate", subject="schema", at=at) as publication:
            publication.detail["version"] = migrations.known_version()

    def current(self) -> int:
        """The published generation: the version of every answer; 0 when there is none."""
        return self.generations.current()

    def query(
        self, name: str, parameters: Mapping[str, Any], *, generation: int | None = None
    ) -> pa.Table:
        """Run the query TOPIC/NAME on the current generation, or on the one named."""
        return self.reader(generation).query(name, parameters)

    def reader(self, generation: int | None = None) -> Reader:
        """A generation, the current one when none is named, open for as long as it is held.

        The newest stays open; another is opened anew for each who does not hold it. Raises
        StoreMissing, StoreUnreadable (it is gone), StoreTooNew.
        """
        return self._current_reader() if generation is None else self._reader(generation)

    def extract(
        self, *, campaign_code: str, as_of: datetime, generation: int | None = None
    ) -> dict[str, pa.Table]:
        """The rows a campaign stood on at a cut-off, table by table (`extracts.EXTRACTED`)."""
        return self.reader(generation).extract(campaign_code=campaign_code, as_of=as_of)

    def check(self) -> dict[str, int]:
        """How many rows of each rollup do not hold what the ledger says; all 0 when it is right."""
        with contextlib.closing(self._cursor()) as cursor:
            return folding.differences(cursor)

    def compact(self, *, at: datetime) -> bool:
        """Fold and seal what lies behind, and publish it, when there is enough; whether there was.

        At a moment when nobody waits: it takes seconds where there are many millions of sales.
        """
        with contextlib.closing(self._cursor()) as cursor:
            unfolded, rows = folding.unfolded_rows(cursor, until=at - STILL)
            is_worth_it = unfolded >= max(FOLDED_LEAST, rows // FOLDED_SHARE)
            is_unfolded = rows >= FOLDED_FROM and is_worth_it
            is_unsealed = segments.growing_rows(cursor) >= SEALED_FROM
        if not is_unfolded and not is_unsealed:
            return False
        with self._writing() as (generation, draft, connection):
            self._sweep_segments()
            connection.execute("begin transaction")
            self._bring_up(connection, at)
            folding.fold_recent(connection, until=at - STILL)
            folding.settle(connection, until=at - STILL - folding.LOOK_BACK)
            # today keeps its moments, and just after midnight yesterday does
            folding.merge(connection, until=datetime.combine((at - LATELY).date(), time()))
            entry = journal.Entry(generation, at, "system", "compact", "rollups", {})
            journal.write(connection, entry)
            connection.execute("commit")
            if is_unsealed:
                segments.seal(connection, self.generations.folder, generation)
            connection.close()
            segments.rewrite(draft)
            log_of(draft).unlink(missing_ok=True)
        return True

    @contextlib.contextmanager
    def publish(
        self, *, actor: str, action: str, subject: str, at: datetime
    ) -> Iterator[Publication]:
        """Change a private copy and publish it, journal row included: all or nothing.

        The first statement migrates the copy, so an older store is never written to
        in its old shape. Raises StoreBusy, StoreTooNew, and whatever the block raises.
        """
        with self.generations.publishing() as (generation, draft):
            try:
                connection = self._workbench.at(generation - 1)
                connection.execute("begin transaction")
                self._bring_up(connection, at)
                # A new store has made its rollups of nothing: DuckDB 1.5 loses a large insert (from
                # 122,880 rows on) that follows an ordered one of no rows in the same transaction.
                connection.execute("commit")
                connection.execute("begin transaction")
                publication = Publication(connection, generation, at)
                yield publication
                publication.roll_up()
                journal.write(
                    connection,
                    journal.Entry(generation, at, actor, action, subject, publication.detail),
                )
                connection.execute("commit")
                self._workbench.make(draft, generation)
            except BaseException:
                self._workbench.discard()
                raise
        if self._workbench.is_untidy():
            self._tidying = threading.Thread(target=self._tidy, name="tidying")
            self._tidying.start()

    def rest(self) -> None:
        """Wait until nothing goes on behind the last publish: its folder may be removed."""
        if self._tidying is not None:
            self._tidying.join()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[tuple[int, Path, DuckDBPyConnection]]:
        """The next generation, its private file and a connection to it: to write all of it anew."""
        with self.generations.publishing() as (generation, draft):
            self._workbench.discard()
            self.generations.copy(generation - 1, draft)
            connection = duck.open_writer(draft, threads=self._threads, memory=self._memory)
            try:
                yield generation, draft, connection
            finally:
                connection.close()

    def _tidy(self) -> None:
        """Shorten the log that the next generations bring along, while nobody else writes."""
        with contextlib.suppress(StoreBusy), self.generations.held():
            self._workbench.tidy()

    def _sweep_segments(self) -> None:
        used: set[str] = set()
        for generation in self.generations.kept():
            with self._reader(generation).cursor() as cursor:
                used.update(segments.of(cursor))
        segments.sweep(self.generations.folder, used)

    def _bring_up(self, connection: DuckDBPyConnection, at: datetime) -> None:
        """Migrate a draft that is not in this release's shape; a connection is looked at once."""
        if connection is self._brought_up:
            return
        if not migrations.is_current(connection):
            try:
                migrations.migrate(connection, at=at)
            except DuckDBError as error:
                reason = str(error).splitlines()[0]
                raise StoreUnreadable(path=str(self.generations.folder), reason=reason) from error
        self._brought_up = connection

    def _is_current(self) -> bool:
        with contextlib.closing(self._cursor()) as cursor:
            return migrations.is_current(cursor)

    def _cursor(self) -> DuckDBPyConnection:
        """A cursor on the current file."""
        return duck.cursor(self._current_reader().connection)

    def _current_reader(self) -> Reader:
        """The current file, which another writer may replace at any moment."""
        for _ in range(5):
            generation = self.current()
            if not generation:
                raise StoreMissing(path=str(self.generations.folder))
            try:
                return self._reader(generation)
            except StoreUnreadable:
                if self.current() == generation:
                    raise
        raise StoreUnreadable(path=str(self.generations.folder), reason="kept changing")

    def _reader(self, generation: int) -> Reader:
        with self._guard:
            reader = self._readers.get(generation)
            if reader is None:
                reader = self._readers[generation] = self._opened(generation)
            newest, before = self._newest
            if generation > newest:
                if before is not None:
                    # few ask an older one, and plans take memory
                    before.plans = None
                self._newest = generation, reader
            return reader

    def _opened(self, generation: int) -> Reader:
        path = self.generations.path(generation)
        is_small = path.exists() and path.stat().st_size < SMALL_BYTES
        connection = duck.open_reader(
            path, threads=self._threads, memory=self._memory, is_small=is_small
        )
        if not path.exists() or journal.last_generation(connection) != generation:
            # removed while it was opened, or copied by hand without its log
            raise StoreUnreadable(path=str(path), reason="its log is missing")
        self._workbench.discard_before(generation)
        is_older = migrations.refuse_newer(connection) < migrations.SETTLED_SINCE
        if is_older:
            return Reader(connection, Folded())
        plans = None
        if is_small and generation > self._newest[0] and not segments.of(connection):
            plans = Plans(path, at_a_time=self._threads, memory=self._memory)
        return Reader(connection, folding.folded(connection), plans)
