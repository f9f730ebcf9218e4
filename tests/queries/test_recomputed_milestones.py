"""Milestones recounted in plain Python on random worlds, and what must hold of any list of them."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.feed import milestone_steps
from lib.milestones.reached import latest, reached, target_reached_at
from lib.milestones.rules import MilestoneRule
from lib.queries import milestones, progress
from lib.queries.answers import MOST_KEPT, Answers, Kept
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, UNITS, same
from tests.worlds import Row, World, asked, rows

RULES = (
    MilestoneRule("plan_share", 80, at=(Decimal("0.25"), Decimal("0.9"), Decimal(1))),
    MilestoneRule("unit_share", 70, at=(Decimal("0.5"), Decimal(1))),
    MilestoneRule("revenue", 60, at=(Decimal(150),), every=100),
    MilestoneRule("lead", 50, from_share=Decimal("0.1")),
    MilestoneRule("quantity", 30, every=4),
    MilestoneRule("new_customers", 25, at=(Decimal(1),), every=2),
    MilestoneRule("first_sale", 20),
)


def added(recount: Recount, unit_id: str | None) -> list[Row]:
    """The steps, walked sale by sale; of one moment in the order of the units."""
    sales = recount.of_unit(recount.sales(), unit_id).to_dict("records")
    met: set[str] = set()
    steps: dict[tuple[datetime, str], Row] = {}
    for sale in sorted(sales, key=lambda one: (one["recorded_at"], one["unit_id"])):
        path = sale["path"]
        here = len(path) - 1 if unit_id is None else max(path.index(unit_id) - 1, 0)
        key = (sale["recorded_at"], path[here])
        step = steps.setdefault(key, dict.fromkeys(milestones.STEPS[2:], 0))
        step["recorded_at"], step["unit_id"] = key
        step["revenue_vnd"] += sale["revenue_vnd"]
        step["goods_quantity"] += sale["goods_quantity"]
        step["sale_count"] += 1
        if sale["new_customer"] not in {None, *met}:
            met.add(sale["new_customer"])
            step["new_customer_count"] += 1
    return [steps[key] for key in sorted(steps)]


@SOME
@given(worlds(), CODES, moments(), UNITS, moments(), moments())
def test_steps(
    world: World, code: str, as_of: datetime, unit_id: str | None, one: datetime, other: datetime
) -> None:
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    reader = asked(world)
    found = milestones.steps(reader, **about)
    expected = added(Recount(world, code, as_of), unit_id)
    same(found, expected, milestones.STEPS)
    since, before = sorted((one, other))
    some = [step for step in expected if since <= step["recorded_at"] < before]
    narrowed = milestones.steps(reader, **about, since_at=since, before_at=before)
    same(narrowed, some, milestones.STEPS)
    overview = progress.overview(reader, **about).iloc[0]
    for column in ("revenue_vnd", "goods_quantity", "new_customer_count", "sale_count"):
        assert found[column].sum() == overview[column]


@SOME
@given(worlds(), CODES, moments(), moments(), moments(), UNITS)
def test_steps_known(
    world: World, code: str, one: datetime, other: datetime, border: datetime, unit_id: str | None
) -> None:
    proofs, steps = [], []
    for as_of in (one, other):
        recount = Recount(world, code, as_of)
        [row] = rows(
            milestones.steps_known(asked(world), campaign_code=code, as_of=as_of, before_at=border)
        )
        counted = [
            sale for sale in recount.sales().to_dict("records") if sale["recorded_at"] < border
        ]
        assert row[2:6] == (
            len(counted),
            sum(sale["revenue_vnd"] for sale in counted),
            sum(sale["goods_quantity"] for sale in counted),
            sum(str(sale["new_customer"]).startswith("sale ") for sale in counted),
        )
        proofs.append(row)
        steps.append([step for step in added(recount, unit_id) if step["recorded_at"] < border])
    assert proofs[0] != proofs[1] or steps[0] == steps[1]


@SOME
@given(worlds(), CODES, st.lists(moments(), min_size=2, max_size=5), UNITS)
def test_what_was_kept_of_other_cut_offs_is_what_is_asked_for(
    world: World, code: str, cut_offs: list[datetime], unit_id: str | None
) -> None:
    always = Kept(MOST_KEPT)
    for generation, as_of in enumerate(cut_offs):
        about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
        found = milestone_steps.steps(Answers(asked(world), generation, always), **about)
        same(found, added(Recount(world, code, as_of), unit_id), milestones.STEPS)


def walked(
    steps: list[Row], targets: dict[str, int | None], plan_vnd: int | None
) -> list[tuple[datetime, str, str | None, float | None, str | None]]:
    """What `RULES` find, moment by moment and with exact fractions: slow and literal."""
    found = []
    told: set[Any] = set()
    whole = {"revenue": 0, "quantity": 0, "new_customers": 0}
    of_unit = dict.fromkeys(targets, 0)
    leader: str | None = None
    at = {"revenue": [150], "quantity": [], "new_customers": [1]}
    every = {"revenue": 100, "quantity": 4, "new_customers": 2}
    for moment in sorted({step["recorded_at"] for step in steps}):
        here = [step for step in steps if step["recorded_at"] == moment]
        before = dict(whole)

        def tell(
            kind: str,
            unit: str | None = None,
            threshold: Any = None,
            previous: str | None = None,
            moment: datetime = moment,
        ) -> None:
            key = (kind, unit, threshold, moment if kind == "lead" else None)
            if key not in told:
                told.add(key)
                shown = None if threshold is None else float(threshold)
                found.append((moment, kind, unit, shown, previous))

        for step in here:
            whole["revenue"] += step["revenue_vnd"]
            whole["quantity"] += step["goods_quantity"]
            whole["new_customers"] += step["new_customer_count"]
            if step["unit_id"] in targets:
                of_unit[step["unit_id"]] += step["revenue_vnd"]
                tell("first_sale", step["unit_id"])
        for share in (Fraction(1, 4), Fraction(9, 10), Fraction(1)):
            if plan_vnd and whole["revenue"] >= share * plan_vnd:
                tell("plan_share", None, share)
        for unit, target in targets.items():
            for share in (Fraction(1, 2), Fraction(1)):
                if target and of_unit[unit] >= share * target:
                    tell("unit_share", unit, share)
        for kind in whole:
            for threshold in at[kind]:
                if whole[kind] >= threshold:
                    tell(kind, None, threshold)
            passed = whole[kind] // every[kind]
            if passed > before[kind] // every[kind]:
                tell(kind, None, passed * every[kind])
        shares = {
            unit: Fraction(of_unit[unit], target) for unit, target in targets.items() if target
        }
        first = [unit for unit, share in shares.items() if share and share == max(shares.values())]
        if len(first) == 1 and first != [leader]:
            if plan_vnd and leader is not None and 10 * whole["revenue"] >= plan_vnd:
                tell("lead", first[0], None, leader)
            leader = first[0]
    return found


def listed(world: World, code: str, as_of: datetime) -> tuple[list[Row], Any, dict, int | None]:
    """Steps as plain rows and as a frame, targets, and the plan."""
    recount = Recount(world, code, as_of)
    units = {
        unit: recount.target(recount.under(unit))
        for unit in sorted(recount.competing)
        if recount.path(unit, recount.named_on)
    }
    frame = milestones.steps(asked(world), campaign_code=code, as_of=as_of, unit_id=None)
    return added(recount, None), frame, units, recount.plan(None)


def in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A key that sorts milestones by moment, whatever else is missing."""
    return (row[0].isoformat(), *(str(one) for one in row[1:4]))


def frame_of(targets: dict[str, int | None]) -> pd.DataFrame:
    """Targets as the leaderboard has them."""
    return pd.DataFrame(
        {"unit_id": list(targets), "target_vnd": pd.array(list(targets.values()), dtype="Int64")}
    )


@SOME
@given(worlds(), CODES, moments())
def test_each_milestone_is_found_at_its_moment(world: World, code: str, as_of: datetime) -> None:
    steps, frame, targets, plan_vnd = listed(world, code, as_of)
    found = reached(frame, frame_of(targets), RULES, plan_vnd=plan_vnd)
    told = rows(found, "reached_at", "kind", "unit_id", "threshold", "previous_unit_id")
    assert sorted(told, key=in_order) == sorted(walked(steps, targets, plan_vnd), key=in_order)
    assert list(found["reached_at"]) == sorted(found["reached_at"])
    whole = [moment for moment, kind, _, share, _ in told if (kind, share) == ("plan_share", 1.0)]
    assert target_reached_at(frame, plan_vnd=plan_vnd) == (whole[0] if whole else None)
    shown = latest(found, most=3)
    assert list(shown["reached_at"]) == sorted(shown["reached_at"], reverse=True)
    assert shown.empty == found.empty


@SOME
@given(worlds(), CODES, moments(), moments())
def test_what_was_announced_stays_announced_while_nothing_is_voided(
    world: World, code: str, one: datetime, other: datetime
) -> None:
    earlier, later = sorted((one, other))
    world.tables["voids"] = []
    _, _, targets, plan_vnd = listed(world, code, later)
    assume(targets)
    units, held = frame_of(targets), MilestoneRule("lead", 55, held_minutes=20)
    lists = [
        reached(
            milestones.steps(asked(world), campaign_code=code, as_of=as_of, unit_id=None),
            units,
            [rule if rule.kind != "lead" else held for rule in RULES],
            plan_vnd=plan_vnd,
            as_of=as_of,
        )
        for as_of in (earlier, later)
    ]
    before, after = (rows(found) for found in lists)
    assert after[: len(before)] == before
    assert all(row[0] > earlier for row in after[len(before) :])


def leads_by_the_clock(
    steps: list[Row], targets: dict[str, int | None], as_of: datetime, held: int
) -> list[tuple[datetime, str, str]]:
    """Leads held so long, found by looking at the standing minute after minute."""
    sold = {unit: 0 for unit, target in targets.items() if target}
    told: list[tuple[datetime, str, str]] = []
    leader: str | None = None
    ahead: str | None = None
    for_minutes = 0
    moment = min((step["recorded_at"] for step in steps), default=as_of)
    while moment <= as_of:
        for step in steps:
            if step["recorded_at"] == moment and step["unit_id"] in sold:
                sold[step["unit_id"]] += step["revenue_vnd"]
        shares = {unit: Fraction(vnd, targets[unit] or 1) for unit, vnd in sold.items() if vnd}
        first = [unit for unit, share in shares.items() if share == max(shares.values())]
        for_minutes += 1
        if len(first) == 1 and first[0] != ahead:
            ahead, for_minutes = first[0], 0
        if leader is None:
            leader = ahead
        elif ahead is not None and ahead != leader and for_minutes >= held:
            told.append((moment, ahead, leader))
            leader = ahead
        moment += timedelta(minutes=1)
    return told


@SOME
@given(worlds(), CODES, moments(), st.sampled_from([0, 1, 15, 30, 60, 600]))
def test_a_lead_is_told_once_it_has_been_held(
    world: World, code: str, as_of: datetime, held: int
) -> None:
    steps, frame, targets, plan_vnd = listed(world, code, as_of)
    rules = [MilestoneRule("lead", 50, held_minutes=held)]
    found = reached(frame, frame_of(targets), rules, plan_vnd=plan_vnd, as_of=as_of)
    told = rows(found, "reached_at", "unit_id", "previous_unit_id")
    assert told == leads_by_the_clock(steps, targets, as_of, held)
