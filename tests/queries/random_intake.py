"""Random worlds as their writers leave them: hand-overs and their undoing, words, titles, facts."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from lib.i18n.folding import fold
from tests.queries.random_worlds import DELAYS, SERVICES, is_valid, moments, worlds
from tests.worlds import ALWAYS, DAY, Row, World, at

RECEIPTS = ["GD-1", "gd-1", "Gd-2", "PĐ-3"]
SHAS = ["aa", "bb"]
KEYS = ["k1", "k1", "k2"]
PRODUCTS = [("NUOC24", "HTD", "Nước uống"), ("MI30", "HTD", "Mì"), ("EMS1", "BCCP", "Thư")]
LANDFALL = date(2024, 9, 7)


STROKES = {
    "batches": "recorded_at",
    "sales": "recorded_at",
    "quarantine": "recorded_at",
    "quarantine_closures": "closed_at",
    "learned_names": "learned_at",
    "voids": "voided_at",
    "batch_voids": "voided_at",
    "attendance": "attended_at",
    "campaigns": "closes_at",
}
Drawn = tuple[World, datetime]


@st.composite
def at_a_moment(draw: st.DrawFn, drawn: st.SearchStrategy[World]) -> Drawn:
    """A world and a cut-off, more often than not on the stroke of something in it."""
    world = draw(drawn)
    table = draw(st.sampled_from([name for name in STROKES if world.tables.get(name)]))
    strokes = [row[STROKES[table]] for row in world.tables[table]]
    if draw(st.integers(0, 3)):
        return world, draw(st.sampled_from(strokes))
    return world, draw(moments())


@st.composite
def handed_in(draw: st.DrawFn) -> World:
    """A world whose sales came in batches: recorded with them, voided one by one or together."""
    world = draw(worlds())
    _words(draw, world)
    _compete_below(draw, world)
    sales, voids = world.tables.pop("sales", []), world.tables.pop("voids", [])
    for table in ("batches", "batch_voids", "quarantine"):
        world.tables.pop(table, None)
    # few, so that batches come in together and some are undone as others come
    when = st.sampled_from(draw(st.lists(moments(), min_size=1, max_size=3)))
    batches = [_batch(draw, world, number + 1, when) for number in range(draw(st.integers(1, 5)))]
    _deal(draw, world, batches, sales, {row["sale_id"] for row in voids})
    for batch in batches:
        for revenue_vnd in draw(st.lists(st.sampled_from([None, 0, 70]), max_size=2)):
            world.wait(revenue_vnd, recorded_at=batch["recorded_at"], batch_id=batch["batch_id"])
        if draw(st.booleans()):
            _undo(world, batch, draw(when))
    return world


MEANT = {"unit": ["d0", "d1", "d0-0"], "service": ["HTD", "BCCP"]}
"""What a clerk may have said a name means."""


@st.composite
def put_right(draw: st.DrawFn) -> World:
    """A world as handed in, whose rejected rows were fixed or given up, and names settled."""
    world = draw(handed_in())
    for row in world.tables.get("quarantine", ()):
        row["sheet"] = draw(st.sampled_from(["", "Sáng", "Chiều"]))
        row["problem_codes"] = draw(st.sampled_from(["unknown_unit", "bad_time,no_measure"]))
        row["texts"] = draw(st.sampled_from([None, '{"unit": "d0"}']))
        if draw(st.booleans()):
            _close(draw, world, row)
    for kind in draw(st.lists(st.sampled_from(list(MEANT)), max_size=6)):
        _learn(draw, world, kind)
    return world


def _close(draw: st.DrawFn, world: World, waiting: Row) -> None:
    """Give a row up, or fix it in another batch; once that is undone, perhaps give it up."""
    earliest = waiting["recorded_at"]
    others = [row for row in world.tables["batches"] if row["recorded_at"] >= earliest]
    fixed_in = draw(st.sampled_from([None, *others]))
    closed_at = max(earliest, draw(moments())) if fixed_in is None else fixed_in["recorded_at"]
    world.settle(waiting, closed_at=closed_at)
    if fixed_in is None:
        return
    world.tables["quarantine_closures"][-1] |= {
        "outcome": "fixed",
        "fixed_batch_id": fixed_in["batch_id"],
    }
    undone = [
        row["voided_at"]
        for row in world.tables.get("batch_voids", ())
        if row["batch_id"] == fixed_in["batch_id"]
    ]
    if undone and draw(st.booleans()):
        world.settle(waiting, closed_at=max(undone[0], draw(moments())))


def _learn(draw: st.DrawFn, world: World, kind: str) -> None:
    """Settle what a name means, unless the same was said of it at that very moment."""
    written = draw(st.sampled_from(["BĐ Một", "bd mot", "Hai"]))
    learned_at = draw(moments())
    key = (kind, fold(written), learned_at)
    known = world.tables.get("learned_names", [])
    if key not in [(one["kind"], one["written_folded"], one["learned_at"]) for one in known]:
        world.add(
            "learned_names",
            kind=kind,
            written_folded=fold(written),
            written=written,
            code=draw(st.sampled_from(MEANT[kind])),
            learned_at=learned_at,
            learned_by=draw(st.sampled_from(["An", "Bình"])),
        )


def _batch(draw: st.DrawFn, world: World, batch_id: int, when: st.SearchStrategy[datetime]) -> Row:
    sha, few = draw(st.sampled_from([None, *SHAS])), st.integers(0, 3)
    return world.add(
        "batches",
        batch_id=batch_id,
        source="file" if sha else "demo",
        file_name=f"{sha}.csv" if sha else None,
        file_sha256=sha,
        file_size=draw(few) if sha else None,
        idempotency_key=draw(st.sampled_from([None, *KEYS])),
        campaign_code=draw(st.sampled_from(["day", "day", "weeks"])),
        sender=draw(st.sampled_from(["An", "Bình"])),
        recorded_at=draw(when),
        row_count=draw(few),
        accepted_count=draw(few),
        warned_count=draw(few),
        rejected_count=draw(few),
        is_simulated=draw(st.booleans()),
    )


def _deal(
    draw: st.DrawFn, world: World, batches: list[Row], sales: list[Row], voided: set[int]
) -> None:
    """Deal the sales out to the batches, in the order of the sales."""
    one = st.tuples(
        st.sampled_from(batches),
        st.sampled_from([None, None, *RECEIPTS]),
        st.sampled_from([None, *(code for code, _, _ in PRODUCTS)]),
        st.sampled_from([None, 0, 900]),
        st.sampled_from(DELAYS),
    )
    dealt = draw(st.lists(one, min_size=len(sales), max_size=len(sales)))
    for sale, (batch, receipt_no, product_code, collected_vnd, delay) in zip(
        sales, dealt, strict=True
    ):
        sale |= {
            "batch_id": batch["batch_id"],
            "recorded_at": batch["recorded_at"],
            "receipt_no": receipt_no,
            "product_code": product_code,
            "collected_vnd": collected_vnd,
        }
        world.add("sales", **sale)
        if sale["sale_id"] in voided:
            world.void(sale, voided_at=batch["recorded_at"] + timedelta(minutes=delay))


def _undo(world: World, batch: Row, voided_at: datetime) -> None:
    """Undo a batch, after it came in and what was voided in it before."""
    earlier = [
        row["voided_at"]
        for row in world.tables.get("voids", ())
        if row["batch_id"] == batch["batch_id"]
    ]
    world.void_batch(batch["batch_id"], voided_at=max([voided_at, batch["recorded_at"], *earlier]))


def _words(draw: st.DrawFn, world: World) -> None:
    """Codes, aliases and products: what a written cell is looked up in."""
    for code, service_code, name in PRODUCTS[: draw(st.integers(0, len(PRODUCTS)))]:
        world.add(
            "products",
            product_code=code,
            service_code=service_code,
            name=name,
            name_en=code,
            name_folded=fold(name),
            measure="thùng",
            is_simulated=draw(st.booleans()),
        )
    for unit in world.tables["org_units"]:
        unit["unit_code"] = draw(st.sampled_from([None, f"code of {unit['unit_id']}"]))
        if draw(st.integers(0, 2)) == 0:
            world.add(
                "org_unit_aliases",
                alias_folded=draw(st.sampled_from(["hl", "ha long", unit["unit_id"]])),
                unit_id=unit["unit_id"],
                valid_from=draw(st.sampled_from([ALWAYS[0], DAY, DAY + timedelta(1)])),
                valid_to=draw(st.sampled_from([ALWAYS[1], DAY + timedelta(2)])),
                source="reference",
            )
    for person in world.tables["staff"]:
        person["valid_from"] = draw(st.sampled_from([ALWAYS[0], ALWAYS[0], DAY]))
    for alias in draw(st.lists(st.sampled_from(["cpn", "hang", "bao hiem"]), unique=True)):
        world.add(
            "service_aliases",
            alias_folded=alias,
            service_code=draw(st.sampled_from([code for code, _, _ in SERVICES])),
            source="reference",
        )


def above(world: World, unit_id: str, day: date) -> list[str]:
    """The unit and all those above it on a day, up to the root; nothing when it is not there."""
    if not any(
        row["unit_id"] == unit_id and is_valid(row, day) for row in world.tables["org_units"]
    ):
        return []
    found = [unit_id]
    for row in found:
        found += [
            link["parent_id"]
            for link in world.tables["org_hierarchy"]
            if link["child_id"] == row and is_valid(link, day)
        ]
    return found


def turning_days(world: World) -> set[date]:
    """Days that show every state the hierarchy was ever in: one begins on each."""
    return {
        row["valid_from"] for table in ("org_units", "org_hierarchy") for row in world.tables[table]
    }


def _compete_below(draw: st.DrawFn, world: World) -> None:
    """In `weeks` the counters of a district may compete in its place."""
    listed = world.tables["campaign_units"]
    district = draw(st.sampled_from([None, "d0", "d1"]))
    below = [
        row["child_id"] for row in world.tables["org_hierarchy"] if row["parent_id"] == district
    ]
    others = {
        row["unit_id"]
        for row in listed
        if row["campaign_code"] == "weeks" and row["unit_id"] != district
    }
    nested = any(
        others.intersection(above(world, unit_id, day))
        for unit_id in below
        for day in turning_days(world)
    )
    if below and not nested:
        listed[:] = [
            row for row in listed if (row["campaign_code"], row["unit_id"]) != ("weeks", district)
        ]
        for unit_id in dict.fromkeys(below):
            world.add("campaign_units", campaign_code="weeks", unit_id=unit_id)


@st.composite
def titled(draw: st.DrawFn) -> World:
    """A world whose campaigns award titles, some announced at the same turn."""
    world = draw(worlds())
    for campaign_code in ("day", "weeks"):
        for award_id in draw(
            st.lists(
                st.sampled_from("abcdefg"), min_size=draw(st.sampled_from([0, 2, 6])), unique=True
            )
        ):
            world.add(
                "award_titles",
                campaign_code=campaign_code,
                award_id=award_id,
                title=f"Giỏi {award_id}",
                subject=draw(st.sampled_from(["team", "leader", "person"])),
                seats=draw(st.integers(1, 3)),
                sort_order=draw(st.integers(1, 4)),
            )
    return world


TEXTS = {
    "F9": [None, "0 + 0", "0 + 1", "1 + 0"],
    "F10": [None, "Giỏi a", "Giỏi a · Giỏi b"],
    "F11": ["2024-09-07"],
    "F12": ["trực tiếp", "trực tuyến", "trực tiếp + trực tuyến"],
    "F13": ["Chiến thắng"],
    "F14": ["Tuần lễ"],
}
"""What the article may be made to say, often what the ledger answers."""


@st.composite
def written_about(draw: st.DrawFn) -> World:
    """A titled world with an article about it: any fact, any scope, bounds met exactly."""
    world = draw(titled())
    for row in world.tables.get("attendance", ()):
        row["attendance_mode"] = draw(st.sampled_from(["in_person", "online"]))
    day, weeks = world.tables["campaigns"]
    day["slogan"] = draw(st.sampled_from([None, "Chiến thắng"]))
    if draw(st.integers(0, 3)):
        launched_at = draw(st.sampled_from([at("08:00"), at("08:00"), at("22:00")]))
        sold = [row["sold_at"] for row in world.tables.get("sales", ()) if row["sold_at"]]
        strokes = [one for one in sold if launched_at < one < at("23:00")]
        ends = [at("11:15"), *strokes, *strokes] if launched_at == at("08:00") else []
        nights = [at("01:00", DAY + timedelta(1)), at("22:20", DAY + timedelta(1))]
        day["launched_at"] = launched_at
        day["snapshot_at"] = draw(st.sampled_from(ends or nights))
    weeks["starts_on"] = draw(
        st.sampled_from([weeks["starts_on"], LANDFALL, LANDFALL + timedelta(1)])
    )
    lows = st.sampled_from([None, 0, 1, 1.5, 2, 4, 100])
    highs = st.sampled_from([None, 0, 2, 2.25, 4, 6, 100, 1_000])
    for number in [*range(1, 15), 99]:
        fact_id = f"F{number}"
        world.add(
            "article_facts",
            fact_id=fact_id,
            wording="…",
            unit="…",
            qualifier="hơn",
            scope=draw(st.sampled_from(["snapshot", "snapshot", "day", "day", "closing"])),
            scope_status="stated",
            source_url="https://vnpost.vn/",
            low=draw(lows),
            high=draw(highs),
            expected_text=draw(st.sampled_from(TEXTS.get(fact_id, [None, None, None, "…"]))),
            sort_order=draw(st.integers(1, 9)),
        )
    return world


LOST = [
    ("org_units", "unit_id", ["d0", "d0-0", "d1-0"]),
    ("org_unit_names", "unit_id", ["d0", "d0-0"]),
    ("service_groups", "group_code", ["GOODS", "POST"]),
    ("services", "service_code", ["HTD", "VT"]),
    ("roles", "role_code", ["postman", "teller"]),
    ("staff", "staff_code", ["p00", "p01", "p02"]),
    ("teams", "team_code", ["T1", "T2"]),
    ("campaigns", "campaign_code", ["weeks"]),
]
"""Rows that others lead to: table, key, which may be missing."""


@st.composite
def torn(draw: st.DrawFn) -> World:
    """A world that hangs together or nearly so: its plan and slots may come out, rows are lost."""
    world = draw(titled())
    if draw(st.booleans()):
        _words(draw, world)
    _target_more(draw, world)
    day = world.tables["campaigns"][0]
    day["tree"] = draw(st.sampled_from(["post"] * 5 + ["admin"]))
    targets = [
        row["target_vnd"]
        for row in world.tables.get("targets", ())
        if row["campaign_code"] == day["campaign_code"]
    ]
    if draw(st.integers(0, 2)):
        day["plan_vnd"] = sum(targets)
    slots = world.tables.get("campaign_slots", [])
    if slots and draw(st.integers(0, 2)):
        for slot in slots:
            slot["plan_share"] = 1 / len(slots)
        slots[0]["plan_share"] += draw(st.sampled_from([0.0, 0.0000001, 0.00001]))
    for table, key, codes in LOST:
        lost = draw(st.sampled_from([None] * 6 + codes))
        kept = [row for row in world.tables.get(table, ()) if row[key] != lost]
        world.tables[table] = kept
    return world


def _target_more(draw: st.DrawFn, world: World) -> None:
    """Let counters compete below their district, and give `weeks` and the province targets."""
    counters = sorted(
        {row["child_id"] for row in world.tables["org_hierarchy"] if "-" in row["child_id"]}
    )
    nested = draw(st.sampled_from([None, None, *counters]))
    if nested:
        world.add("campaign_units", campaign_code="day", unit_id=nested)
    for code, unit_id in (("weeks", "d0"), ("weeks", "d1"), ("day", "province"), ("day", "gone")):
        if draw(st.integers(0, 3)) == 0:
            world.add(
                "targets",
                campaign_code=code,
                unit_id=unit_id,
                service_code=draw(st.sampled_from(["HTD", "BCCP", "BCCP", "gone"])),
                target_vnd=100,
            )
