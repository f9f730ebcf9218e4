"""What the simulated campaign must meet: domain reference §5.2-5.5, one finding each.

`check_article` holds the finished publication against all of it; `check_totals` holds
one of any size against what was drawn. Both raise DemoError naming the first miss.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import log

from lib.demo.consistency import (
    Finding,
    Row,
    Tables,
    between,
    competing_units,
    evidence_agrees,
    nothing,
    people_agree,
    plans_agree,
    rows_agree,
)
from lib.demo.plans import DAY_CODE, SLOGAN, SPRINT_CODE
from lib.demo.shape import (
    DAY,
    DAY_VND,
    DELIVERY,
    EDGES,
    GOODS,
    GOODS_SNAPSHOT,
    HEALTH_COVER,
    HEALTH_COVER_SNAPSHOT,
    HEALTH_COVER_VND,
    HOUR_SHARE,
    ROLE_SHARE,
    ROLES,
    SERVICES,
    UNITS,
)
from lib.errors import DemoError
from lib.store import Publication

READ = (
    "activities", "article_facts", "attendance", "award_titles", "batches", "campaign_slots",
    "campaigns", "deliveries", "hourly_reports", "org_hierarchy", "org_units", "products",
    "quarantine", "sales", "staff", "targets", "team_members", "teams", "voids",
)  # fmt: skip

ROWS = (4_000, 5_500)
POINTS = 0.3
"""How far a share of unit, role or hour may lie from its figure, in points."""
UNEVENNESS = (0.8, 1.0)
"""Standard deviation of the logarithm of what a person sold."""
QUIET_EARLY, QUIET_AT_CLOSING = (0.11, 0.13), (0.035, 0.045)
NEW_CUSTOMERS = (40, 60)
WAITING = (5, 8)
CO_TO_REPORTS = datetime(2024, 9, 21, 11, 0)


def check_article(publication: Publication) -> None:
    """Hold the article's day against every constraint; raise DemoError at the first miss."""
    tables = {
        name: publication.connection.table(name).to_arrow_table().to_pylist() for name in READ
    }
    for finding in findings(tables):
        if not finding.holds:
            raise DemoError(constraint=finding.constraint, found=finding.found)


def check_totals(publication: Publication, *, sales: int, revenue: int) -> None:
    """Hold what was written against what was drawn; raise DemoError at the first miss.

    Every unit, service and role must have sales, and the batches must count them all.
    """
    written = publication.connection.table("sales")
    batches = publication.connection.table("batches").filter("kind = 'sales'")
    accepted = batches.sum("accepted_count").fetchall()[0][0]
    by_seller = written.aggregate("staff_code, role_code, sum(revenue_vnd)::bigint").fetchall()
    by_service = written.aggregate("service_code, sum(revenue_vnd)::bigint").fetchall()
    people = publication.connection.table("staff").project("staff_code, unit_id").fetchall()
    tree = publication.connection.table("org_hierarchy").to_arrow_table().to_pylist()
    places = publication.connection.table("org_units").to_arrow_table().to_pylist()
    above = competing_units({"org_hierarchy": tree, "org_units": places})
    unit_of = {code: above[place] for code, place in people}
    found = (
        Finding("rows written", len(written), len(written) == sales),
        Finding("rows in batches", accepted, accepted == sales),
        _adds_up("revenue by person", [row[2] for row in by_seller], revenue),
        _adds_up("revenue by service", [row[1] for row in by_service], revenue),
        _all_there("services with sales", {row[0] for row in by_service}, set(SERVICES)),
        _all_there("roles with sales", {row[1] for row in by_seller}, set(ROLES)),
        _all_there("units with sales", {unit_of[row[0]] for row in by_seller}, set(UNITS)),
    )
    for finding in found:
        if not finding.holds:
            raise DemoError(constraint=finding.constraint, found=finding.found)


def findings(tables: Tables) -> Iterator[Finding]:
    """Every constraint on the tables named by READ (rows as dictionaries)."""
    day = [row for row in tables["sales"] if row["sold_on"] == DAY]
    campaign = next(row for row in tables["campaigns"] if row["campaign_code"] == DAY_CODE)
    yield from _facts(tables, day, campaign)
    yield from _revenue(tables, day)
    yield from _sellers(tables, day, campaign["snapshot_at"])
    yield from _attainment(tables, day)
    yield from people_agree(tables)
    yield from plans_agree(tables)
    yield from rows_agree(tables)
    yield from evidence_agrees(tables)
    reports = [row for row in day if row["unit_id"].startswith("co_to")]
    first = min((row["recorded_at"] for row in reports), default=None)
    yield Finding("Cô Tô first reports at 11:00", first, first == CO_TO_REPORTS)
    late = sum(row["recorded_at"] - row["sold_at"] > timedelta(minutes=40) for row in day)
    yield Finding("a few late rows", late, late > 0)
    yield between("rows that wait", len(tables["quarantine"]), *WAITING)


def _facts(tables: Tables, day: list[Row], campaign: Row) -> Iterator[Finding]:
    """F1 to F14, in so far as they speak of the ledger."""
    launched, snapshot = campaign["launched_at"], campaign["snapshot_at"]
    early = [row for row in day if launched <= row["sold_at"] < snapshot]
    goods = [row for row in early if row["service_code"] == GOODS]
    cover = [row for row in early if row["service_code"] == HEALTH_COVER]
    roster, present = len(tables["staff"]), len(tables["attendance"])
    yield between("F1 roster", roster, 601, 649)
    yield between("F2 present at the launch", present, 570, min(599, roster))
    yield Finding("F3 hours", str(snapshot - launched), snapshot - launched == timedelta(hours=3))
    items = sum(row["quantity"] for row in goods)
    yield Finding("F4 goods after 3 hours", items, items == GOODS_SNAPSHOT[0])
    revenue = sum(row["revenue_vnd"] for row in goods)
    yield Finding("F5 goods revenue after 3 hours", revenue, revenue == GOODS_SNAPSHOT[1])
    yield Finding("F6 new delivery customers after 3 hours", _new(early), _new(early) == 15)
    contracts = sum(row["quantity"] for row in cover)
    yield Finding("F7 health cover", contracts, contracts == HEALTH_COVER_SNAPSHOT)
    total = sum(row["revenue_vnd"] for row in day)
    yield Finding("F8 day revenue", total, total == DAY_VND and 1_150_000_000 <= total < 1.2e9)
    seats = Counter[str]()
    for row in tables["award_titles"]:
        seats["collective" if row["subject"] == "team" else "individual"] += row["seats"]
    yield Finding("F9 awards", dict(seats), seats == {"collective": 2, "individual": 7})
    expected = {row["fact_id"]: row["expected_text"] for row in tables["article_facts"]}
    titles = " · ".join(row["title"] for row in tables["award_titles"])
    yield Finding("F10 titles", titles, titles == expected["F10"])
    modes = {row["attendance_mode"] for row in tables["attendance"]}
    yield Finding("F12 launch", sorted(modes), modes == {"in_person", "online"})
    slogan = campaign["slogan"]
    yield Finding("F13 slogan", slogan, slogan == SLOGAN == expected["F13"])
    parents = [row["name"] for row in tables["campaigns"] if row["campaign_code"] == SPRINT_CODE]
    yield Finding("F14 sprint", parents, parents == [expected["F14"]])
    yield between("new customers of the day", _new(day), *NEW_CUSTOMERS)
    elsewhere = [row["sale_id"] for row in day if row["is_new_customer"] and not _delivers(row)]
    yield nothing("new customers come with a delivery", elsewhere)


def _revenue(tables: Tables, day: list[Row]) -> Iterator[Finding]:
    """Totals by service, shares by unit, role and hour."""
    above = competing_units(tables)
    yield between("rows of the day", len(day), *ROWS)
    services = _sums(day, lambda row: row["service_code"])
    for code, shape in SERVICES.items():
        yield Finding(f"revenue of {code}", services[code], services[code] == shape.revenue_vnd)
    contracts = SERVICES[HEALTH_COVER].revenue_vnd // HEALTH_COVER_VND
    sold = sum(row["quantity"] for row in day if row["service_code"] == HEALTH_COVER)
    yield Finding("health cover of the day", sold, sold == contracts)
    hours: dict[object, float] = {
        int(edge): float(share) for edge, share in zip(EDGES, HOUR_SHARE, strict=False)
    }
    margins: tuple[tuple[str, Callable[[Row], object], dict[object, float]], ...] = (
        ("unit", lambda row: above[row["unit_id"]], {u: s.share for u, s in UNITS.items()}),
        ("role", lambda row: row["role_code"], dict(zip(ROLES, ROLE_SHARE.tolist(), strict=True))),
        ("hour", _hour, hours),
    )
    for name, key, wanted in margins:
        sums = _sums(day, key)
        yield _adds_up(f"revenue by {name}", list(sums.values()), DAY_VND)
        for one, share in wanted.items():
            found = 100 * sums[one] / DAY_VND
            yield between(f"share of {name} {one}", found, share - POINTS, share + POINTS)


def _sellers(tables: Tables, day: list[Row], snapshot: datetime) -> Iterator[Finding]:
    """How uneven people sell, and how many have nothing yet."""
    roster = len(tables["staff"])
    sums = _sums(day, lambda row: row["staff_code"])
    yield _adds_up("revenue by person", list(sums.values()), DAY_VND)
    uneven = statistics.pstdev(log(amount) for amount in sums.values() if amount)
    yield between("unevenness of people", uneven, *UNEVENNESS)
    early = {row["staff_code"] for row in day if row["sold_at"] < snapshot}
    yield between("people without a sale after 3 hours", 1 - len(early) / roster, *QUIET_EARLY)
    yield between("people without a sale at closing", 1 - len(sums) / roster, *QUIET_AT_CLOSING)


def _attainment(tables: Tables, day: list[Row]) -> Iterator[Finding]:
    """Some units pass their plan, two stay under 80 %."""
    above = competing_units(tables)
    sold = _sums(day, lambda row: above[row["unit_id"]])
    plan = Counter[object]()
    for row in tables["targets"]:
        if row["campaign_code"] == DAY_CODE:
            plan[above[row["unit_id"]]] += row["target_vnd"]
    reached = [sold[unit] / plan[unit] if plan[unit] else 0.0 for unit in UNITS]
    yield between("units that pass their plan", sum(share >= 1 for share in reached), 4, 5)
    yield between("units under 80 % of plan", sum(share < 0.8 for share in reached), 2, 2)


def _hour(row: Row) -> int:
    minute = row["sold_at"].hour * 60 + row["sold_at"].minute
    return max((int(edge) for edge in EDGES[:-1] if edge <= minute), default=-1)


def _new(rows: list[Row]) -> int:
    return len({row["customer_code"] for row in rows if row["is_new_customer"] and _delivers(row)})


def _delivers(row: Row) -> bool:
    return row["service_code"] in DELIVERY


def _sums(rows: list[Row], key: Callable[[Row], object]) -> Counter[object]:
    sums = Counter[object]()
    for row in rows:
        sums[key(row)] += row["revenue_vnd"]
    return sums


def _adds_up(constraint: str, parts: list[int], total: int) -> Finding:
    return Finding(constraint, sum(parts), sum(parts) == total)


def _all_there(constraint: str, found: set[str], wanted: set[str]) -> Finding:
    return Finding(constraint, sorted(wanted - found), found == wanted)
