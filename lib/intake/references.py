"""What handed-in rows are checked against: the campaign, units, services, staff, products.

Everything is read in one go from one reader, so that a file is checked against one state
of the ledger.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from lib.errors import FileRefused
from lib.i18n.folding import clean, fold
from lib.intake.unit_matching import KnownUnit, UnitBook
from lib.queries.frames import Reader

PARTS = re.compile(r"\s[-–—]\s|[():/]")


@dataclass(frozen=True)
class Campaign:
    """The window rows must lie in; times are local."""

    code: str
    starts_on: date
    ends_on: date
    opens_at: datetime
    closes_at: datetime

    @property
    def single_day(self) -> date | None:
        """The day of rows without a date, when the campaign has but one."""
        return self.starts_on if self.starts_on == self.ends_on else None


@dataclass(frozen=True)
class Person:
    """Someone on the roster, from `valid_from` until the day before `valid_to`."""

    code: str
    full_name: str
    role_code: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Learned:
    """What a name means, in whose word and since when; `name` is the official one."""

    code: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class References:
    """The lookups. Keys: folded words for services and products, lower-case staff codes."""

    campaign: Campaign
    units: UnitBook
    services: Mapping[str, str]
    service_names: Mapping[str, str]
    services_in_campaign: frozenset[str]
    staff: Mapping[str, Person]
    products: Mapping[str, Sequence[tuple[str, str]]]
    learned_names: Mapping[tuple[str, str], Learned] = field(default_factory=dict)
    """By kind and folded text, what a clerk has settled a name to mean: offered, not applied."""

    def learned(self, kind: str, written: str) -> str | None:
        """What a clerk has said a name means, in words; only ever a hint."""
        known = self.learned_names.get((kind, fold(written)))
        return known.name if known else None

    def service(self, written: str) -> str | None:
        """The service code of a code, name or alias; None when it is none of these."""
        code = self.services.get(fold(written))
        if code is not None:
            return code
        # "HTD - Hàng tiêu dùng", "EMS (chuyển phát nhanh)": code and name, when they agree
        parts = [part for part in PARTS.split(written) if fold(part)]
        codes = {self.services.get(fold(part)) for part in parts}
        return codes.pop() if len(parts) > 1 and len(codes) == 1 else None

    def service_suggestion(self, written: str) -> str | None:
        """The name of the service spelled most like it; only ever a hint."""
        near = get_close_matches(fold(written), list(self.services), 1, 0.75)
        return self.service_names[self.services[near[0]]] if near else None

    def person(self, code: str, on: date) -> Person | None:
        """Whose code it is on a day."""
        person = self.staff.get(clean(code).casefold())
        return person if person and person.valid_from <= on < person.valid_to else None

    def product(self, written: str, service_code: str | None) -> str | None:
        """The product of this service with that code or name."""
        codes = {
            code
            for code, service in self.products.get(fold(written), ())
            if service == service_code
        }
        return codes.pop() if len(codes) == 1 else None


def load(reader: Reader, *, campaign_code: str, as_of: datetime) -> References:
    """Read the lookups; raise FileRefused(unknown_campaign) for a campaign that is not there."""
    scope = {"campaign_code": campaign_code, "as_of": as_of}
    words = reader.query("intake/service_names", scope).to_pylist()
    products: dict[str, list[tuple[str, str]]] = {}
    for row in reader.query("intake/product_names", {"as_of": as_of}).to_pylist():
        for word in {fold(row["product_code"]), row["name_folded"]}:
            products.setdefault(word, []).append((row["product_code"], row["service_code"]))
    units = _units(
        reader.query("intake/unit_names", scope).to_pylist(),
        reader.query("intake/unit_aliases", {"as_of": as_of}).to_pylist(),
    )
    official = {row["service_code"]: row["known_as"] for row in words if row["is_official"]}
    return References(
        campaign=_campaign(reader, campaign_code, as_of),
        units=units,
        services={fold(row["known_as"]): row["service_code"] for row in words},
        service_names=official,
        services_in_campaign=frozenset(
            row["service_code"] for row in words if row["is_in_campaign"]
        ),
        staff={
            row["staff_code"].casefold(): Person(
                row["staff_code"],
                row["full_name"],
                row["role_code"],
                row["valid_from"],
                row["valid_to"],
            )
            for row in reader.query("intake/staff_codes", {"as_of": as_of}).to_pylist()
        },
        products=products,
        learned_names=_learned(
            reader.query("corrections/learned_names", {"as_of": as_of}).to_pylist(),
            {unit_id: unit.name for unit_id, unit in units.units.items()} | official,
        ),
    )


def _learned(
    rows: list[dict[str, Any]], names: Mapping[str, str]
) -> dict[tuple[str, str], Learned]:
    """What clerks have settled, as far as it still leads somewhere."""
    return {
        (row["kind"], row["written_folded"]): Learned(
            row["code"], names[row["code"]], row["learned_by"], row["learned_at"]
        )
        for row in rows
        if row["code"] in names
    }


def offered(
    reader: Reader, *, campaign_code: str, as_of: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """The units and the services that can be chosen in a campaign, their names by code."""
    campaign = _campaign(reader, campaign_code, as_of)
    scope = {"campaign_code": campaign_code, "as_of": as_of}
    units = {
        row["unit_id"]: row["name"]
        for row in reader.query("intake/unit_names", scope).to_pylist()
        if row["competing_unit_id"] is not None
        and row["named_from"] <= campaign.starts_on < row["named_to"]
        and row["valid_from"] <= campaign.starts_on < row["valid_to"]
    }
    words = reader.query("intake/service_names", scope).to_pylist()
    services = {
        row["service_code"]: row["known_as"]
        for row in words
        if row["is_official"] and row["is_in_campaign"]
    }
    return units, services


def _campaign(reader: Reader, code: str, as_of: datetime) -> Campaign:
    for row in reader.query("campaigns/campaigns", {"as_of": as_of}).to_pylist():
        if row["campaign_code"] == code:
            return Campaign(
                code, row["starts_on"], row["ends_on"], row["opens_at"], row["closes_at"]
            )
    raise FileRefused("unknown_campaign", campaign=code)


def _units(names: list[dict[str, Any]], aliases: list[dict[str, Any]]) -> UnitBook:
    units = {
        row["unit_id"]: KnownUnit(
            row["unit_id"],
            row["name"],
            row["valid_from"],
            row["valid_to"],
            row["competing_unit_id"],
            row["is_above"],
        )
        for row in names
    }
    words = {
        (row["unit_id"], row[part])
        for row in names
        for part in ("name", "short_name", "unit_code")
        if row[part]
    }
    return UnitBook(
        units.values(),
        words,
        [
            (row["unit_id"], row["alias_folded"], row["valid_from"], row["valid_to"])
            for row in aliases
            if row["unit_id"] in units
        ],
        [(row["unit_id"], row["name"], row["named_from"], row["named_to"]) for row in names],
    )
