"""The queries of the board itself, recounted in plain Python on random worlds."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lib.queries import board
from tests.queries.random_worlds import is_valid, moments, worlds
from tests.queries.recount import NEVER, Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import World, asked, rows


@SOME
@given(worlds(), moments(), CODES)
def test_moments(world: World, as_of: datetime, code: str) -> None:
    # a sale is of the campaign whatever became of it later
    unvoided = World({**world.tables, "voids": []})
    known = Recount(unvoided, code, as_of).sales(min(as_of, NEVER - timedelta(days=1)))
    voided = {row["sale_id"]: row["voided_at"] for row in world.tables.get("voids", ())}
    found = set(known["recorded_at"])
    # a clock that was set back takes a sale out when it comes in, not before
    both = zip(known["sale_id"], known["recorded_at"], strict=True)
    found |= {max(voided.get(sale_id, NEVER), recorded_at) for sale_id, recorded_at in both}
    answer = board.moments(asked(world), campaign_code=code, as_of=as_of)
    assert tuple(answer) == board.MOMENTS
    assert rows(answer) == [moment for moment in sorted(found) if moment <= as_of]


@SOME
@given(worlds(), moments(), CODES)
def test_organisation(world: World, as_of: datetime, code: str) -> None:
    recount = Recount(world, code, as_of)
    day = recount.named_on
    above = {
        row["parent_id"]
        for row in world.tables["org_hierarchy"]
        if row["child_id"] in recount.competing and is_valid(row, day)
    }
    expected = [
        row
        for row in world.tables["org_unit_names"]
        if row["unit_id"] in above and is_valid(row, day)
    ]
    expected.sort(key=lambda row: row["unit_id"])
    answer = board.organisation(asked(world), campaign_code=code, as_of=as_of)
    same(answer, expected, board.ORGANISATION)


@SOME
@given(worlds(), moments(), st.lists(moments(), max_size=4))
def test_published(world: World, as_of: datetime, written: list[datetime]) -> None:
    world.tables["audit_log"] = []
    world.publish(*sorted(written))
    known = [row for row in world.tables["audit_log"] if row["written_at"] <= as_of]
    expected = [
        {
            "generation": max((row["generation"] for row in known), default=None),
            "published_at": max((row["written_at"] for row in known), default=None),
        }
    ]
    same(board.published(asked(world), as_of=as_of), expected, board.PUBLISHED)
