"""What lies between two moments, recounted in plain Python on random worlds; and what adds up."""

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lib.queries import changes, leaderboard, progress
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, UNITS, same
from tests.queries.test_recomputed_fairness import LEVELS, shown_at
from tests.worlds import Row, World, asked

SUMS = [name for name in changes.PARTS if name.endswith(("_vnd", "_count"))]


def kind_of(sale: Row, since: datetime, restated: set[int]) -> str:
    """Why a sale that came in after a moment was not on the board then."""
    hour = sale["sold_at"]
    if hour >= since if hour is not None else sale["sold_on"] > since.date():
        return "new"
    return "replaced" if sale["batch_id"] in restated else "late"


def restated(world: World, since: datetime) -> set[int]:
    """The batches that lead back, version by version, to one handed in by a moment."""
    batches = {row["batch_id"]: row for row in world.tables["batches"]}
    found = set()
    for batch_id in batches:
        earlier = batches[batch_id].get("replaces_batch_id")
        for _ in range(len(batches)):
            if earlier is not None and batches[earlier]["recorded_at"] <= since:
                found.add(batch_id)
            earlier = earlier and batches[earlier].get("replaces_batch_id")
    return found


@SOME
@given(worlds(), CODES, moments(), moments(), LEVELS, UNITS, st.booleans())
def test_parts(
    world: World,
    code: str,
    one: datetime,
    other: datetime,
    level: int,
    parent_id: str | None,
    is_new_version: bool,
) -> None:
    since, as_of = sorted((one, other))
    if is_new_version:
        world.tables["batches"][1]["replaces_batch_id"] = 1
    recount = Recount(world, code, as_of)
    shown = shown_at(recount, level, parent_id)
    batches = {row["sale_id"]: row["batch_id"] for row in world.tables.get("sales", ())}
    boards = [
        {
            sale["sale_id"]: {
                **sale,
                "unit_id": shown(sale["unit_id"], sale["sold_on"]),
                "batch_id": batches[sale["sale_id"]],
            }
            for sale in recount.sales(moment).to_dict("records")
        }
        for moment in (since, as_of)
    ]
    before, after = boards
    of_old = restated(world, since)
    cells: dict[tuple[str, str | None, str | None], Row] = {}

    def add(sale: Row, *, measure: str, count: str | None = None) -> None:
        if sale["unit_id"] is None:
            return
        total = ("total", None, None)
        of_unit = ("unit", sale["unit_id"], None)
        of_group = ("group", None, sale["group_code"])
        for key in (total, of_unit, of_group):
            cell = cells.setdefault(key, dict.fromkeys(SUMS, 0))
            cell[measure] += sale["revenue_vnd"]
            if count:
                cell[count] += 1

    for sale_id, sale in before.items():
        add(sale, measure="then_vnd")
        if sale_id not in after:
            add(sale, measure="voided_vnd", count="voided_count")
    for sale_id, sale in after.items():
        add(sale, measure="now_vnd")
        if sale_id not in before:
            kind = kind_of(sale, since, of_old)
            add(sale, measure=f"{kind}_vnd", count=f"{kind}_count")
            if kind == "late" and sale["sold_at"] is None:
                add(sale, measure="untimed_vnd")
    order = ["total", "unit", "group"]
    expected = [
        {"part": key[0], "unit_id": key[1], "group_code": key[2], **cell}
        for key, cell in sorted(
            cells.items(),
            key=lambda one: (order.index(one[0][0]), one[0][1] or "", one[0][2] or ""),
        )
    ]
    about: dict[str, Any] = {"campaign_code": code, "level": level, "parent_id": parent_id}
    reader = asked(world)
    found = changes.parts(reader, since=since, as_of=as_of, **about)
    same(found, expected, changes.PARTS)

    # the law of the page: then + new + late - voided + replaced = now, in every row
    for row in found.to_dict("records"):
        put_right = row["replaced_vnd"] - row["voided_vnd"]
        assert row["then_vnd"] + row["new_vnd"] + row["late_vnd"] + put_right == row["now_vnd"]
        assert 0 <= row["untimed_vnd"] <= row["late_vnd"]
    # units and groups each add up to the total
    for part in ("unit", "group"):
        sums = found[found["part"] == part][SUMS].sum()
        for name in SUMS:
            assert sums[name] == found.loc[found["part"] == "total", name].sum()
    # and both ends are the boards of those moments
    for moment, column in ((since, "then_vnd"), (as_of, "now_vnd")):
        board = leaderboard.units_by_attainment(reader, as_of=moment, **about)
        units = found[found["part"] == "unit"].set_index("unit_id")[column]
        for unit_id, vnd in zip(board["unit_id"], board["revenue_vnd"], strict=True):
            assert units.get(unit_id, 0) == vnd
        if level == 0 and parent_id is None:
            overview = progress.overview(
                reader, campaign_code=code, as_of=moment, unit_id=None
            ).iloc[0]
            assert found.loc[found["part"] == "total", column].sum() == overview["revenue_vnd"]
