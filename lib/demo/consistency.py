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

    accepted = Counter(row["batch_id"] for row in sales)
    refused = Counter(row["batch_id"] for row in tables["quarantine"])
    uneven = [
        number
        for number, row in batches.items()
        if (accepted[number], refused[number]) != (row["accepted_count"], row["rejected_count"])
        or row["row_count"] != row["accepted_count"] + row["rejected_count"]
    ]
    yield nothing("batches count their rows", uneven)
    marked = ("sales", "batches", "staff", "campaigns", "products")
    real = [name for name in marked for row in tables[name] if not row["is_simulated"]]
    yield nothing("every row says it is simulated", real)
    yield Finding("no voids", len(tables["voids"]), not tables["voids"])
