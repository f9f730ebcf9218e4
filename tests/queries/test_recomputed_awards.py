"""The standings of the awards, recounted row by row with exact fractions on random worlds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.awards.decide import decide_one
from lib.awards.rules import AwardRule, read_rules
from lib.awards.standings import standings
from lib.queries import awards
from lib.settings import PROJECT
from tests.queries.random_worlds import CLOCKS, contested, moments
from tests.queries.recount import NEVER, Recount, rounded, share
from tests.queries.test_recomputed import CODES, EXAMPLES, SOME
from tests.queries.test_recomputed_people import counted, with_roles
from tests.worlds import DAY, Row, World, asked, at, rows


def identical(found: pd.DataFrame, expected: Sequence[Row], columns: Sequence[str]) -> None:
    """Each cell is the one expected to the last digit: equal values must be equal to compare."""
    assert tuple(found) == tuple(columns)
    answered = [dict(zip(columns, row, strict=True)) for row in rows(found)]
    assert answered == [
        {
            name: float(row[name]) if isinstance(row[name], Fraction) else row[name]
            for name in columns
        }
        for row in expected
    ]


class Jury(Recount):
    """What is known of a campaign besides its sales."""

    def undone_at(self, batch_id: int | None) -> datetime:
        """When a hand-over was undone."""
        undone = (row for row in self.table("batch_voids") if row["batch_id"] == batch_id)
        return next((row["voided_at"] for row in undone), NEVER)

    def handed_in(self, table: str) -> list[Row]:
        """The rows of a table that stand at the cut-off."""
        return [
            row
            for row in self.table(table)
            if row["recorded_at"] <= self.as_of < self.undone_at(row["batch_id"])
        ]

    def unverified(self, sales: Iterable[Row]) -> int:
        """VND of sales that came in hand-overs no control has looked at."""
        seen = {
            row["batch_id"]
            for row in self.table("batch_verifications")
            if row["verified_at"] <= self.as_of
        }
        return sum(one["revenue_vnd"] for one in sales if one["batch_id"] not in seen)

    def waiting(self, people: Iterable[str]) -> int:
        """How many rejected rows of sales of these people nobody has settled."""
        settled = {
            (row["batch_id"], row["sheet"], row["source_row"])
            for row in self.table("quarantine_closures")
            if row["closed_at"] <= self.as_of < self.undone_at(row["fixed_batch_id"])
        }
        mine = {
            row["batch_id"]
            for row in self.table("batches")
            if row["campaign_code"] == self.code and row["kind"] in (None, "sales")
        }
        return sum(
            row["staff_code"] in set(people)
            and row["batch_id"] in mine
            and (row["batch_id"], row["sheet"], row["source_row"]) not in settled
            for row in self.handed_in("quarantine")
        )

    def within(self, day: Any) -> bool:
        """Whether a day is one of the campaign's."""
        return bool(self.starts_on <= day <= self.ends_on)

    def placed(self, unit_id: str) -> Row:
        """A competing unit as it is named beside a candidate."""
        name = self.name(unit_id)
        return {
            "unit_id": unit_id,
            "unit_name": name["name"],
            "unit_short_name": name["short_name"],
            "unit_short_name_en": name["short_name_en"],
        }

    def drawn_up(self) -> list[Row]:
        """The teams of the campaign with what both standings of them need, by code."""
        people = {row["staff_code"]: row for row in self.table("staff")}
        sales = counted(self)
        listed = []
        for team in self.mine("teams"):
            path = self.path(team["unit_id"], self.named_on)
            members = [
                row["staff_code"]
                for row in self.mine("team_members")
                if row["team_code"] == team["team_code"]
            ]
            if not path or not members:
                continue
            target = self.target(self.under(path[-1]))
            roster = sum(self.under(path[-1])(row) for row in self.staff)
            listed.append(
                {
                    **self.placed(path[-1]),
                    "team": team,
                    "leader": people[team["leader_code"]],
                    "members": members,
                    "sold": [one for one in sales if one["staff_code"] in members],
                    "plan_vnd": rounded(Fraction(target * len(members), roster))
                    if target is not None and roster
                    else None,
                }
            )
        return sorted(listed, key=lambda row: row["team"]["team_code"])


def vnd(sales: Iterable[Row]) -> int:
    """What sales add up to."""
    return sum(one["revenue_vnd"] for one in sales)


def customers(sales: Iterable[Row]) -> int:
    """How many new customers sales brought."""
    return len({one["new_customer"] for one in sales} - {None})


def reached_at(sold: Sequence[Row], plan_vnd: int | None) -> datetime | None:
    """The first time of sale by which the sales of known time had brought the plan."""
    timed = [one for one in sold if one["sold_at"] is not None and not pd.isna(one["sold_at"])]
    return min(
        (
            one["sold_at"]
            for one in timed
            if plan_vnd is not None
            and vnd(other for other in timed if other["sold_at"] <= one["sold_at"]) >= plan_vnd
        ),
        default=None,
    )


@SOME
@given(contested(), moments())
def test_team_standings(world: World, as_of: datetime) -> None:
    jury = Jury(world, "day", as_of)
    came = {row["staff_code"] for row in jury.mine("attendance") if row["attended_at"] <= as_of} | {
        row["staff_code"] for row in jury.handed_in("attendance_reports")
    }
    expected = jury.drawn_up()
    for row in expected:
        sold, members = row["sold"], row["members"]
        active = {one["staff_code"] for one in sold}
        first = reached_at(sold, row["plan_vnd"])
        midnight = datetime.combine(jury.starts_on, time())
        row |= {
            "code": row["team"]["team_code"],
            "name": row["team"]["name"],
            "leader_code": row["team"]["leader_code"],
            "leader_name": row["leader"]["full_name"],
            "revenue_vnd": vnd(sold),
            "unverified_vnd": jury.unverified(sold),
            "attainment": share(vnd(sold), row["plan_vnd"]),
            "member_count": len(members),
            "present_count": len(came & set(members)) if came else len(members),
            "active_count": len(active),
            "active_share": Fraction(len(active), len(members)),
            "new_customer_count": customers(sold),
            "plan_reached_minute": None
            if first is None
            else (first - midnight).total_seconds() // 60,
            "waiting_row_count": jury.waiting(members),
        }
    everyone = sum(row["present_count"] for row in expected)
    whole = sum(row["revenue_vnd"] for row in expected)
    for row in expected:
        row["per_head_multiple"] = share(
            row["revenue_vnd"] * everyone, row["present_count"] * whole
        )
    found = awards.team_standings(asked(world), campaign_code="day", as_of=as_of)
    identical(found, expected, awards.TEAM_STANDINGS)


@SOME
@given(contested(), moments(), st.sampled_from([at(clock) for clock in CLOCKS]))
def test_leader_standings(world: World, as_of: datetime, halfway_at: datetime) -> None:
    jury = Jury(world, "day", as_of)
    reports = [row for row in jury.handed_in("hourly_reports") if row["campaign_code"] == "day"]
    past = {
        row["ends_at"]
        for row in jury.mine("campaign_slots")
        if row["ends_at"] <= as_of
        and (row["ends_at"].minute == 0 or row["ends_at"] == jury.campaign["closes_at"])
    }
    expected = jury.drawn_up()
    for row in expected:
        leader, members = row["leader"], row["members"]
        led = [who for who in members if who != leader["staff_code"]]
        sold = [one for one in row["sold"] if one["staff_code"] in led]
        timed = [one for one in sold if not pd.isna(one["sold_at"])]
        first = vnd(one for one in timed if one["sold_at"] < halfway_at)
        second = vnd(one for one in timed if one["sold_at"] >= halfway_at)
        in_time = {
            report["due_at"]
            for report in reports
            if report["team_code"] == row["team"]["team_code"]
            and report["due_at"] in past
            and report["reported_at"] - report["due_at"] <= timedelta(minutes=15)
        }
        is_judged = bool(reports and past)
        row |= {
            "code": leader["staff_code"],
            "name": leader["full_name"],
            "role_code": leader["role_code"],
            "role_name": leader["role_code"],
            "role_name_en": leader["role_code"],
            "team_code": row["team"]["team_code"],
            "team_name": row["team"]["name"],
            "first_half_vnd": first,
            "second_half_vnd": second,
            "attainment": share(vnd(row["sold"]), row["plan_vnd"]),
            "active_share": share(len({one["staff_code"] for one in sold}), len(led)),
            "reports_due": len(past) if is_judged else None,
            "reports_on_time": len(in_time) if is_judged else None,
            "reports_on_time_share": Fraction(len(in_time), len(past)) if is_judged else None,
            "second_half_ratio": share(second, first),
            "led_count": len(led),
        }
    expected.sort(key=lambda row: (row["code"], row["team_code"]))
    found = awards.leader_standings(
        asked(world), campaign_code="day", as_of=as_of, halfway_at=halfway_at
    )
    identical(found, expected, awards.LEADER_STANDINGS)


def added(listed: Sequence[Row], name: str) -> int | None:
    """The sum of what is known; missing where nothing is."""
    known = [row[name] for row in listed if row.get(name) is not None]
    return sum(known) if known else None


def of_known(listed: Sequence[Row], part: str, whole: str) -> Fraction | None:
    """A part of a whole over the days on which both were handed in."""
    both = [row for row in listed if None not in (row.get(part), row.get(whole))]
    return share(added(both, part), added(both, whole))


def delivered(listed: Sequence[Row], middle: Fraction | None) -> Row:
    """What days of deliveries add up to; missing where there are none."""
    names = ("taken_out", "first_attempt", "complaints", "losses")
    sums: Row = {name: added(listed, name) for name in names}
    return {
        **sums,
        "first_attempt_share": share(sums["first_attempt"], sums["taken_out"]),
        "volume_to_median": Fraction(sums["taken_out"]) / middle if listed and middle else None,
        "on_time_share": of_known(listed, "on_time", "taken_out"),
        "cod_on_time_share": of_known(listed, "cod_on_time_vnd", "cod_due_vnd"),
    }


@SOME
@given(contested(), CODES, moments())
def test_person_standings(world: World, code: str, as_of: datetime) -> None:
    jury = Jury(world, code, as_of)
    roster = sorted(with_roles(jury), key=lambda row: row["staff_code"])
    rounds: dict[str, list[Row]] = defaultdict(list)
    works: dict[str, list[Row]] = defaultdict(list)
    for row in jury.handed_in("deliveries"):
        if jury.within(row["delivered_on"]):
            rounds[row["staff_code"]].append(row)
    for row in jury.handed_in("activities"):
        if jury.within(row["done_on"]) and row["verified_by"] is not None:
            works[row["staff_code"]].append(row)
    volumes = [
        Fraction(added(rounds[who["staff_code"]], "taken_out") or 0)
        for who in roster
        if rounds[who["staff_code"]]
    ]
    middle = median(volumes) if volumes else None
    sold: dict[str, list[Row]] = defaultdict(list)
    for sale in counted(jury):
        sold[sale["staff_code"]].append(sale)

    def reach(who: Row) -> int:
        """What a person sold for; who sold nothing comes below who sold for nothing."""
        mine = sold[who["staff_code"]]
        return vnd(mine) if mine else -1

    expected = []
    for who in roster:
        mine, done = sold[who["staff_code"]], works[who["staff_code"]]
        peers = [other for other in roster if other["role_code"] == who["role_code"]]
        below = sum(reach(other) < reach(who) for other in peers)
        scores = [row["panel_score"] for row in done if row["panel_score"] is not None]
        expected.append(
            {
                "code": who["staff_code"],
                "name": who["full_name"],
                "role_code": who["role_code"],
                "role_name": who["role_code"],
                "role_name_en": who["role_code"],
                **jury.placed(who["competing"]),
                "revenue_vnd": vnd(mine) if mine else None,
                "unverified_vnd": jury.unverified(mine) if mine else None,
                "role_multiple": share(
                    vnd(mine) * len(peers), vnd(s for p in peers for s in sold[p["staff_code"]])
                )
                if mine
                else None,
                "role_percentile": share(below, len(peers) - 1) if mine else None,
                "sale_count": len(mine) or None,
                "service_count": len({one["service_code"] for one in mine}) or None,
                "new_customer_count": customers(mine) if mine else None,
                "waiting_row_count": jury.waiting([who["staff_code"]]),
                **delivered(rounds[who["staff_code"]], middle),
                "verified_activity_count": len(done) or None,
                "referred_count": sum(
                    row["referred_customers"] + row["referred_orders"] for row in done
                )
                if done
                else None,
                "panel_score": max(scores, default=None),
            }
        )
    found = awards.person_standings(asked(world), campaign_code=code, as_of=as_of)
    identical(found, expected, awards.PERSON_STANDINGS)


@SOME
@given(contested(), moments())
def test_a_team_is_the_sum_of_its_members(world: World, as_of: datetime) -> None:
    jury = Jury(world, "day", as_of)
    members = {row["staff_code"]: row["team_code"] for row in jury.mine("team_members")}
    reader = asked(world)
    people = awards.person_standings(reader, campaign_code="day", as_of=as_of)
    teams = awards.team_standings(reader, campaign_code="day", as_of=as_of)
    people["team"] = people["code"].map(members)
    for team in teams.to_dict("records"):
        mine = people[people["team"] == team["code"]]
        if len(mine) < team["member_count"]:
            continue  # a member who has left is on no roster
        for name in ("revenue_vnd", "unverified_vnd", "waiting_row_count"):
            assert mine[name].sum() == team[name], name
        assert (mine["sale_count"] > 0).sum() == team["active_count"]


RULES = read_rules(PROJECT / "data" / "rules" / "awards.toml")


def places(world: World, as_of: datetime, *rules: AwardRule) -> dict[str, int | None]:
    """The places rules give at a cut-off, by code of a person or a team."""
    found = standings(asked(world), campaign_code="day", as_of=as_of)
    return {
        one.candidate.code: one.place
        for rule in rules
        for one in decide_one(rule, found[rule.subject], RULES.tie_band).judged
    }


@settings(SOME, max_examples=max(1, EXAMPLES // 2))
@given(contested(), st.data(), st.sampled_from([1, 100, 1_000]))
def test_a_sale_more_lowers_neither_one_s_own_place_nor_that_of_the_team(
    world: World, data: st.DataObject, revenue_vnd: int
) -> None:
    jury = Jury(world, "day", at("12:00", DAY + timedelta(9)))
    who = data.draw(st.sampled_from([row["staff_code"] for row in world.tables["staff"]]))
    team = {row["staff_code"]: row["team_code"] for row in jury.mine("team_members")}.get(who)
    # open to all; without "best" for a scale, which the peers of who sells more set anew
    rules = [
        replace(
            rule,
            gates=(),
            parts=tuple(replace(part, scale=part.scale or Decimal(12)) for part in rule.parts),
        )
        for rule in (RULES.award("salesperson"), RULES.award("team_sales"))
    ]
    before = places(world, jury.as_of, *rules)
    world.sale(
        revenue_vnd,
        unit_id=data.draw(st.sampled_from(sorted(jury.competing))),
        service_code=data.draw(st.sampled_from(["HTD", "BCCP"])),
        staff_code=who,
        sold_at=data.draw(st.sampled_from([None, at("08:30"), at("11:30")])),
        customer_code="K3",
        is_new_customer=data.draw(st.booleans()),
    )
    now = places(world, jury.as_of, *rules)
    for code in {who, team} & before.keys():
        then = before[code]
        assert then is None or (now[code] or 99) <= then, code
