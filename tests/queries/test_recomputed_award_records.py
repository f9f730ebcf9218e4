"""Award records, what became of them, and the rows behind a score, recounted on random worlds."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lib.queries import awards
from tests.queries.random_worlds import contested, moments
from tests.queries.test_recomputed import CODES, SOME, same
from tests.queries.test_recomputed_awards import Jury
from tests.worlds import DAY, Row, World, asked, ground

TITLES = ("team_sales", "salesperson")


@st.composite
def decided(draw: st.DrawFn) -> World:
    """Records of two campaigns, some followed by another, decided once or twice, some granted."""
    world = ground()
    last: dict[str, int] = {}
    for record_id in range(1, draw(st.integers(0, 4)) + 1):
        code = draw(st.sampled_from(["day", "day", "weeks"]))
        made_at = draw(moments())
        world.add(
            "award_records",
            record_id=record_id,
            campaign_code=code,
            cut_off=draw(moments()),
            made_at=made_at,
            made_by="Mai",
            sha256=f"{record_id:064x}",
            content=f'{{"record":{record_id}}}',
            supersedes_id=draw(st.sampled_from([None, last.get(code)])),
        )
        last[code] = record_id
        for turn, award in enumerate(draw(st.lists(st.sampled_from(TITLES), max_size=4))):
            world.add(
                "award_decisions",
                record_id=record_id,
                award_id=award,
                subject_codes=draw(st.sampled_from(["An", "An,Em", ""])),
                is_departure=draw(st.booleans()),
                reason=draw(st.sampled_from([None, "vì"])),
                decided_by="Hội đồng",
                decided_at=made_at + timedelta(minutes=draw(st.sampled_from([1, 60])) + turn),
                entered_by="Mai",
            )
        if draw(st.booleans()):
            world.add(
                "award_grants",
                record_id=record_id,
                decision_number=f"{record_id}/QĐ",
                decided_on=DAY,
                granted_at=made_at + timedelta(hours=draw(st.sampled_from([2, 30]))),
                granted_by="Mai",
            )
    for number in range(draw(st.integers(0, 4))):
        world.add(
            "campaign_locks",
            campaign_code=draw(st.sampled_from(["day", "weeks"])),
            action=draw(st.sampled_from(["lock", "reopen"])),
            done_at=draw(moments()) + timedelta(seconds=number),
            done_by="Mai",
            reason=None,
        )
    return world


@SOME
@given(decided(), CODES, moments())
def test_records(world: World, code: str, as_of: datetime) -> None:
    known = [one for one in world.tables.get("award_records", []) if one["made_at"] <= as_of]
    signed = {
        one["record_id"]: one
        for one in world.tables.get("award_grants", [])
        if one["granted_at"] <= as_of
    }
    nothing = dict.fromkeys(("decision_number", "decided_on", "granted_at", "granted_by"))
    expected = [
        {
            **one,
            **nothing,
            **signed.get(one["record_id"], {}),
            "superseded_by_id": min(
                (b["record_id"] for b in known if b["supersedes_id"] == one["record_id"]),
                default=None,
            ),
        }
        for one in reversed(known)
        if one["campaign_code"] == code
    ]
    found = awards.records(asked(world), campaign_code=code, as_of=as_of)
    found["decided_on"] = [None if one is None else one for one in found["decided_on"]]
    same(found, expected, awards.RECORDS)


@SOME
@given(decided(), st.integers(1, 5))
def test_content(world: World, record_id: int) -> None:
    expected = [
        one for one in world.tables.get("award_records", []) if one["record_id"] == record_id
    ]
    same(awards.content(asked(world), record_id=record_id), expected, awards.CONTENT)


@SOME
@given(decided(), st.integers(1, 4), moments())
def test_decisions(world: World, record_id: int, as_of: datetime) -> None:
    latest: dict[str, Row] = {}
    for one in world.tables.get("award_decisions", []):
        before = latest.get(one["award_id"])
        if one["record_id"] != record_id or one["decided_at"] > as_of:
            continue
        newer = before is None or one["decided_at"] > before["decided_at"]
        alike = before is not None and one["decided_at"] == before["decided_at"]
        if newer or (alike and before and one["subject_codes"] < before["subject_codes"]):
            latest[one["award_id"]] = one
    expected = [latest[award] for award in sorted(latest)]
    found = awards.decisions(asked(world), record_id=record_id, as_of=as_of)
    same(found, expected, awards.DECISIONS)


@SOME
@given(decided(), CODES, moments())
def test_locks(world: World, code: str, as_of: datetime) -> None:
    kept = [
        one
        for one in world.tables.get("campaign_locks", [])
        if one["campaign_code"] == code and one["done_at"] <= as_of
    ]
    expected = sorted(sorted(kept, key=lambda one: str(one["action"])), key=_newest)
    found = awards.locks(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, awards.LOCKS)


def _newest(one: Row) -> float:
    return -float(one["done_at"].timestamp())


@SOME
@given(contested(), moments(), st.sampled_from(["T1", "T2", None]), st.integers(0, 9))
def test_rows(world: World, as_of: datetime, team_code: str | None, who: int) -> None:
    jury = Jury(world, "day", as_of)
    people = {one["staff_code"]: one for one in world.tables["staff"]}
    staff_code = sorted(people)[who % len(people)] if team_code is None else None
    wanted = {staff_code} if staff_code else set()
    wanted |= {
        one["staff_code"] for one in jury.mine("team_members") if one["team_code"] == team_code
    }
    seen = {
        one["batch_id"] for one in jury.table("batch_verifications") if one["verified_at"] <= as_of
    }
    empty = dict.fromkeys(awards.ROWS)
    expected: list[Row] = []
    counted = set(jury.sales()["sale_id"])
    services = {one["service_code"]: one["name"] for one in jury.table("services")}
    for one in jury.table("sales"):
        if one["sale_id"] in counted and one["staff_code"] in wanted:
            expected.append(
                {
                    **empty,
                    **one,
                    "kind": "sales",
                    "happened_on": one["sold_on"],
                    "happened_at": one["sold_at"],
                    "what": services[one["service_code"]],
                    "is_verified": one["batch_id"] in seen,
                }
            )
    for one in jury.handed_in("deliveries"):
        if one["staff_code"] in wanted and jury.starts_on <= one["delivered_on"] <= jury.ends_on:
            expected.append(
                {
                    **empty,
                    **one,
                    "kind": "deliveries",
                    "happened_on": one["delivered_on"],
                    "quantity": one["taken_out"],
                    "good_count": one["first_attempt"],
                    "is_verified": one["batch_id"] in seen,
                }
            )
    for one in jury.handed_in("activities"):
        if one["staff_code"] in wanted and jury.starts_on <= one["done_on"] <= jury.ends_on:
            is_verified = one.get("verified_by") is not None
            expected.append(
                {
                    **empty,
                    **one,
                    "kind": "activities",
                    "happened_on": one["done_on"],
                    "happened_at": one.get("done_at"),
                    "what": one.get("link"),
                    "quantity": one["referred_customers"] + one["referred_orders"],
                    "good_count": int(is_verified),
                    "is_verified": is_verified,
                }
            )
    teams = {one["team_code"]: one for one in jury.mine("teams")}
    for one in jury.handed_in("hourly_reports"):
        if one["campaign_code"] == "day" and one["team_code"] == team_code in teams:
            in_time = one["reported_at"] <= one["due_at"] + timedelta(minutes=15)
            expected.append(
                {
                    **empty,
                    **one,
                    "kind": "hourly_reports",
                    "staff_code": teams[team_code]["leader_code"],
                    "happened_on": one["due_at"].date(),
                    "happened_at": one["reported_at"],
                    "what": teams[team_code]["name"],
                    "quantity": 1,
                    "good_count": int(in_time),
                    "is_verified": False,
                }
            )
    for one in expected:
        one["full_name"] = people[one["staff_code"]]["full_name"]
    found = awards.rows(
        asked(world),
        campaign_code="day",
        as_of=as_of,
        staff_code=staff_code,
        team_code=team_code,
    )
    assert tuple(found) == awards.ROWS
    order = [str(tuple(one[name] for name in awards.ROWS)) for one in expected]
    listed = [
        {name: None if _is_missing(value) else value for name, value in one.items()}
        for one in found.astype(object).to_dict("records")
    ]
    told = [str(tuple(_plain(one[name]) for name in awards.ROWS)) for one in listed]
    assert sorted(told) == sorted(order)
    kinds = [one["kind"] for one in listed]
    assert kinds == sorted(kinds)


def _is_missing(value: object) -> bool:
    return value is None or value != value or str(value) in ("<NA>", "NaT")


def _plain(value: object) -> object:
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
