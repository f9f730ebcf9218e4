"""Which milestones a campaign has reached, and when each became true: frames in, frame out.

milestones = reached(steps, units, rules, plan_vnd=1_150_000_000)
three = latest(milestones, most=3)

The clock is `recorded_at`, when the ledger learned of a sale, not when it was sold: what was
announced at 11:00 stays announced, so the list of an earlier cut-off begins that of a later
one. Only a void takes something back, because what is voided never counts; and a target that
is given anew counts from the start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.milestones.rules import MilestoneRule

REACHED = {
    "reached_at": "datetime64[us]",
    "kind": "string",
    "unit_id": "string",
    "threshold": "Float64",
    "value": "Float64",
    "previous_unit_id": "string",
    "weight": "Int64",
}
"""Columns of the answer with their types."""

ORDER = ["reached_at", "weight", "kind", "threshold", "unit_id"]

MEASURES = {
    "plan_share": "revenue_vnd",
    "revenue": "revenue_vnd",
    "unit_share": "revenue_vnd",
    "new_customers": "new_customer_count",
    "quantity": "goods_quantity",
}
"""What of the steps each kind with thresholds adds up."""


@dataclass(frozen=True)
class _Course:
    """How something grew: its sum after each moment, both rising."""

    moments: NDArray[Any]
    sums: NDArray[Any]

    def since(self, needed: int) -> int | None:
        """The number of the moment from which the sum is at least `needed`; None: not yet."""
        place = int(np.searchsorted(self.sums, needed, side="left"))
        return place if place < len(self.sums) else None


def reached(
    steps: pd.DataFrame,
    units_with_targets: pd.DataFrame,
    rules: Sequence[MilestoneRule],
    *,
    plan_vnd: int | None,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """One row per milestone, the oldest first, of one moment the lightest first.

    `steps` is queries.milestones.steps; `units_with_targets` has unit_id and target_vnd (as
    leaderboard.units_by_attainment of the level that competes): other units only add to the
    whole. Columns: reached_at (local time); kind; unit_id (missing: the whole); threshold (a
    share, VND, customers or goods; missing for first_sale and lead); value (what was reached
    then, in the same measure: a share, VND, a count; VND for first_sale, the share of its
    target for lead); previous_unit_id (of lead: who led before); weight. A plan or target that
    is missing or nothing is never passed. `as_of` is the cut-off of the steps, without which it
    is as late as the last of them. The order is total.
    """
    plan = None if plan_vnd is None or pd.isna(plan_vnd) else int(plan_vnd)
    targets = _targets(units_with_targets)
    until = as_of or (datetime.min if steps.empty else steps["recorded_at"].max())
    found = [row for rule in rules for row in _of_rule(rule, steps, targets, plan, until)]
    table = pd.DataFrame(found, columns=list(REACHED)).astype(REACHED)
    # of one and the same milestone by two rules the heavier stays; a lead is taken again and again
    again = table["reached_at"].where(table["kind"] == "lead")
    heaviest = table.assign(again=again).sort_values("weight", kind="stable", ascending=False)
    once = table.loc[heaviest.drop_duplicates(["kind", "unit_id", "threshold", "again"]).index]
    return once.sort_values(ORDER, na_position="first").reset_index(drop=True)


def latest(milestones: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The milestones to show, the latest first, of one moment the heaviest first.

    What passes several thresholds at once is shown with the heaviest of them, then the highest.
    """
    passed = milestones.duplicated(["reached_at", "kind", "unit_id"], keep="last")
    newest = milestones[~passed | milestones["threshold"].isna()].iloc[::-1]
    return newest.head(most).reset_index(drop=True)


def target_reached_at(steps: pd.DataFrame, *, plan_vnd: int | None) -> datetime | None:
    """The first moment the whole plan was reached; None: not yet, or there is no plan."""
    if plan_vnd is None or pd.isna(plan_vnd) or plan_vnd <= 0 or steps.empty:
        return None
    course = _course(steps, "revenue_vnd")
    place = course.since(int(plan_vnd))
    return None if place is None else pd.Timestamp(course.moments[place]).to_pydatetime()


def _of_rule(
    rule: MilestoneRule,
    steps: pd.DataFrame,
    targets: dict[str, int | None],
    plan: int | None,
    until: datetime,
) -> Iterator[dict[str, Any]]:
    if steps.empty:
        return
    if rule.kind == "lead":
        rows = _leads(steps, targets, plan, rule, until)
    elif rule.kind == "first_sale":
        rows = _firsts(steps, targets)
    elif rule.kind == "unit_share":
        rows = (
            {**row, "unit_id": unit_id}
            for unit_id, rows_of in steps.groupby("unit_id")
            for row in _shares(_course(rows_of, "revenue_vnd"), rule, targets.get(str(unit_id)))
        )
    elif rule.kind == "plan_share":
        rows = _shares(_course(steps, "revenue_vnd"), rule, plan)
    else:
        rows = _counts(_course(steps, MEASURES[rule.kind]), rule)
    for row in rows:
        yield {"kind": rule.kind, "weight": rule.weight, **row}


def _shares(course: _Course, rule: MilestoneRule, whole: int | None) -> Iterator[dict[str, Any]]:
    """Shares of a whole, compared in whole đồng so that 90 % is not missed by a rounding."""
    if whole is None or whole <= 0:
        return
    for share in rule.at:
        place = course.since(_part(share, whole))
        if place is not None:
            value = float(course.sums[place]) / float(whole)
            yield _row(course, place, threshold=float(share), value=value)


def _counts(course: _Course, rule: MilestoneRule) -> Iterator[dict[str, Any]]:
    """Listed thresholds, and of the multiples passed at one moment the highest."""
    for threshold in rule.at:
        place = course.since(int(threshold))
        if place is not None:
            yield _row(course, place, threshold=float(threshold), value=float(course.sums[place]))
    if rule.every:
        multiples = course.sums // rule.every
        before = np.concatenate(([0], multiples[:-1]))
        for passed in np.flatnonzero(multiples > before).tolist():
            multiple = float(multiples[passed] * rule.every)
            yield _row(course, passed, threshold=multiple, value=float(course.sums[passed]))


def _firsts(steps: pd.DataFrame, targets: dict[str, int | None]) -> Iterator[dict[str, Any]]:
    """Each unit's first counted sale, or what was recorded together with it."""
    firsts = steps.drop_duplicates("unit_id")
    for row in firsts[firsts["unit_id"].isin(list(targets))].to_dict("records"):
        yield {
            "reached_at": row["recorded_at"],
            "unit_id": row["unit_id"],
            "value": float(row["revenue_vnd"]),
        }


def _leads(
    steps: pd.DataFrame,
    targets: dict[str, int | None],
    plan: int | None,
    rule: MilestoneRule,
    until: datetime,
) -> Iterator[dict[str, Any]]:
    """Each time another unit has been ahead of all others for `held_minutes`.

    That becomes true by the clock, also when nothing is recorded any more; `until` is what time
    it is. Units that are level leave the lead where it was. Shares are floats, as the leaderboard
    ranks them. Who leads when it begins to count took the lead from nobody.
    """
    if rule.from_share > 0 and not plan:
        return
    sums, units = _by_unit(steps), [unit_id for unit_id, target in targets.items() if target]
    whole = sums.sum(axis=1).to_numpy()
    standing = sums.reindex(columns=units, fill_value=0)
    shares = (standing / [float(targets[unit_id] or 0) for unit_id in units]).to_numpy()
    best = shares.max(axis=1, initial=0)
    alone = (best > 0) & ((shares == best[:, None]).sum(axis=1) == 1)
    needed, held = _part(rule.from_share, plan or 0), timedelta(minutes=rule.held_minutes)
    firsts = shares.argmax(axis=1).tolist() if units else []
    moments = pd.DatetimeIndex(sums.index).to_pydatetime().tolist()
    ends = [*moments[1:], datetime.max]
    leader, ahead, since = None, None, datetime.min
    for place, (moment, end) in enumerate(zip(moments, ends, strict=True)):
        if alone[place] and units[firsts[place]] != ahead:
            ahead, since = units[firsts[place]], moment
        told_at = max(since + held, moment)
        if leader is None or whole[place] < needed:
            leader = ahead
        elif ahead is not None and ahead != leader and told_at < end and told_at <= until:
            yield {
                "reached_at": told_at,
                "unit_id": ahead,
                "value": float(shares[place][units.index(ahead)]),
                "previous_unit_id": leader,
            }
            leader = ahead


def _by_unit(steps: pd.DataFrame) -> pd.DataFrame:
    """What each unit had sold after each moment: moments down, units across, in VND."""
    numbers = steps.assign(revenue_vnd=steps["revenue_vnd"].astype("int64"))
    added = numbers.pivot_table(
        index="recorded_at", columns="unit_id", values="revenue_vnd", aggfunc="sum", fill_value=0
    )
    return added.cumsum()


def _part(share: Decimal, whole: int) -> int:
    """The least amount in whole đồng that is a share of a whole."""
    return int((share * Decimal(whole)).to_integral_value(rounding=ROUND_CEILING))


def _course(steps: pd.DataFrame, column: str) -> _Course:
    """How a column of the steps grew, all their units together."""
    moments = steps["recorded_at"].to_numpy()
    sums = np.cumsum(steps[column].to_numpy(dtype="int64"))
    last = np.append(moments[1:] != moments[:-1], True)
    return _Course(moments[last], sums[last])


def _row(course: _Course, place: int, **values: float) -> dict[str, Any]:
    return {"reached_at": course.moments[place], **values}


def _targets(units: pd.DataFrame) -> dict[str, int | None]:
    """The target of each unit that competes; None where it has none."""
    return {
        str(unit_id): None if pd.isna(target) else int(target)
        for unit_id, target in zip(units["unit_id"], units["target_vnd"], strict=True)
    }
