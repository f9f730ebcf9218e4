"""PostgreSQL with indexes: a cluster of its own in the folder of worlds, filled once a world.

The six questions are written for it (benchmarks/postgres_queries): its sales stand in one table
that knows district, counter and how long each sale counts, so that no page joins or walks a
hierarchy. Statements are prepared; the rows become frames, as those of every contestant do.
"""

import contextlib
import io
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.csv
from duckdb import DuckDBPyConnection

from benchmarks.contestants.questions import QUESTIONS, Answer, Page, differs
from benchmarks.processes import Taken, taken_with_reaped
from benchmarks.world import World

if TYPE_CHECKING:
    import psycopg

QUERIES = Path(__file__).parent.parent / "postgres_queries"
SERVER = Path(os.environ.get("RAQUAN_POSTGRES", "/usr/lib/postgresql/15/bin"))
SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "128MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "fsync": "off",
    "max_wal_size": "8GB",
    "listen_addresses": "",
}
"""The rest is as it comes; fsync concerns writes alone, and none is measured."""
LOCALE = ["--encoding=UTF8", "--locale=C"]
STARTS_SECONDS = 60
DISTRICT = """
    inner join unit_levels as levels
        on levels.unit_id = it.unit_id and levels.level = 0
        and levels.campaign_code = (select max(campaign_code) from campaigns)
"""
TABLES = {
    "sales": f"""
        select it.sale_id, it.unit_id, levels.competing_unit_id, it.staff_code, it.service_code,
            services.counter_code,
            case
                when it.is_new_customer
                    then coalesce(it.customer_code, concat('sale ', cast(it.sale_id as varchar)))
            end,
            it.quantity, it.revenue_vnd, it.sold_on, it.sold_at, it.recorded_at,
            coalesce(voids.voided_at, timestamp '9999-12-31 00:00:00'), it.is_simulated
        from sales as it {DISTRICT}
        inner join services using (service_code)
        left join voids using (sale_id)
    """,
    "campaigns": "select campaign_code, starts_on, ends_on, closes_at, launched_at, snapshot_at, "
    "is_simulated from campaigns",
    "campaign_slots": "select campaign_code, starts_at, ends_at, takes_from, takes_until, "
    "plan_share from campaign_slots",
    "campaign_services": "select campaign_code, service_code from campaign_services",
    "places": f"select it.unit_id, levels.competing_unit_id from org_units as it {DISTRICT}",
    "org_units": "select unit_id, sort_order from org_units",
    "org_unit_names": "select unit_id, name, name_en, short_name, short_name_en "
    "from org_unit_names",
    "org_hierarchy": "select tree, child_id, parent_id from org_hierarchy",
    "targets": "select it.campaign_code, it.unit_id, levels.competing_unit_id, it.service_code, "
    f"it.target_vnd from targets as it {DISTRICT}",
    "staff": "select it.staff_code, it.full_name, it.role_code, it.unit_id, "
    f"levels.competing_unit_id, it.valid_from, it.valid_to from staff as it {DISTRICT}",
    "roles": "select role_code, name, name_en from roles",
    "service_groups": "select group_code, name, name_en, sort_order from service_groups",
    "services": "select service_code, group_code, name, name_en, sort_order from services",
    "batches": "select batch_id, campaign_code from batches",
    "quarantine": "select batch_id, revenue_vnd, recorded_at from quarantine",
}
"""What each table is filled with, column by column."""


class Postgres:
    """One cluster that holds one world, and one client of it."""

    name = "PostgreSQL 15, indexed"

    def __init__(self, world: World, page: Page) -> None:
        self._page = page
        self._folder = world.folder / "postgres"
        self._texts = {one: _text(one) for one in QUESTIONS}
        made = self._folder / "complete"
        if not made.exists():
            self._initialise()
        self._process = self._start()
        try:
            self._connection = self._connected()
            if not made.exists():
                with contextlib.closing(world.store()._cursor()) as cursor:
                    self._fill(cursor)
                made.touch()
        except BaseException:
            self._process.terminate()
            raise

    def page(self) -> Mapping[str, Answer]:
        """Run each prepared statement and make a frame of its rows."""
        return {one: self._asked(one) for one in QUESTIONS}

    def differs(self, ours: Mapping[str, Answer]) -> str | None:
        """Every column of every question."""
        return differs(self.page(), ours)

    def processor_seconds(self) -> float:
        """Of this process, of the cluster and of its workers, those that have ended included."""
        found: Taken = taken_with_reaped(self._process.pid)
        return found.cpu_seconds + time.process_time()

    def close(self) -> None:
        """Let go, and stop the cluster."""
        self._connection.close()
        self._process.terminate()
        self._process.wait(STARTS_SECONDS)

    def version(self) -> str:
        """As it names itself."""
        row = self._connection.execute("show server_version").fetchone()
        return str(row[0]) if row else ""

    def _asked(self, question: str) -> Answer:
        parameters = self._page.parameters(question)
        found = self._connection.execute(self._texts[question], parameters, prepare=True)
        names = [one.name for one in found.description or ()]
        return pd.DataFrame(found.fetchall(), columns=names)

    def _initialise(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        data = str(self._folder / "data")
        command = [*_as_its_user(), str(SERVER / "initdb"), "--auth=trust", "--username=postgres"]
        subprocess.run(
            [*command, *LOCALE, "--pgdata", data], check=True, capture_output=True, cwd="/"
        )

    def _start(self) -> subprocess.Popen[bytes]:
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        process = subprocess.Popen(
            [*_as_its_user(), str(SERVER / "postgres"), "-D", str(self._folder / "data"),
             f"-cunix_socket_directories={self._folder}", *settings],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + STARTS_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
                line.connect(str(self._folder / ".s.PGSQL.5432"))
                return process
            time.sleep(0.1)
        process.kill()
        raise RuntimeError("PostgreSQL did not start")

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection, once it takes them: after it was killed it first reads its own log."""
        import psycopg  # a tool: `make setup` brings it, the board does not need it

        deadline = time.monotonic() + STARTS_SECONDS
        while True:
            try:
                return psycopg.connect(
                    host=str(self._folder), dbname="postgres", user="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _fill(self, cursor: DuckDBPyConnection) -> None:
        for statement in _text("tables").split(";"):
            self._connection.execute(statement)
        for table, text in TABLES.items():
            with self._connection.cursor().copy(f"copy {table} from stdin (format csv)") as copy:
                for part in _csv(cursor, text):
                    copy.write(part)
        for statement in _text("indexes").split(";"):
            self._connection.execute(statement)
        self._connection.execute("vacuum analyze")


def is_there() -> bool:
    """Whether this machine has a PostgreSQL and its client."""
    with contextlib.suppress(ImportError):
        import psycopg  # noqa: F401

        return (SERVER / "postgres").exists()
    return False


def _csv(cursor: DuckDBPyConnection, text: str) -> Iterator[bytes]:
    options = pyarrow.csv.WriteOptions(include_header=False)
    for batch in cursor.execute(text).to_arrow_reader(100_000):
        part = io.BytesIO()
        pyarrow.csv.write_csv(batch, part, options)
        yield part.getvalue()


def _as_its_user() -> list[str]:
    """It refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _text(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
