"""What any ledger of the simulation must keep: people, plans, batches and rows agree.

Each function takes rows as dictionaries and yields findings; nothing is read here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.demo.shape import ROLES, SERVICES, UNITS

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

TEAM_SIZES, TEAMS = (12, 20), (30, 42)
PRICES_VND = (3_000, 3_000_000)
EVIDENCE = ("deliveries", "activities", "hourly_reports")
"""Tables of what the awards are decided on besides sales; each is the kind of its batches."""


@dataclass(frozen=True)
class Finding:
    """One constraint by name, what was found, and whether that will do."""

    constraint: str
    found: object
    holds: bool


def between(constraint: str, found: float, low: float, high: float) -> Finding:
    """A figure that must lie in [low, high]."""
    return Finding(constraint, found, low <= found <= high)


def nothing(constraint: str, exceptions: Sequence[object]) -> Finding:
    """A rule without exceptions; the first few are named."""
    return Finding(constraint, list(exceptions[:3]), not exceptions)


def competing_units(tables: Tables) -> dict[str, str]:
    """The competing unit of every unit at or below one."""
    parents = {
        row["child_id"]: row["parent_id"]
        for row in tables["org_hierarchy"]
        if row["tree"] == "post"
    }
    return {
        row["unit_id"]: row["unit_id"]
        if row["unit_id"] in UNITS
        else parents.get(row["unit_id"], "")
        for row in tables["org_units"]
    }


def people_agree(tables: Tables) -> Iterator[Finding]:
    """Rosters by unit and role, attendance, teams and their leaders."""
    above = competing_units(tables)
    unit_of = {row["staff_code"]: above[row["unit_id"]] for row in tables["staff"]}
    rosters = Counter(unit_of.values())
    wanted = {unit: sum(shape.roster) for unit, shape in UNITS.items()}
    yield Finding("people by unit", dict(rosters), dict(rosters) == wanted)
    roles = Counter(row["role_code"] for row in tables["staff"])
    people = {
        role: sum(shape.roster[number] for shape in UNITS.values())
        for number, role in enumerate(ROLES)
    }
    yield Finding("people by role", dict(roles), dict(roles) == people)
    attended = [row["staff_code"] for row in tables["attendance"]]
    yield nothing("those present are on the roster", sorted(set(attended) - set(unit_of)))
    names = [row["full_name"] for row in tables["staff"]]
    yield nothing("names are plainly made up", [name for name in names if " Mẫu " not in name])

    team_of = {row["staff_code"]: row["team_code"] for row in tables["team_members"]}
    sizes = Counter(team_of.values())
    yield Finding(
        "a person is in one team", len(team_of), len(team_of) == len(tables["team_members"])
    )
    yield between("number of teams", len(tables["teams"]), *TEAMS)
    low, high = TEAM_SIZES
    wrong = [
        row["team_code"]
        for row in tables["teams"]
        if not low <= sizes[row["team_code"]] <= high
        and not sizes[row["team_code"]] == rosters[row["unit_id"]] < low
    ]
    yield nothing("team sizes", wrong)
    home = {row["team_code"]: row["unit_id"] for row in tables["teams"]}
    strangers = [code for code, team in team_of.items() if home.get(team) != unit_of.get(code)]
    yield nothing("a team lies inside one unit", strangers)
    led = [row for row in tables["teams"] if team_of.get(row["leader_code"]) != row["team_code"]]
    yield nothing("leaders are members", [row["team_code"] for row in led])


def plans_agree(tables: Tables) -> Iterator[Finding]:
    """Targets add up to each plan and are given at one level; slot shares add up to 1."""
    parents = {row["parent_id"] for row in tables["org_hierarchy"] if row["tree"] == "post"}
    for campaign in tables["campaigns"]:
        code = campaign["campaign_code"]
        targets = [row for row in tables["targets"] if row["campaign_code"] == code]
        total = sum(row["target_vnd"] for row in targets)
        yield Finding(f"targets of {code}", total, total == campaign["plan_vnd"])
        services = {row["service_code"] for row in targets}
        yield Finding(f"targets of {code} by service", len(services), services == set(SERVICES))
        shares = sum(
            row["plan_share"] for row in tables["campaign_slots"] if row["campaign_code"] == code
        )
        yield between(f"slot shares of {code}", shares, 1 - 1e-9, 1 + 1e-9)
    first = tables["campaigns"][0]["campaign_code"]
    high = {row["unit_id"] for row in tables["targets"] if row["campaign_code"] == first}
    yield nothing(f"targets of {first} are given at the lowest level", sorted(high & parents))


def rows_agree(tables: Tables) -> Iterator[Finding]:
    """Sales against staff, products and batches."""
    sales, staff = tables["sales"], {row["staff_code"]: row for row in tables["staff"]}
    batches = {row["batch_id"]: row for row in tables["batches"]}
    for key in ("sale_id", "receipt_no"):
        distinct = len({row[key] for row in sales})
        yield Finding(f"{key} is unique", distinct, distinct == len(sales))
    unknown = [row["sale_id"] for row in sales if row["staff_code"] not in staff]
    yield nothing("every seller is on the roster", unknown)
    moved = [
        row["sale_id"]
        for row in sales
        if row["staff_code"] in staff
        and (row["unit_id"], row["role_code"])
        != (staff[row["staff_code"]]["unit_id"], staff[row["staff_code"]]["role_code"])
    ]
    yield nothing("a sale has its seller's unit and role", moved)
    early = [row["sale_id"] for row in sales if not row["recorded_at"] > row["sold_at"]]
    yield nothing("recorded after it was sold", early)
    torn = [
        row["sale_id"]
        for row in sales
        if row["recorded_at"] != batches.get(row["batch_id"], {}).get("recorded_at")
    ]
    yield nothing("recorded with its batch", torn)
    prices = {row["product_code"]: row["price_vnd"] for row in tables["products"]}
    dear = [
        row["sale_id"]
        for row in sales
        if prices[row["product_code"]] is not None
        and row["revenue_vnd"] != row["quantity"] * prices[row["product_code"]]
    ]
    yield nothing("list prices hold", dear)
    low, high = PRICES_VND
    goods = [row for row in tables["products"] if row["service_code"] == "HTD"]
    odd = [row["product_code"] for row in goods if not low <= row["price_vnd"] <= high]
    yield nothing("goods prices", odd)
    kept = {row["service_code"] for row in sales if row["collected_vnd"] is not None}
    wanted = {code for code, shape in SERVICES.items() if shape.collected}
    yield Finding("money collected on behalf of others", sorted(kept), kept == wanted)

    handed_in = [row for name in ("sales", *EVIDENCE) for row in tables[name]]
    accepted = Counter(row["batch_id"] for row in handed_in)
    refused = Counter(row["batch_id"] for row in tables["quarantine"])
    uneven = [
        number
        for number, row in batches.items()
        if (accepted[number], refused[number]) != (row["accepted_count"], row["rejected_count"])
        or row["row_count"] != row["accepted_count"] + row["rejected_count"]
    ]
    yield nothing("batches count their rows", uneven)
    marked = ("sales", *EVIDENCE, "batches", "staff", "campaigns", "products")
    real = [name for name in marked for row in tables[name] if not row["is_simulated"]]
    yield nothing("every row says it is simulated", real)
    yield Finding("no voids", len(tables["voids"]), not tables["voids"])


def evidence_agrees(tables: Tables) -> Iterator[Finding]:
    """Deliveries, communications work and hourly reports against people, teams and batches."""
    staff = {row["staff_code"]: row for row in tables["staff"]}
    batches = {row["batch_id"]: row for row in tables["batches"]}
    here = {row["staff_code"] for row in tables["attendance"]}
    deliveries, activities = tables["deliveries"], tables["activities"]
    reports, teams = tables["hourly_reports"], {row["team_code"] for row in tables["teams"]}
    role_of = {code: row["role_code"] for code, row in staff.items()}
    postmen = sorted(code for code in here if role_of.get(code) == "buu_ta")
    found = sorted(row["staff_code"] for row in deliveries)
    yield Finding("every postman present delivers", len(found), found == postmen)
    moved = [
        row["staff_code"]
        for row in (*deliveries, *activities)
        if row["unit_id"] != staff.get(row["staff_code"], {}).get("unit_id")
    ]
    yield nothing("evidence names people of the roster and their units", moved)
    idle = [row["staff_code"] for row in activities if row["staff_code"] not in here]
    yield nothing("those who tell others are present", idle)
    odd = [
        row["staff_code"]
        for row in deliveries
        if max(row["first_attempt"], row["on_time"]) > row["taken_out"]
        or row["cod_on_time_vnd"] > row["cod_due_vnd"]
    ]
    yield nothing("no more delivered than taken out", odd)
    clean = [row for row in deliveries if not row["complaints"] + row["losses"]]
    shares = [row["first_attempt"] / row["taken_out"] for row in clean]
    yield Finding("two deliver best", sorted(shares)[-3:], _stand_apart(shares, 2))
    referred = Counter[str]()
    for row in activities:
        if row["verified_by"]:
            referred[row["staff_code"]] += row["referred_customers"] + row["referred_orders"]
    counts = sorted(referred.values())
    yield Finding("one refers most", counts[-2:], _stand_apart(counts, 1))
    yield nothing("reports are of teams", sorted({row["team_code"] for row in reports} - teams))
    once = {(row["team_code"], row["due_at"]) for row in reports}
    yield Finding("an hour is reported once", len(once), len(once) == len(reports))
    ends = {row["ends_at"] for row in tables["campaign_slots"]}
    strange = sorted({row["due_at"] for row in reports} - ends)
    yield nothing("reports are due when a slot ends", strange)
    misplaced = [
        row["batch_id"]
        for kind in EVIDENCE
        for row in tables[kind]
        if (kind, row["recorded_at"])
        != (batches[row["batch_id"]]["kind"], batches[row["batch_id"]]["recorded_at"])
    ]
    yield nothing("evidence is recorded with its batch", misplaced)
    hasty = [row["batch_id"] for row in reports if row["reported_at"] > row["recorded_at"]]
    yield nothing("reports are recorded after they came", hasty)


def _stand_apart(figures: Sequence[float], seats: int) -> bool:
    """Whether the best are as many as the seats, none level with another or with the next."""
    top = sorted(figures)[-(seats + 1) :]
    return len(set(top)) == len(top)
