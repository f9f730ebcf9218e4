"""Evidence, its hand-overs and whom it may name, recounted in plain Python on random worlds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.queries import evidence, intake, ledger, progress
from lib.queries.frames import Reader
from tests.queries.random_worlds import contested, is_valid, moments
from tests.queries.recount import NEVER, Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import Row, World, asked, rows

GRACE = timedelta(minutes=15)
KINDS = ("deliveries", "activities", "attendance", "hourly_reports")
SHAS = ("aa", "bb")


@st.composite
def handed_in(draw: st.DrawFn) -> World:
    """A world with evidence whose batches have a kind and bytes; perhaps one more, undone."""
    world = draw(contested())
    first = dict(world.tables["batches"][0])
    for number in range(3, 3 + draw(st.integers(0, 3))):
        world.add("batches", **{**first, "batch_id": number, "recorded_at": draw(moments())})
        if draw(st.booleans()):
            world.void_batch(number, voided_at=draw(moments()))
    for batch in world.tables["batches"]:
        batch["kind"] = draw(st.sampled_from([*KINDS, "deliveries", "sales", None]))
        batch["campaign_code"] = draw(st.sampled_from(["day", "day", "weeks"]))
        batch["file_sha256"] = draw(st.sampled_from(SHAS))
        batch["file_name"] = draw(st.sampled_from(["phat.xlsx", None]))
    return world


def standing(recount: Recount, table: str) -> list[Row]:
    """The rows of a table that count at the cut-off, each with its batch's sender."""
    voided = {row["batch_id"]: row["voided_at"] for row in recount.table("batch_voids")}
    senders = {row["batch_id"]: row["sender"] for row in recount.table("batches")}
    return [
        {"note": None, "sheet": None, "link": None, "done_at": None, **row}
        | {"sender": senders.get(row["batch_id"])}
        for row in recount.table(table)
        if row["recorded_at"] <= recount.as_of < voided.get(row["batch_id"], NEVER)
    ]


def named(recount: Recount, row: Row, day: Any) -> Row:
    """A row with the name of its person and of its unit as it was called on a day."""
    people = {one["staff_code"]: one["full_name"] for one in recount.table("staff")}
    units = [
        one
        for one in recount.table("org_unit_names")
        if one["unit_id"] == row["unit_id"] and is_valid(one, day)
    ]
    return {
        **row,
        "full_name": people.get(row["staff_code"]),
        "unit_short_name": units[0]["short_name"] if units else None,
        "unit_short_name_en": units[0]["short_name_en"] if units else None,
    }


def in_window(recount: Recount, table: str, day: str) -> list[Row]:
    """The rows of the campaign's days, as they are listed."""
    found = [
        named(recount, row, row[day])
        for row in standing(recount, table)
        if recount.starts_on <= row[day] <= recount.ends_on
    ]
    return sorted(
        found, key=lambda row: (row[day], row["staff_code"], row["batch_id"], row["source_row"])
    )


@SOME
@given(handed_in(), CODES, moments())
def test_deliveries(world: World, code: str, as_of: datetime) -> None:
    expected = in_window(Recount(world, code, as_of), "deliveries", "delivered_on")
    found = evidence.deliveries(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, evidence.DELIVERIES)


@SOME
@given(handed_in(), CODES, moments())
def test_activities(world: World, code: str, as_of: datetime) -> None:
    expected = in_window(Recount(world, code, as_of), "activities", "done_on")
    found = evidence.activities(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, evidence.ACTIVITIES)


@SOME
@given(handed_in(), CODES, moments())
def test_attendance(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    people = {one["staff_code"]: one["full_name"] for one in recount.table("staff")}
    nowhere = {"batch_id": None, "sheet": None, "source_row": None, "sender": None}
    loaded = [
        {**row, **nowhere, "recorded_at": row["attended_at"]}
        for row in recount.mine("attendance")
        if row["attended_at"] <= as_of
    ]
    reported = [
        row for row in standing(recount, "attendance_reports") if row["campaign_code"] == code
    ]
    expected = [{**row, "full_name": people.get(row["staff_code"])} for row in (*loaded, *reported)]
    first = 0  # what has no batch comes first among those of the same moment
    expected.sort(
        key=lambda row: (
            row["staff_code"],
            row["attended_at"],
            row["batch_id"] or first,
            row["source_row"] or first,
        )
    )
    found = evidence.attendance(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, evidence.ATTENDANCE)


@SOME
@given(handed_in(), CODES, moments())
def test_hourly_reports(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    people = {one["staff_code"]: one["full_name"] for one in recount.table("staff")}
    teams = {row["team_code"]: row for row in recount.mine("teams")}
    expected = []
    for row in standing(recount, "hourly_reports"):
        team = teams.get(row["team_code"], {})
        if row["campaign_code"] == code:
            expected.append(
                {
                    **row,
                    "team_name": team.get("name"),
                    "leader_code": team.get("leader_code"),
                    "leader_name": people.get(team.get("leader_code", "")),
                    "is_on_time": row["reported_at"] <= row["due_at"] + GRACE,
                }
            )
    expected.sort(
        key=lambda row: (row["due_at"], row["team_code"], row["batch_id"], row["source_row"])
    )
    found = evidence.hourly_reports(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, evidence.HOURLY_REPORTS)


@SOME
@given(handed_in(), CODES, st.sampled_from(KINDS), moments(), st.integers(1, 4))
def test_batches(world: World, code: str, kind: str, as_of: datetime, limit_count: int) -> None:
    recount = Recount(world, code, as_of)
    voids = {
        row["batch_id"]: row for row in recount.table("batch_voids") if row["voided_at"] <= as_of
    }
    expected = [
        {
            **row,
            "is_voided": row["batch_id"] in voids,
            "voided_at": voids.get(row["batch_id"], {}).get("voided_at"),
            "voided_by": voids.get(row["batch_id"], {}).get("voided_by"),
        }
        for row in recount.mine("batches")
        if row["kind"] == kind and row["recorded_at"] <= as_of
    ]
    expected.sort(key=lambda row: (row["recorded_at"], row["batch_id"]), reverse=True)
    found = evidence.batches(
        asked(world), campaign_code=code, kind=kind, as_of=as_of, limit_count=limit_count
    )
    same(found, expected[:limit_count], evidence.BATCHES)


@SOME
@given(handed_in(), st.sampled_from(KINDS), st.sampled_from(SHAS), moments())
def test_standing_batches(world: World, kind: str, file_sha256: str, as_of: datetime) -> None:
    voided = {row["batch_id"]: row["voided_at"] for row in world.tables.get("batch_voids", ())}
    expected = [
        row
        for row in world.tables["batches"]
        if (row["kind"], row["file_sha256"]) == (kind, file_sha256)
        and row["recorded_at"] <= as_of < voided.get(row["batch_id"], NEVER)
    ]
    found = evidence.standing_batches(asked(world), kind=kind, file_sha256=file_sha256, as_of=as_of)
    same(found, expected, evidence.STANDING_BATCHES)


@SOME
@given(handed_in(), CODES)
def test_roster(world: World, code: str) -> None:
    recount = Recount(world, code, datetime(2024, 9, 21))
    count = (recount.ends_on - recount.starts_on).days + 1
    days = [recount.starts_on + timedelta(number) for number in range(count)]
    found = evidence.roster(asked(world), campaign_code=code)
    assert tuple(found) == evidence.ROSTER
    people = {row["staff_code"]: row for row in recount.table("staff")}
    listed = [dict(zip(evidence.ROSTER, row, strict=True)) for row in rows(found)]
    keys = [(row["staff_code"], row["valid_from"]) for row in listed]
    assert keys == sorted(set(keys))
    for row in listed:
        one = people[row["staff_code"]]
        assert all(row[name] == one[name] for name in ("full_name", "role_code", "unit_id"))
    for one in people.values():
        for day in days:
            path = recount.path(one["unit_id"], day) if is_valid(one, day) else []
            here = [
                row["competing_unit_id"]
                for row in listed
                if row["staff_code"] == one["staff_code"] and is_valid(row, day)
            ]
            assert here == path[-1:]


@SOME
@given(handed_in(), CODES)
def test_teams(world: World, code: str) -> None:
    recount = Recount(world, code, datetime(2024, 9, 21))
    people = {one["staff_code"]: one["full_name"] for one in recount.table("staff")}
    expected = [
        {**row, "leader_name": people.get(row["leader_code"])}
        for row in sorted(recount.mine("teams"), key=lambda row: str(row["team_code"]))
    ]
    same(evidence.teams(asked(world), campaign_code=code), expected, evidence.TEAMS)


@SOME
@given(handed_in(), CODES)
def test_report_hours(world: World, code: str) -> None:
    recount = Recount(world, code, datetime(2024, 9, 21))
    ends = {row["ends_at"] for row in recount.mine("campaign_slots")}
    closes = recount.campaign["closes_at"]
    expected = [end for end in sorted(ends) if end.minute == 0 or end == closes]
    found = evidence.report_hours(asked(world), campaign_code=code)
    assert tuple(found) == evidence.REPORT_HOURS
    assert rows(found) == expected


# Evidence and sales are kept apart

OF_SALES: dict[str, Callable[[Reader, str, datetime], pd.DataFrame]] = {
    "batches": lambda reader, code, at: ledger.batches(
        reader,
        campaign_code=code,
        as_of=at,
        state="all",
        batch_id=None,
        limit_count=50,
        skip_count=0,
    ),
    "waiting_rows": lambda reader, code, at: ledger.waiting_rows(
        reader, campaign_code=code, as_of=at
    ),
    "status": lambda reader, code, at: ledger.status(reader, as_of=at),
    "imports": lambda reader, code, at: intake.batches(
        reader, campaign_code=code, as_of=at, limit_count=50
    ),
    "standing": lambda reader, code, at: intake.standing_batches(
        reader, file_sha256="aa", as_of=at
    ),
    "overview": lambda reader, code, at: progress.overview(
        reader, campaign_code=code, as_of=at, unit_id=None
    ),
}


@SOME
@given(contested(), CODES, moments(), st.sampled_from(KINDS), st.sampled_from(sorted(OF_SALES)))
def test_handing_in_evidence_changes_nothing_that_is_said_of_sales(
    world: World, code: str, as_of: datetime, kind: str, query: str
) -> None:
    world.publish(as_of)
    for batch in world.tables["batches"]:
        batch |= {"kind": "sales", "file_sha256": "bb"}
    before = rows(OF_SALES[query](asked(world), code, as_of))
    first = dict(world.tables["batches"][0])
    world.add(
        "batches",
        **{**first, "batch_id": 9, "kind": kind, "file_sha256": "aa", "recorded_at": as_of},
    )
    world.wait(None, recorded_at=as_of, batch_id=9)
    assert rows(OF_SALES[query](asked(world), code, as_of)) == before
