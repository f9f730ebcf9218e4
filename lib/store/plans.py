"""Plans kept between askings of a small store, where planning a question is most of the work.

The first askings of a question go DuckDB's usual way. One that is asked again and that is quickly
answered is planned once more (lib.store.prepared) in an instance of DuckDB that does not push
filters down, or no plan would be kept, and from then on only run. That instance is spoken to
through ADBC, which holds no lock of Python's while it answers: two ask at the same time.
What cannot be kept is asked the usual way, errors included. (benchmarks/district_page)
"""

import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from typing import Any

import pyarrow as pa
from adbc_driver_duckdb import driver_path
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement, Error

from lib.store import duck
from lib.store.prepared import Prepared, Question, prepared, question

KEPT_FROM = 2
"""So many times a question is asked the usual way: what is asked once more is worth a plan."""
KEEP_PLANS = duck.PAYS_ON_FEW_ROWS - {"filter_pushdown"}
"""The rewrites that a plan outlives. With all others beside them award standings before the first
sale went on for minutes, one time in three; which of them does that is not known."""
QUICK_SECONDS = 0.02
"""What takes longer is more work than planning, and does it quicker with filters pushed down."""


class Plans:
    """The questions asked of one generation: how often, how quickly, and by which plan."""

    def __init__(self, path: Path, *, at_a_time: int, memory: str) -> None:
        self._path = path
        self._at_a_time = at_a_time
        self._memory = memory
        self._guard = Lock()
        self._asked: dict[Question, int] = {}
        self._usual: set[Question] = set()
        """Those that no plan is kept for."""
        self._askers: LifoQueue[Asker] | None = None

    def ask(
        self, name: str, parameters: Mapping[str, Any], usually: Callable[[], pa.Table]
    ) -> pa.Table:
        """The answer to the query TOPIC/NAME: by its plan, or `usually`; the same either way."""
        asked = question(name, parameters)
        if asked is None or asked in self._usual:
            return usually()
        times = self._asked.get(asked, 0)
        if times < KEPT_FROM:
            started = time.thread_time()  # what others do meanwhile does not count
            answer = usually()
            self._asked[asked] = times + 1
            # the first time more is done than answering: files are read, a text is understood
            if times and time.thread_time() - started > QUICK_SECONDS:
                self._usual.add(asked)
            return answer
        try:
            return duck.promised(name, self._by_plan(asked, parameters))
        except (Error, OSError, pa.ArrowException):
            self._usual.add(asked)
            return usually()

    def _by_plan(self, asked: Question, parameters: Mapping[str, Any]) -> pa.Table:
        askers = self._opened()
        asker = askers.get()
        try:
            return asker.ask(asked, parameters)
        finally:
            askers.put(asker)

    def _opened(self) -> "LifoQueue[Asker]":
        with self._guard:
            if self._askers is None:
                self._askers = self._open()
            return self._askers

    def _open(self) -> "LifoQueue[Asker]":
        database = AdbcDatabase(
            driver=driver_path(),
            entrypoint="duckdb_adbc_init",
            path=str(self._path),
            access_mode="read_only",
            **{name: str(count) for name, count in duck.ALONE.items()},
            memory_limit=self._memory,
            temp_directory="",
            **duck.COMMON | {"disabled_optimizers": duck.disabled(but=KEEP_PLANS)},
        )
        askers = [Asker(database) for _ in range(self._at_a_time)]
        # the last one that holds it lets go of it: a page that started before a publish may be late
        weakref.finalize(self, _close, askers, database)
        if not self._path.exists():
            # removed meanwhile: its log may have gone before it was read
            raise FileNotFoundError(self._path)
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            askers[0].run(f"set {setting}")
        # who asked last is asked next: one viewer needs the plans of one connection
        free = LifoQueue[Asker]()
        for asker in askers:
            free.put(asker)
        return free


class Asker:
    """A connection to a generation that is asked by plans; one thread at a time."""

    def __init__(self, database: AdbcDatabase) -> None:
        self._connection = AdbcConnection(database)
        self._statement = AdbcStatement(self._connection)
        self._plans: dict[Question, Prepared] = {}

    def ask(self, asked: Question, parameters: Mapping[str, Any]) -> pa.Table:
        """The answer to a question, which is planned when it is asked here for the first time."""
        plan = self._plans.get(asked)
        if plan is None:
            plan = prepared(asked, f"plan_{len(self._plans)}")
            self.run(plan.prepare())
            self._plans[asked] = plan
        return self.run(plan.execute(parameters))

    def run(self, text: str) -> pa.Table:
        """What a statement answers."""
        self._statement.set_sql_query(text)
        stream, _ = self._statement.execute_query()
        return pa.RecordBatchReader.from_stream(stream).read_all()

    def close(self) -> None:
        """Let go of the connection."""
        self._statement.close()
        self._connection.close()


def _close(askers: list[Asker], database: AdbcDatabase) -> None:
    for asker in askers:
        asker.close()
    database.close()
