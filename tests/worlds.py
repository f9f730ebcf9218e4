"""Small worlds to ask questions of: rows a person can add up, in a real DuckDB.

A `World` is one list of rows per table. `tiny()` is the world most query tests start
from; `loaded(world)` puts a world into a fresh in-memory store, `asked(world)` into the
one that query tests share. `only` and `rows` turn an answer into plain values.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from lib.i18n.folding import fold
from lib.store import duck, migrations, plans, rollup
from lib.store.prepared import Question, prepared, question
from lib.store.statements import SQL_FOLDER, statement

DAY = date(2024, 9, 21)
ALWAYS = (date(1900, 1, 1), date(9999, 12, 31))
NOON = datetime(2024, 9, 21, 12, 0)
LATER = datetime(2024, 9, 22, 8, 0)
"""A cut-off after everything has been recorded."""

PLANNED_TOO = 3
"""So many askings of a question are made a second time, by a plan."""

Row = dict[str, Any]


def at(clock: str, day: date = DAY) -> datetime:
    """A local time of the campaign day: at("09:15")."""
    return datetime.combine(day, time.fromisoformat(clock))


@dataclass
class World:
    """Rows by table; the helpers append and return the row."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> Row:
        """Append one row to a table."""
        self.tables.setdefault(table, []).append(values)
        return values

    def unit(self, unit_id: str, *, parent: str | None, kind: str = "district") -> None:
        """Add a unit under a parent in the post tree, valid always."""
        order = len(self.tables.get("org_units", ()))
        since, until = ALWAYS
        self.add(
            "org_units",
            unit_id=unit_id,
            kind=kind,
            sort_order=order,
            valid_from=since,
            valid_to=until,
            is_simulated=False,
        )
        self.add(
            "org_unit_names",
            unit_id=unit_id,
            name=f"Bưu điện {unit_id}",
            name_en=f"{unit_id} post office",
            short_name=unit_id,
            short_name_en=unit_id,
            name_folded=fold(f"Bưu điện {unit_id}"),
            valid_from=since,
            valid_to=until,
        )
        if parent is not None:
            self.add(
                "org_hierarchy",
                tree="post",
                child_id=unit_id,
                parent_id=parent,
                valid_from=since,
                valid_to=until,
            )

    def person(self, staff_code: str, *, unit_id: str, role_code: str) -> None:
        """Add a member of staff, valid always."""
        since, until = ALWAYS
        self.add(
            "staff",
            staff_code=staff_code,
            full_name=f"Nguyễn Mẫu {staff_code}",
            name_folded=fold(f"Nguyễn Mẫu {staff_code}"),
            role_code=role_code,
            unit_id=unit_id,
            valid_from=since,
            valid_to=until,
            is_simulated=True,
        )

    def sale(
        self,
        revenue_vnd: int,
        *,
        unit_id: str,
        service_code: str = "HTD",
        sold_at: datetime | None = None,
        recorded_at: datetime | None = None,
        quantity: int = 1,
        staff_code: str | None = None,
        sold_on: date = DAY,
        **values: Any,
    ) -> Row:
        """Add a sale; recorded when it was sold unless said otherwise."""
        roles = {row["staff_code"]: row["role_code"] for row in self.tables.get("staff", ())}
        number = len(self.tables.get("sales", ())) + 1
        return self.add(
            "sales",
            sale_id=number,
            batch_id=values.pop("batch_id", 1),
            source_row=number,
            unit_id=unit_id,
            service_code=service_code,
            staff_code=staff_code,
            role_code=roles.get(staff_code),
            quantity=quantity,
            revenue_vnd=revenue_vnd,
            sold_on=sold_at.date() if sold_at else sold_on,
            sold_at=sold_at,
            recorded_at=recorded_at or sold_at or datetime.combine(sold_on, time(11, 0)),
            is_simulated=values.pop("is_simulated", False),
            **values,
        )

    def void(self, sale: Row, *, voided_at: datetime) -> None:
        """Void a sale."""
        self.add(
            "voids",
            sale_id=sale["sale_id"],
            batch_id=sale["batch_id"],
            voided_at=voided_at,
            voided_by="tester",
            reason_code="mistyped",
        )

    def target(self, unit_id: str, target_vnd: int, service_code: str = "HTD") -> None:
        """Add a target of the campaign `day`."""
        self.add(
            "targets",
            campaign_code="day",
            unit_id=unit_id,
            service_code=service_code,
            target_vnd=target_vnd,
        )

    def campaign(self, code: str, *, starts_on: date, ends_on: date, **values: Any) -> Row:
        """Add a longer campaign with the units and services of `day`, without plan or slots."""
        for table in ("campaign_units", "campaign_services"):
            for row in [row for row in self.tables[table] if row["campaign_code"] == "day"]:
                self.add(table, **{**row, "campaign_code": code})
        return self.add(
            "campaigns",
            **{
                "campaign_code": code,
                "name": code,
                "name_en": code,
                "tree": "post",
                "starts_on": starts_on,
                "ends_on": ends_on,
                "opens_at": at("08:00", starts_on),
                "closes_at": at("12:00", ends_on),
                "date_status": "confirmed",
                "is_simulated": False,
                **values,
            },
        )

    def move(self, unit_id: str, *, parent: str, on: date) -> None:
        """Hang a unit under another parent from a day on."""
        row = next(r for r in self.tables["org_hierarchy"] if r["child_id"] == unit_id)
        self.add("org_hierarchy", **{**row, "parent_id": parent, "valid_from": on})
        row["valid_to"] = on

    def rename(self, unit_id: str, name: str, *, on: date) -> None:
        """Give a unit another name from a day on."""
        row = next(r for r in self.tables["org_unit_names"] if r["unit_id"] == unit_id)
        self.add(
            "org_unit_names",
            **{**row, "name": name, "short_name": name, "name_folded": fold(name)},
        )
        self.tables["org_unit_names"][-1]["valid_from"] = on
        row["valid_to"] = on

    def close(self, unit_id: str, *, on: date) -> None:
        """Let a unit end on a day, with its name and its place in the hierarchy."""
        for table, key in (
            ("org_units", "unit_id"),
            ("org_unit_names", "unit_id"),
            ("org_hierarchy", "child_id"),
        ):
            for row in self.tables[table]:
                if row[key] == unit_id:
                    row["valid_to"] = min(row["valid_to"], on)

    def team(self, team_code: str, *, unit_id: str, leader: str, members: str) -> None:
        """Add a team of the campaign `day`; members are staff codes parted by spaces."""
        self.add(
            "teams",
            campaign_code="day",
            team_code=team_code,
            name=f"Nhóm {team_code}",
            unit_id=unit_id,
            leader_code=leader,
        )
        for staff_code in members.split():
            self.add(
                "team_members", campaign_code="day", staff_code=staff_code, team_code=team_code
            )

    def present(self, staff_code: str, *, attended_at: datetime) -> None:
        """Note that a person attended the day."""
        self.add(
            "attendance",
            campaign_code="day",
            staff_code=staff_code,
            attended_at=attended_at,
            attendance_mode="in_person",
        )

    def hand_in(
        self, table: str, *, recorded_at: datetime, batch_id: int = 1, **values: Any
    ) -> Row:
        """Add a row of a hand-over that is not of sales."""
        return self.add(
            table,
            batch_id=batch_id,
            source_row=len(self.tables.get(table, ())) + 1,
            recorded_at=recorded_at,
            is_simulated=False,
            **values,
        )

    def attend(
        self, staff_code: str, *, attended_at: datetime, recorded_at: datetime, batch_id: int = 1
    ) -> Row:
        """Hand in, during the campaign, that a person attended."""
        return self.hand_in(
            "attendance_reports",
            recorded_at=recorded_at,
            batch_id=batch_id,
            campaign_code="day",
            staff_code=staff_code,
            attended_at=attended_at,
            attendance_mode="online",
        )

    def deliver(
        self,
        staff_code: str,
        taken_out: int,
        first_attempt: int,
        *,
        delivered_on: date = DAY,
        recorded_at: datetime | None = None,
        batch_id: int = 1,
        **values: Any,
    ) -> Row:
        """Add a day of deliveries; recorded in the evening of that day unless said otherwise."""
        return self.hand_in(
            "deliveries",
            recorded_at=recorded_at or at("17:00", delivered_on),
            batch_id=batch_id,
            **{
                "unit_id": self._home(staff_code),
                "staff_code": staff_code,
                "delivered_on": delivered_on,
                "taken_out": taken_out,
                "first_attempt": first_attempt,
                "complaints": 0,
                "losses": 0,
                **values,
            },
        )

    def act(
        self,
        staff_code: str,
        *,
        customers: int = 0,
        orders: int = 0,
        verified_by: str | None = "control",
        panel_score: float | None = None,
        done_on: date = DAY,
        recorded_at: datetime | None = None,
        batch_id: int = 1,
    ) -> Row:
        """Add a piece of communications work, verified unless said otherwise."""
        return self.hand_in(
            "activities",
            recorded_at=recorded_at or at("17:00", done_on),
            batch_id=batch_id,
            unit_id=self._home(staff_code),
            staff_code=staff_code,
            done_on=done_on,
            channel="post",
            verified_by=verified_by,
            referred_customers=customers,
            referred_orders=orders,
            panel_score=panel_score,
        )

    def report(
        self,
        team_code: str,
        *,
        due_at: datetime,
        reported_at: datetime | None = None,
        recorded_at: datetime | None = None,
        batch_id: int = 1,
        campaign_code: str = "day",
    ) -> Row:
        """Let a team's commander report an hour: on the stroke unless said otherwise."""
        return self.hand_in(
            "hourly_reports",
            recorded_at=recorded_at or reported_at or due_at,
            batch_id=batch_id,
            campaign_code=campaign_code,
            team_code=team_code,
            due_at=due_at,
            reported_at=reported_at or due_at,
        )

    def _home(self, staff_code: str) -> str:
        homes = (row for row in self.tables["staff"] if row["staff_code"] == staff_code)
        return str(next(homes)["unit_id"])

    def publish(self, *moments: datetime) -> "World":
        """Add a line of the journal for each moment, generation 1 first; return this world."""
        for generation, moment in enumerate(moments, start=1):
            self.add(
                "audit_log",
                generation=generation,
                written_at=moment,
                actor="tester",
                action="import",
                subject="file",
                detail="{}",
                previous_hash="",
                hash=str(generation),
            )
        return self

    def batch(self, batch_id: int, *, recorded_at: datetime, kind: str = "sales") -> None:
        """Add another batch handed in for the campaign `day`."""
        row = dict(self.tables["batches"][0])
        self.add(
            "batches",
            **{
                **row,
                "batch_id": batch_id,
                "file_sha256": f"file {batch_id}",
                "recorded_at": recorded_at,
                "kind": kind,
            },
        )

    def void_batch(self, batch_id: int, *, voided_at: datetime) -> None:
        """Undo a batch: itself, and each of its sales that still counts."""
        voided = {row["sale_id"] for row in self.tables.get("voids", ())}
        for sale in self.tables.get("sales", ()):
            if sale["batch_id"] == batch_id and sale["sale_id"] not in voided:
                self.void(sale, voided_at=voided_at)
        self.add(
            "batch_voids",
            batch_id=batch_id,
            voided_at=voided_at,
            voided_by="tester",
            reason_code="wrong_file",
        )

    def verify(self, batch_id: int, *, verified_at: datetime, note: str | None = None) -> None:
        """Let a control compare a batch with its papers."""
        self.add(
            "batch_verifications",
            batch_id=batch_id,
            verified_at=verified_at,
            verified_by="control",
            note=note,
        )

    def wait(
        self,
        revenue_vnd: int | None,
        *,
        recorded_at: datetime,
        batch_id: int = 1,
        staff_code: str | None = None,
    ) -> Row:
        """Put a rejected row into quarantine; whose it is may be known."""
        return self.add(
            "quarantine",
            batch_id=batch_id,
            sheet="one",
            source_row=len(self.tables.get("quarantine", ())) + 1,
            problem_codes="unknown_unit",
            cells="{}",
            revenue_vnd=revenue_vnd,
            recorded_at=recorded_at,
            staff_code=staff_code,
        )

    def settle(self, waiting: Row, *, closed_at: datetime, fixed_in: int | None = None) -> None:
        """Let a row wait no longer: it was given up, or put right in another batch."""
        self.add(
            "quarantine_closures",
            **{name: waiting[name] for name in ("batch_id", "sheet", "source_row")},
            outcome="given_up" if fixed_in is None else "fixed",
            fixed_batch_id=fixed_in,
            closed_at=closed_at,
            closed_by="tester",
        )


def ground() -> World:
    """Units, services, people and a campaign of four equal hours, 08:00-12:00; nothing sold.

    province ─┬─ north ─┬─ north-1        An, Bình (postmen), Chi (teller) in north-1
              │         └─ north-2        Dung (teller) in north-2
              ├─ south ─── south-1        Em (postman) in south-1
              └─ office                   Giang (office)
    """
    world = World()
    world.unit("province", parent=None, kind="province")
    for unit_id, parent, kind in (
        ("north", "province", "district"),
        ("south", "province", "district"),
        ("office", "province", "head_office"),
        ("north-1", "north", "counter"),
        ("north-2", "north", "counter"),
        ("south-1", "south", "counter"),
    ):
        world.unit(unit_id, parent=parent, kind=kind)
    groups = (("GOODS", "Kinh doanh phân phối"), ("POST", "Bưu chính"), ("FINANCE", "Tài chính"))
    for order, (code, name) in enumerate(groups):
        world.add("service_groups", group_code=code, name=name, name_en=code, sort_order=order)
    services = (
        ("HTD", "GOODS", "goods"),
        ("VT", "GOODS", None),
        ("BCCP", "POST", "delivery"),
        ("BHYT_BT", "FINANCE", "health_cover"),
    )
    for order, (code, group, counter) in enumerate(services):
        world.add(
            "services",
            service_code=code,
            group_code=group,
            name=f"Dịch vụ {code}",
            name_en=code,
            counter_code=counter,
            sort_order=order,
        )
        world.add("campaign_services", campaign_code="day", service_code=code)
    for order, code in enumerate(("postman", "teller", "office")):
        world.add("roles", role_code=code, name=code, name_en=code, sort_order=order)
    for code, unit_id, role in (
        ("An", "north-1", "postman"),
        ("Binh", "north-1", "postman"),
        ("Chi", "north-1", "teller"),
        ("Dung", "north-2", "teller"),
        ("Em", "south-1", "postman"),
        ("Giang", "office", "office"),
    ):
        world.person(code, unit_id=unit_id, role_code=role)
    world.add(
        "campaigns",
        campaign_code="day",
        name="Ngày ra quân",
        name_en="The day",
        tree="post",
        starts_on=DAY,
        ends_on=DAY,
        opens_at=at("08:00"),
        closes_at=at("12:00"),
        launched_at=at("08:00"),
        snapshot_at=at("10:00"),
        plan_vnd=1_000,
        date_status="confirmed",
        is_simulated=False,
    )
    for unit_id in ("north", "south", "office"):
        world.add("campaign_units", campaign_code="day", unit_id=unit_id)
    for hour in (8, 9, 10, 11):
        world.add(
            "campaign_slots",
            campaign_code="day",
            starts_at=at(f"{hour:02}:00"),
            ends_at=at(f"{hour + 1:02}:00"),
            takes_from=at("00:00") if hour == 8 else at(f"{hour:02}:00"),
            takes_until=datetime(2024, 9, 22) if hour == 11 else at(f"{hour + 1:02}:00"),
            plan_share=0.25,
        )
    for unit_id, target_vnd in (
        ("north-1", 300),
        ("north-2", 200),
        ("south-1", 400),
        ("office", 100),
    ):
        world.target(unit_id, target_vnd)
    world.add(
        "batches",
        batch_id=1,
        source="file",
        file_name="one.csv",
        file_sha256="one",
        file_size=1,
        campaign_code="day",
        sender="tester",
        recorded_at=at("08:00"),
        row_count=0,
        accepted_count=0,
        warned_count=0,
        rejected_count=0,
        kind="sales",
        is_simulated=False,
    )
    return world


def tiny() -> World:
    """The ground with seven sales: north 350 of 500, south 100 of 400, office nothing yet.

    08:10 An    north-1  HTD   100 x5     09:40 Chi   north-1  BHYT_BT 150 x1
    08:30 Em    south-1  BCCP  100 x1 new customer K1
    09:00 Binh  north-1  HTD    60 x3     voided at 11:00
    10:20 Dung  north-2  HTD    50 x2     recorded late, at 11:30
    no hour     north    VT     30 x1     recorded 11:00, no seller
    10:50 An    north-1  BCCP   20 x1 new customer K1 again
    """
    world = ground()
    world.sale(100, unit_id="north-1", staff_code="An", sold_at=at("08:10"), quantity=5)
    world.sale(
        100,
        unit_id="south-1",
        staff_code="Em",
        sold_at=at("08:30"),
        service_code="BCCP",
        customer_code="K1",
        is_new_customer=True,
    )
    world.sale(
        150, unit_id="north-1", staff_code="Chi", sold_at=at("09:40"), service_code="BHYT_BT"
    )
    mistake = world.sale(60, unit_id="north-1", staff_code="Binh", sold_at=at("09:00"), quantity=3)
    world.void(mistake, voided_at=at("11:00"))
    world.sale(
        50,
        unit_id="north-2",
        staff_code="Dung",
        sold_at=at("10:20"),
        recorded_at=at("11:30"),
        quantity=2,
    )
    world.sale(30, unit_id="north", service_code="VT", recorded_at=at("11:00"))
    world.sale(
        20,
        unit_id="north-1",
        staff_code="An",
        sold_at=at("10:50"),
        service_code="BCCP",
        customer_code="K1",
        is_new_customer=True,
    )
    return world


class MemoryReader:
    """Answers named queries from an in-memory store."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._made: set[str] = set()
        self._planned: Counter[Question] = Counter()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The store itself, with all that is derived from its set-up."""
        self._make(frozenset(migrations.DERIVED))
        return self._connection

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run the query TOPIC/NAME, on whatever it stands on; at first by a kept plan as well."""
        self._make(_named(statement(name).text))
        answer = duck.run(self._connection, name, parameters)
        asked = question(name, parameters)
        if asked is not None and self._planned[asked] < PLANNED_TOO:
            self._planned[asked] += 1
            assert duck.promised(name, self.planned(asked, parameters)).equals(answer), name
        return answer

    def planned(self, asked: Question, parameters: Mapping[str, Any]) -> pa.Table:
        """The answer by a plan as a small store keeps it."""
        plan = prepared(asked, "planned")
        with self.as_kept():
            self._connection.execute(plan.prepare())
            return self._connection.execute(plan.execute(parameters)).to_arrow_table()

    @contextmanager
    def as_kept(self) -> Iterator[None]:
        """With the rewrites of an instance that keeps plans, for as long as the block lasts."""
        setting = "set disabled_optimizers = '{}'"
        self._connection.execute(setting.format(duck.disabled(but=plans.KEEP_PLANS)))
        try:
            yield
        finally:
            self._connection.execute(setting.format(duck.COMMON["disabled_optimizers"]))

    def load(self, world: World) -> "MemoryReader":
        """Replace everything by the rows of a world."""
        for (table,) in self._connection.sql(
            "select table_name from duckdb_tables() "
            "where table_name not like 'schema_%' and estimated_size > 0"
        ).fetchall():
            self._connection.execute(f'delete from "{table}"')
        self._made.clear()
        self._connection.begin()
        try:
            self._insert(world)
        except Exception:
            self._connection.rollback()
            raise
        self._connection.commit()
        return self

    def _make(self, names: frozenset[str]) -> None:
        """Make rollups and derived tables, those first that they stand on; each once a world."""
        for name in names - self._made:
            self._make(_stands_on(name))
            if name in migrations.DERIVED:
                migrations.derive(self._connection, name)
            elif name == rollup.OF_SCOPES:
                rollup.rebuild_scopes(self._connection)
            elif name in rollup.ROLLUPS:
                rollup.rebuild_one(self._connection, name)
            self._made.add(name)

    def _insert(self, world: World) -> None:
        for table, listed in world.tables.items():
            if not listed:
                continue
            names = sorted({name for row in listed for name in row})
            marks = ", ".join(["(" + ", ".join("?" * len(names)) + ")"] * len(listed))
            self._connection.execute(
                f"insert into {table} ({', '.join(names)}) values {marks}",
                [row.get(name) for row in listed for name in names],
            )


@cache
def _texts() -> dict[str, str]:
    """What is made of other tables, by name: derived tables, rollups, views and macros."""
    folders = ("derived", "rollups", "views", "macros")
    files = (file for folder in folders for file in (SQL_FOLDER / folder).glob("*.sql"))
    return {file.stem: re.sub("--.*", "", file.read_text(encoding="utf-8")) for file in files}


@cache
def _named(text: str) -> frozenset[str]:
    """Which of them a text names."""
    return frozenset(_texts().keys() & set(re.findall(r"\w+", text)))


@cache
def _stands_on(name: str) -> frozenset[str]:
    """Which of them one stands on."""
    text = _texts()[name]
    found = _named(text)
    if name == rollup.OF_SCOPES:
        found |= {*rollup.SOURCES.values(), "scope_places"}
    elif "known_customers" in text or "changed_customers" in text:
        found |= {rollup.WON}
    return found - {name}


def memory_reader() -> MemoryReader:
    """An empty in-memory store with this release's schema."""
    connection = duckdb.connect(config={**duck.COMMON, "threads": 1})
    migrations.migrate(connection, at=at("00:00"))
    return MemoryReader(connection)


def loaded(world: World) -> MemoryReader:
    """A fresh in-memory store that holds a world."""
    return memory_reader().load(world)


@cache
def _shared() -> MemoryReader:
    return memory_reader()


def asked(world: World) -> MemoryReader:
    """The store all query tests share, holding this world and nothing else."""
    return _shared().load(world)


def rows(frame: pd.DataFrame, *columns: str) -> list[Any]:
    """The rows in order: values of one column, or tuples of several; missing is None."""
    picked = [
        [None if pd.isna(value) else value for value in frame[column].astype(object).tolist()]
        for column in (columns or frame.columns)
    ]
    return picked[0] if len(picked) == 1 else list(zip(*picked, strict=True))


def only(frame: pd.DataFrame) -> Row:
    """The one row of an answer by column; missing is None."""
    assert len(frame) == 1, f"{len(frame)} rows"
    return dict(zip(frame.columns, rows(frame)[0], strict=True))


def by(frame: pd.DataFrame, key: str) -> dict[Any, Row]:
    """The rows by one column, which must tell them apart."""
    listed = [dict(zip(frame.columns, row, strict=True)) for row in rows(frame)]
    found = {row[key]: row for row in listed}
    assert len(found) == len(listed), f"{key} repeats"
    return found
