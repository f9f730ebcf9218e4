"""Random worlds: small, crowded with ties and borderline times, and full of what goes missing."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from hypothesis import strategies as st

from tests.worlds import ALWAYS, DAY, World, at

DAYS = 3
"""The campaign `day` runs over one to three days, `weeks` over eleven around them."""

CLOCKS = ["07:59", "08:00", "08:30", "09:00", "10:00", "11:30", "12:00", "23:59"]
"""Few, and on the stroke of what begins or ends then, so that borders are met often."""

REVENUES = [0, 50, 100, 100, 100, 150, 200, 300, 1_000_000_007]
DELAYS = [0, 0, 0, 0, 30, 60, 3_000]
"""Minutes until a sale is recorded, or voided after that."""

SERVICES = [
    ("HTD", "GOODS", "goods"),
    ("VT", "GOODS", None),
    ("BCCP", "POST", "delivery"),
    ("BHYT_BT", "FINANCE", "health_cover"),
]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world with the campaigns `day` and `weeks`; batch 2 may be voided."""
    world = World()
    days = draw(st.sampled_from([1, 1, 2, DAYS]))
    units = _units(draw, world, days)
    _services(draw, world)
    people = _people(draw, world, units)
    _campaigns(draw, world, days)
    for batch_id in (1, 2):
        world.add(
            "batches",
            batch_id=batch_id,
            source="file",
            campaign_code="day",
            sender="tester",
            recorded_at=draw(moments()),
            row_count=0,
            accepted_count=0,
            warned_count=0,
            rejected_count=0,
            kind="sales",
            is_simulated=False,
        )
    _targets(draw, world, units)
    _sales(draw, world, units, people, days)
    _quarantine(draw, world)
    if draw(st.integers(0, 3)):
        _teams(draw, world, units, people)
    if draw(st.integers(0, 3)) == 0:
        world.void_batch(2, voided_at=draw(moments()))
    return world


def moments() -> st.SearchStrategy[datetime]:
    """Cut-offs: from before the campaign to after everything, often on the stroke."""
    return st.builds(
        lambda day, clock, minutes: at(clock, DAY + timedelta(day)) + timedelta(minutes=minutes),
        st.sampled_from([-1, 0, 0, 0, 0, 1, 1, 2, DAYS + 1]),
        st.sampled_from(CLOCKS),
        st.sampled_from([0, 0, 0, 1, 60]),
    )


def _units(draw: st.DrawFn, world: World, days: int) -> list[str]:
    world.unit("province", parent=None, kind="province")
    districts = [f"d{number}" for number in range(draw(st.integers(2, 4)))]
    counters = []
    for district in districts:
        world.unit(district, parent="province")
        for number in range(draw(st.integers(0, 3))):
            world.unit(f"{district}-{number}", parent=district, kind="counter")
            counters.append(f"{district}-{number}")
    outside = districts[-1] if len(districts) > 2 and draw(st.booleans()) else None
    for code in ("day", "weeks"):
        for district in districts:
            if district != outside:
                world.add("campaign_units", campaign_code=code, unit_id=district)
    if counters and draw(st.booleans()):
        deep = draw(st.sampled_from(counters))
        world.unit(f"{deep}-a", parent=deep, kind="point")
        counters.append(f"{deep}-a")
    turn = DAY + timedelta(draw(st.integers(0, days)))
    if counters and draw(st.booleans()):
        moved = draw(st.sampled_from([c for c in counters if not c.endswith("-a")]))
        home = moved.split("-")[0]
        world.move(
            moved, parent=draw(st.sampled_from([d for d in districts if d != home])), on=turn
        )
    if draw(st.booleans()):
        world.rename(draw(st.sampled_from(districts)), "Tên mới", on=turn)
    leaves = [c for c in counters if f"{c}-a" not in counters]
    if leaves and draw(st.booleans()):
        world.close(draw(st.sampled_from(leaves)), on=turn)
    return [*districts, *counters]


def _services(draw: st.DrawFn, world: World) -> None:
    for order, code in enumerate(("GOODS", "POST", "FINANCE")):
        world.add("service_groups", group_code=code, name=code, name_en=code, sort_order=order)
    left_out = draw(st.sampled_from([None, None, "VT", "BHYT_BT"]))
    for order, (code, group, counter) in enumerate(SERVICES):
        world.add(
            "services",
            service_code=code,
            group_code=group,
            name=f"Dịch vụ {code}",
            name_en=code,
            counter_code=counter,
            sort_order=order,
        )
        for campaign_code in ("day", "weeks"):
            if code != left_out:
                world.add("campaign_services", campaign_code=campaign_code, service_code=code)


def _people(draw: st.DrawFn, world: World, units: list[str]) -> list[str]:
    role_codes = ["postman", "teller", "office"][: draw(st.integers(2, 3))]
    for order, code in enumerate(role_codes):
        world.add("roles", role_code=code, name=code, name_en=code, sort_order=order)
    people = [f"p{number:02}" for number in range(draw(st.integers(3, 12)))]
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*units, *units, "province"]),
                st.sampled_from(role_codes),
                st.sampled_from([None, None, None, DAY, DAY + timedelta(1)]),
            ),
            min_size=len(people),
            max_size=len(people),
        )
    )
    for code, (unit_id, role_code, until) in zip(people, drawn, strict=True):
        world.person(code, unit_id=unit_id, role_code=role_code)
        if until is not None:
            world.tables["staff"][-1]["valid_to"] = until
    return people


def _campaigns(draw: st.DrawFn, world: World, days: int) -> None:
    last = DAY + timedelta(days - 1)
    common = {"name_en": "x", "tree": "post", "date_status": "confirmed"}
    launched = draw(st.booleans())
    world.add(
        "campaigns",
        campaign_code="day",
        name="Ngày ra quân",
        parent_code="weeks",
        starts_on=DAY,
        ends_on=last,
        opens_at=at("08:00"),
        closes_at=at("12:00", last),
        launched_at=at("08:00") if launched else None,
        snapshot_at=at("10:00") if launched else None,
        plan_vnd=draw(st.sampled_from([None, 0, 1_000, 1_001])),
        is_simulated=draw(st.booleans()),
        **common,
    )
    world.add(
        "campaigns",
        campaign_code="weeks",
        name="Tuần lễ",
        starts_on=DAY - timedelta(5),
        ends_on=DAY + timedelta(5),
        opens_at=at("08:00", DAY - timedelta(5)),
        closes_at=at("12:00", DAY + timedelta(5)),
        is_simulated=False,
        **common,
    )
    hours = draw(st.sampled_from([1, 2, 4, 0]))
    for day in [DAY + timedelta(number) for number in range(days)] if hours else []:
        for hour in range(8, 12, hours):
            world.add(
                "campaign_slots",
                campaign_code="day",
                starts_at=at(f"{hour:02}:00", day),
                ends_at=at(f"{hour + hours:02}:00", day),
                takes_from=at("00:00" if hour == 8 else f"{hour:02}:00", day),
                takes_until=at("00:00", day + timedelta(1))
                if hour + hours == 12
                else at(f"{hour + hours:02}:00", day),
                plan_share=draw(st.sampled_from([0.0, 0.0625, 0.125, 0.25])),
            )


def _targets(draw: st.DrawFn, world: World, units: list[str]) -> None:
    amounts = st.sampled_from([None, 0, 100, 100, 100, 200, 300])
    for unit_id, target_vnd in zip(
        units, draw(st.lists(amounts, min_size=len(units), max_size=len(units))), strict=True
    ):
        if target_vnd is not None:
            world.target(unit_id, target_vnd, draw(st.sampled_from(["HTD", "BCCP"])))


def _sales(draw: st.DrawFn, world: World, units: list[str], people: list[str], days: int) -> None:
    one = st.tuples(
        st.sampled_from(REVENUES),
        st.sampled_from([*units, *units, *units, "province"]),
        st.sampled_from([code for code, _, _ in SERVICES]),
        st.one_of(st.none(), st.sampled_from(people), st.sampled_from(people)),
        st.sampled_from([*range(-1, days + 1), *range(days)]),
        st.one_of(st.none(), st.sampled_from(CLOCKS), st.sampled_from(CLOCKS)),
        st.sampled_from(DELAYS),
        st.one_of(st.none(), st.none(), st.sampled_from(DELAYS)),
        st.sampled_from([None, "K1", "K2"]),
        st.sampled_from([None, False, True, True]),
        st.integers(0, 3),
        st.sampled_from([1, 1, 2]),
        st.sampled_from([False] * 9 + [True]),
    )
    homes = {row["staff_code"]: row for row in world.tables["staff"]}
    for (
        revenue_vnd,
        unit_id,
        service_code,
        staff_code,
        day,
        clock,
        delay,
        voided_after,
        customer_code,
        is_new,
        quantity,
        batch_id,
        is_simulated,
    ) in draw(st.lists(one, min_size=draw(st.sampled_from([0, 12, 25, 40])), max_size=40)):
        sold_on = DAY + timedelta(day)
        sold_at = at(clock, sold_on) if clock else None
        recorded_at = (sold_at or at("11:00", sold_on)) + timedelta(minutes=delay)
        # most people sell at home
        if staff_code is not None and quantity:
            unit_id = homes[staff_code]["unit_id"]
        sale = world.sale(
            revenue_vnd,
            unit_id=unit_id,
            service_code=service_code,
            sold_at=sold_at,
            sold_on=sold_on,
            recorded_at=recorded_at,
            quantity=quantity,
            staff_code=staff_code,
            batch_id=batch_id,
            customer_code=customer_code,
            is_new_customer=is_new,
            is_simulated=is_simulated,
        )
        if voided_after is not None:
            world.void(sale, voided_at=recorded_at + timedelta(minutes=voided_after))


def _quarantine(draw: st.DrawFn, world: World) -> None:
    for revenue_vnd, batch_id in draw(
        st.lists(st.tuples(st.sampled_from([None, 0, 70]), st.sampled_from([1, 2])), max_size=3)
    ):
        handed_in = world.tables["batches"][batch_id - 1]["recorded_at"]
        world.wait(revenue_vnd, recorded_at=max(handed_in, draw(moments())), batch_id=batch_id)


def _teams(draw: st.DrawFn, world: World, units: list[str], people: list[str]) -> None:
    codes = ["T1", "T2", "T3", "T4"][: draw(st.integers(1, 4))]
    placed = draw(
        st.lists(st.sampled_from([None, *codes]), min_size=len(people), max_size=len(people))
    )
    for code in codes:
        members = [who for who, team in zip(people, placed, strict=True) if team == code]
        leader = draw(st.sampled_from(members or people))
        if members:
            world.team(
                code,
                unit_id=draw(st.sampled_from(units)),
                leader=leader,
                members=" ".join(members),
            )
    if draw(st.booleans()):
        for who in draw(st.lists(st.sampled_from(people), min_size=1, unique=True)):
            world.present(who, attended_at=draw(moments()))


@st.composite
def contested(draw: st.DrawFn) -> World:
    """A world with all that awards are decided on: deliveries, communications work, attendance
    and hourly reports, some undone with batch 2; sales that control has verified; rows that wait
    of somebody known, some settled; commanders who lead a second team or belong to none."""
    world = draw(worlds())
    people = [row["staff_code"] for row in world.tables["staff"]]
    world.tables["batches"][1] |= {
        "campaign_code": draw(st.sampled_from(["day", "day", "weeks"])),
        "kind": draw(st.sampled_from(["sales", "sales", "deliveries", None])),
    }
    if draw(st.booleans()):
        _half_hours(draw, world)
    for batch_id in draw(st.sampled_from([[], [1], [2], [1, 2]])):
        world.verify(batch_id, verified_at=draw(moments()))
    for row in world.tables.get("quarantine", ()):
        row["staff_code"] = draw(st.sampled_from([None, *people]))
        _settle(draw, world, row)
    for team in world.tables.get("teams", ()):
        if draw(st.integers(0, 3)) == 0:
            team["leader_code"] = draw(st.sampled_from(people))
    _deliveries(draw, world, people)
    _activities(draw, world, people)
    for who in draw(st.sampled_from([[], [], people[:1], people[1:4], people])):
        handed_in_at = draw(moments())
        world.attend(
            who,
            attended_at=handed_in_at - timedelta(minutes=30),
            recorded_at=handed_in_at,
            batch_id=draw(st.sampled_from([1, 2])),
        )
    if draw(st.integers(0, 3)):
        _hourly_reports(draw, world)
    return world


def _half_hours(draw: st.DrawFn, world: World) -> None:
    """Let a slot end half past an hour, which is due only where the campaign closes then."""
    slots = [row for row in world.tables.get("campaign_slots", ()) if row["ends_at"].minute == 0]
    if slots:
        first = draw(st.sampled_from(slots))
        ends_at = first["ends_at"]
        first["ends_at"] = first["takes_until"] = ends_at - timedelta(minutes=30)
        world.add("campaign_slots", **{**first, "starts_at": first["ends_at"], "ends_at": ends_at})
        if draw(st.booleans()):
            world.tables["campaigns"][0]["closes_at"] = first["ends_at"]


def _settle(draw: st.DrawFn, world: World, waiting: dict[str, Any]) -> None:
    """Perhaps give a waiting row up, or fix it in batch 2, whose undoing lets it wait again."""
    outcome = draw(st.sampled_from([None, None, "given_up", 2]))
    if outcome is not None:
        closed_at = max(waiting["recorded_at"], draw(moments()))
        world.settle(waiting, closed_at=closed_at, fixed_in=2 if outcome == 2 else None)


def _deliveries(draw: st.DrawFn, world: World, people: list[str]) -> None:
    one = st.tuples(
        st.sampled_from(people),
        st.integers(-1, DAYS),
        st.sampled_from([0, 10, 20, 20, 30]),
        st.sampled_from([0, 5, 10]),
        st.sampled_from([None, 0, 8, 10]),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from([(None, None), (None, 50), (0, 0), (100, None), (100, 90), (200, 200)]),
        moments(),
        st.sampled_from([1, 1, 2]),
    )
    for who, day, taken_out, first, on_time, harm, cod, recorded_at, batch_id in draw(
        st.lists(one, max_size=12)
    ):
        world.deliver(
            who,
            taken_out,
            min(first, taken_out),
            delivered_on=DAY + timedelta(day),
            recorded_at=recorded_at,
            batch_id=batch_id,
            on_time=on_time if on_time is None else min(on_time, taken_out),
            complaints=harm,
            losses=harm * 2,
            cod_due_vnd=cod[0],
            cod_on_time_vnd=cod[1],
        )


def _activities(draw: st.DrawFn, world: World, people: list[str]) -> None:
    one = st.tuples(
        st.sampled_from(people),
        st.integers(-1, DAYS),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([None, "An", "An"]),
        st.sampled_from([None, 0.0, 72.5, 90.0]),
        moments(),
        st.sampled_from([1, 1, 2]),
    )
    for who, day, customers, orders, verified_by, score, recorded_at, batch_id in draw(
        st.lists(one, max_size=10)
    ):
        world.act(
            who,
            customers=customers,
            orders=orders,
            verified_by=verified_by,
            panel_score=score,
            done_on=DAY + timedelta(day),
            recorded_at=recorded_at,
            batch_id=batch_id,
        )


def _hourly_reports(draw: st.DrawFn, world: World) -> None:
    """Reports of the slots, some of an hour that is no slot's end or of another campaign."""
    slots = world.tables.get("campaign_slots", [])
    hours = [row["ends_at"] for row in slots] or [at("09:00")]
    teams = [row["team_code"] for row in world.tables.get("teams", ())]
    one = st.tuples(
        st.sampled_from([*teams, *teams, "T9"]),
        st.sampled_from([*hours, *hours, at("09:17")]),
        st.sampled_from([-5, 0, 14, 15, 15.5, 16, 90]),
        st.sampled_from(DELAYS),
        st.sampled_from(["day", "day", "day", "weeks"]),
        st.sampled_from([1, 1, 2]),
    )
    for team_code, due_at, late, delay, campaign_code, batch_id in draw(st.lists(one, max_size=20)):
        reported_at = due_at + timedelta(minutes=late)
        world.report(
            team_code,
            due_at=due_at,
            reported_at=reported_at,
            recorded_at=reported_at + timedelta(minutes=delay),
            batch_id=batch_id,
            campaign_code=campaign_code,
        )


def before(world: World, as_of: datetime) -> World:
    """The world as its ledger stood at a cut-off: what was written later is taken away."""
    clocks = {
        "sales": "recorded_at",
        "voids": "voided_at",
        "batches": "recorded_at",
        "batch_voids": "voided_at",
        "quarantine": "recorded_at",
        "batch_verifications": "verified_at",
        "quarantine_closures": "closed_at",
        "learned_names": "learned_at",
        "attendance": "attended_at",
        "deliveries": "recorded_at",
        "activities": "recorded_at",
        "attendance_reports": "recorded_at",
        "hourly_reports": "recorded_at",
    }
    kept: dict[str, list[dict[str, Any]]] = {
        table: [row for row in listed if table not in clocks or row[clocks[table]] <= as_of]
        for table, listed in world.tables.items()
    }
    sale_ids = {row["sale_id"] for row in kept.get("sales", ())}
    kept["voids"] = [row for row in kept.get("voids", ()) if row["sale_id"] in sale_ids]
    return World(kept)


def is_valid(row: dict[str, Any], day: date) -> bool:
    """Whether a row with valid_from and valid_to holds on a day."""
    since, until = row.get("valid_from", ALWAYS[0]), row.get("valid_to", ALWAYS[1])
    return bool(cast(date, since) <= day < cast(date, until))
