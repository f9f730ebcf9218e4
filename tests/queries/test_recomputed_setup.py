"""Titles, the article's facts and broken set-ups, recounted in plain Python on random worlds."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given

from lib.queries import awards, facts, setup
from tests.queries.random_intake import (
    LANDFALL,
    Drawn,
    above,
    at_a_moment,
    titled,
    torn,
    written_about,
)
from tests.queries.recount import Recount, where
from tests.queries.test_recomputed import CODES, SOME, same, total
from tests.worlds import Row, World, asked

# Titles


@SOME
@given(at_a_moment(titled()), CODES)
def test_titles(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    expected = [
        {**row, "is_closed": not as_of < recount.campaign["closes_at"]}
        for row in announced(recount)
    ]
    found = awards.titles(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, awards.TITLES)


def announced(recount: Recount) -> list[Row]:
    """The titles of a campaign in the order they are announced."""
    titles = recount.world.tables.get("award_titles", [])
    mine = [row for row in titles if row["campaign_code"] == recount.code]
    return sorted(mine, key=lambda row: (row["sort_order"], row["award_id"]))


# The article


@SOME
@given(at_a_moment(written_about()), CODES)
def test_article_facts(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    expected = []
    for fact in sorted(
        world.tables["article_facts"], key=lambda row: (row["sort_order"], row["fact_id"])
    ):
        value, text = computed(recount, fact["fact_id"], fact["scope"])
        if fact["expected_text"] is not None:
            holds = text == fact["expected_text"]
        else:
            low, high = fact["low"], fact["high"]
            is_bound = low is not None or high is not None
            enough = value is not None and (low is None or value >= low)
            holds = is_bound and enough and (high is None or value <= high)
        expected.append(
            {
                **fact,
                "value": None if value is None else float(value),
                "value_text": text,
                "holds": holds,
            }
        )
    found = facts.article_facts(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, facts.ARTICLE_FACTS)


def computed(recount: Recount, fact_id: str, scope: str) -> tuple[float | None, str | None]:
    """What a fact of the article comes to: a number, a text, or neither."""
    campaign = recount.campaign
    launched_at, snapshot_at = campaign.get("launched_at"), campaign.get("snapshot_at")
    if fact_id == "F3":
        if launched_at is None:
            return None, None
        return (snapshot_at - launched_at) / timedelta(hours=1), None
    if fact_id == "F1":
        return people_on(recount, campaign["starts_on"]), None
    came = [row for row in recount.mine("attendance") if not row["attended_at"] > recount.as_of]
    if fact_id == "F2":
        return len(came), None
    if fact_id in ("F4", "F5", "F6", "F7", "F8"):
        sales = recount.sales()
        sold = where(sales, [in_scope(scope, at, campaign) for at in sales["sold_at"]])
        return {
            "F4": total(sold["goods_quantity"]),
            "F5": total(sold["goods_vnd"]),
            "F6": sold["new_delivery"].nunique(),
            "F7": total(sold["health_cover"]),
            "F8": total(sold["revenue_vnd"]),
        }[fact_id], None
    return None, told(recount, fact_id, {row["attendance_mode"] for row in came})


def told(recount: Recount, fact_id: str, modes: set[str]) -> str | None:
    """What a fact of the article comes to in words."""
    if fact_id == "F9":
        seats: Counter[bool] = Counter()
        for row in announced(recount):
            seats[row["subject"] == "team"] += row["seats"]
        return f"{seats[True]} + {seats[False]}"
    if fact_id == "F10":
        titles = [row["title"] for row in announced(recount)]
        return " · ".join(titles[:5] + ["…"] * (len(titles) > 5)) or None
    if fact_id == "F11":
        on_saturday = LANDFALL.isoweekday() == 6
        earlier = recount.campaign["starts_on"] > LANDFALL
        return LANDFALL.isoformat() if on_saturday and earlier else None
    if fact_id == "F12":
        words = {"in_person": "trực tiếp", "online": "trực tuyến"}
        return " + ".join(word for mode, word in words.items() if mode in modes) or None
    if fact_id == "F13":
        slogan: str | None = recount.campaign.get("slogan")
        return slogan
    if fact_id == "F14":
        names = {row["campaign_code"]: row["name"] for row in recount.table("campaigns")}
        return names.get(recount.campaign.get("parent_code"))
    return None


def in_scope(scope: str, sold_at: datetime | None, campaign: Row) -> bool:
    """Whether a sale of the campaign falls in the scope of a fact."""
    if scope == "snapshot" and campaign.get("launched_at") is not None:
        known = isinstance(sold_at, datetime) and sold_at == sold_at
        return known and campaign["launched_at"] <= sold_at < campaign["snapshot_at"]
    return scope == "day"


def people_on(recount: Recount, day: date) -> int:
    """How many people the units in scope have on a day."""
    return sum(
        row["valid_from"] <= day < row["valid_to"] and bool(recount.path(row["unit_id"], day))
        for row in recount.table("staff")
    )


# Set-ups that do not hang together

REFERENCES = """
org_unit_names.unit_id unit_id org_units.unit_id unit is not in org_units
org_units.unit_id unit_id org_unit_names.unit_id unit has no row in org_unit_names
org_hierarchy.child_id child_id org_units.unit_id child is not in org_units
org_hierarchy.parent_id parent_id org_units.unit_id parent is not in org_units
org_unit_aliases.unit_id alias_folded org_units.unit_id unit is not in org_units
services.group_code service_code service_groups.group_code group is not in service_groups
service_aliases.service_code alias_folded services.service_code service is not in services
products.service_code product_code services.service_code service is not in services
staff.unit_id staff_code org_units.unit_id unit is not in org_units
staff.role_code staff_code roles.role_code role is not in roles
campaigns.parent_code campaign_code campaigns.campaign_code parent is not in campaigns
campaigns.tree campaign_code org_hierarchy.tree tree is not in org_hierarchy
campaign_units.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
campaign_services.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
campaign_slots.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
teams.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
attendance.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
award_titles.campaign_code campaign_code campaigns.campaign_code campaign is not in campaigns
campaign_units.unit_id unit_id org_units.unit_id unit is not in org_units
campaign_services.service_code service_code services.service_code service is not in services
targets.service_code unit_id services.service_code service is not in services
teams.leader_code team_code staff.staff_code leader is not in staff
teams.unit_id team_code org_units.unit_id unit is not in org_units
attendance.staff_code staff_code staff.staff_code person is not in staff
team_members.staff_code staff_code staff.staff_code person is not in staff
"""
"""Column that leads somewhere, the column that names its row, where it leads, what is said."""


@SOME
@given(at_a_moment(torn()))
def test_broken_references(drawn: Drawn) -> None:
    world, as_of = drawn

    def table(name: str) -> list[Row]:
        return world.tables.get(name, [])

    expected: set[tuple[str, str, str]] = set()
    for line in REFERENCES.strip().splitlines():
        leading, code, led_to, meaning = line.split(maxsplit=3)
        (source, column), (target, key) = leading.split("."), led_to.split(".")
        known = [row[key] for row in table(target)]
        for row in table(source):
            if row.get(column) is not None and row[column] not in known:
                expected.add((source, row[code], meaning))
    teams = [(row["campaign_code"], row["team_code"]) for row in table("teams")]
    for row in table("team_members"):
        if (row["campaign_code"], row["team_code"]) not in teams:
            expected.add(("team_members", row["team_code"], "team is not in teams"))
    for row in table("sales"):
        if not row["recorded_at"] > as_of:
            if row["unit_id"] not in [unit["unit_id"] for unit in table("org_units")]:
                expected.add(("sales", row["unit_id"], "unit with sales is not in org_units"))
            if row["service_code"] not in [one["service_code"] for one in table("services")]:
                expected.add(
                    ("sales", row["service_code"], "service with sales is not in services")
                )
    for code in {row["campaign_code"] for row in table("campaign_slots")}:
        shares = [
            row["plan_share"] for row in table("campaign_slots") if row["campaign_code"] == code
        ]
        if not 0.999999 <= sum(shares) <= 1.000001:
            expected.add(("campaign_slots", code, "plan shares do not add up to 1"))
    for campaign in table("campaigns"):
        given_vnd = [
            row["target_vnd"]
            for row in table("targets")
            if row["campaign_code"] == campaign["campaign_code"]
        ]
        if given_vnd and campaign.get("plan_vnd") not in (None, sum(given_vnd)):
            expected.add(
                ("campaigns", campaign["campaign_code"], "targets do not add up to plan_vnd")
            )
    expected |= misplaced(world)
    found = setup.broken_references(asked(world), as_of=as_of)
    rows = [dict(zip(setup.BROKEN_REFERENCES, row, strict=True)) for row in sorted(expected)]
    same(found, rows, setup.BROKEN_REFERENCES)


def misplaced(world: World) -> set[tuple[str, str, str]]:
    """Competing units below others, targets outside the campaign, targets below targets."""
    found = set()
    targets = world.tables.get("targets", [])
    in_scope: set[tuple[str, str]] = set()
    trees = {row["tree"] for row in world.tables["org_hierarchy"]}
    for campaign in world.tables["campaigns"]:
        if campaign["tree"] not in trees:
            continue
        code, last = campaign["campaign_code"], campaign["ends_on"]
        competing = [
            row["unit_id"] for row in world.tables["campaign_units"] if row["campaign_code"] == code
        ]
        planned = {
            (row["unit_id"], row["service_code"]) for row in targets if row["campaign_code"] == code
        }
        units = {*competing, *(unit_id for unit_id, _ in planned)}
        for number in range((last - campaign["starts_on"]).days + 1):
            for unit_id in units:
                chain = above(world, unit_id, campaign["starts_on"] + timedelta(number))
                over = [place for place, one in enumerate(chain) if one in competing]
                if not over:
                    continue
                in_scope.add((code, unit_id))
                if unit_id in competing and len(over) > 1:
                    found.add(
                        ("campaign_units", unit_id, "unit stands below another competing unit")
                    )
                for service_code in {service for one, service in planned if one == unit_id}:
                    if any((one, service_code) in planned for one in chain[1 : over[-1] + 1]):
                        found.add(
                            (
                                "targets",
                                unit_id,
                                "a unit above it has a target for the same service",
                            )
                        )
    for row in targets:
        if (row["campaign_code"], row["unit_id"]) not in in_scope:
            found.add(("targets", row["unit_id"], "unit is not in the scope of the campaign"))
    return found
