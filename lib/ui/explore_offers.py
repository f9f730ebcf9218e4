"""What an analyst can choose from: codes in their order, with names in the language spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.i18n.catalog import in_language, spoken
from lib.queries import explore, progress
from lib.ui import data
from lib.ui.data import read
from lib.ui.question import Question


@dataclass(frozen=True)
class Offered:
    """Codes and their names, each in the order they are offered in."""

    units: Mapping[str, str]
    districts: Sequence[str]
    counters: Mapping[str, str]
    """The district of each unit just below one."""
    deepest: int
    """The lowest level of units there is."""
    groups: Mapping[str, str]
    services: Mapping[str, str]
    group_of: Mapping[str, str]
    roles: Mapping[str, str]

    def services_of(self, groups: Sequence[str]) -> list[str]:
        """The services of some groups."""
        return [service for service, group in self.group_of.items() if group in groups]


def offered(question: Question) -> Offered:
    """What can be chosen, found out once for all who ask."""
    key = ("explore_offers", spoken(), question.campaign_code, question.as_of)
    found: Offered = data.once(key, lambda: _offered(question))
    return found


def _offered(question: Question) -> Offered:
    units = question.units
    services = read(progress.revenue_by_service, **question.shared, unit_id=None)
    roles = read(explore.roles, **question.shared)
    below = units[units["level"] == 1]
    is_group = services["service_code"].isna()
    groups, single = services[is_group], services[~is_group]
    return Offered(
        units=_named(units, "unit_id", "short_name"),
        districts=list(units.loc[units["level"] == 0, "unit_id"]),
        counters=dict(zip(below["unit_id"], below["competing_unit_id"], strict=True)),
        deepest=int(units["level"].max()),
        groups=_named(groups, "group_code", "group_name"),
        services=_named(single, "service_code", "service_name"),
        group_of=dict(zip(single["service_code"], single["group_code"], strict=True)),
        roles=_named(roles, "role_code", "role_name"),
    )


def _named(frame: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    rows = zip(frame[code], frame[in_language(name)], strict=True)
    return {str(one): str(said) for one, said in rows}
