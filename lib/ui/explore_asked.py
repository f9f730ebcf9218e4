"""What an analyst asks for: filters beside the page, picks on its charts; all of it in the URL."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n.catalog import in_language, text
from lib.queries import explore, progress
from lib.queries.explore import ALL
from lib.ui import links
from lib.ui.data import read
from lib.ui.question import Question

FILTERS = ("district", "counter", "group", "service", "role", "hours", "find")
"""What narrows the page, and what narrows only its rows."""
PICKS = ("pick_unit", "pick_hour", "pick_cell")
HOUR = 60


@dataclass(frozen=True)
class Selection:
    """What is chosen, by codes; ALL where nothing is. Minutes are of the day."""

    question: Question
    level: int
    """The level of units the chart of units shows."""
    unit_ids: Sequence[str]
    service_codes: Sequence[str]
    role_codes: Sequence[str]
    from_minute: int | None
    until_minute: int | None
    picked_unit: str | None
    picked_hour: int | None
    picked_role: str | None
    picked_group: str | None
    services: pd.DataFrame
    """The rows of queries.progress.revenue_by_service: names and groups of what is offered."""
    roles: pd.DataFrame

    @property
    def chosen(self) -> dict[str, Any]:
        """What the filters ask of a query, without the picks."""
        return {
            **self.question.shared,
            "unit_ids": tuple(self.unit_ids),
            "service_codes": tuple(self.service_codes),
            "role_codes": tuple(self.role_codes),
            "from_minute": self.from_minute,
            "until_minute": self.until_minute,
        }

    @property
    def parts(self) -> dict[str, Any]:
        """What queries.explore.parts takes."""
        return {
            **self.chosen,
            "level": self.level,
            "picked_unit": self.picked_unit,
            "picked_hour": self.picked_hour,
            "picked_role": self.picked_role,
            "picked_group": self.picked_group,
            "picked_service": None,
        }

    @property
    def narrowed(self) -> dict[str, Any]:
        """What the filters and the picks ask of a query together."""
        found = self
        if self.picked_unit is not None:
            found = replace(found, unit_ids=(self.picked_unit,))
        if self.picked_role is not None:
            found = replace(found, role_codes=(self.picked_role,))
        if self.picked_group is not None:
            of_group = set(self.services_of((self.picked_group,)))
            kept = of_group if "*" in self.service_codes else of_group & set(self.service_codes)
            found = replace(found, service_codes=tuple(sorted(kept)))
        if self.picked_hour is not None:
            first = self.picked_hour * HOUR
            found = replace(
                found,
                from_minute=max(first, self.from_minute or 0),
                until_minute=min(first + HOUR, self.until_minute or 24 * HOUR),
            )
        return found.chosen

    @property
    def is_by_role_or_hour(self) -> bool:
        """Whether something is chosen that no plan is given by."""
        asked = self.narrowed
        return bool(
            "*" not in asked["role_codes"]
            or asked["from_minute"] is not None
            or asked["until_minute"] is not None
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is chosen or picked at all."""
        asked = self.narrowed
        return not self.is_by_role_or_hour and asked["unit_ids"] == asked["service_codes"] == ALL

    def services_of(self, groups: Sequence[str]) -> list[str]:
        """The services of some groups."""
        rows = self.services[self.services["service_code"].notna()]
        return [str(one) for one in rows.loc[rows["group_code"].isin(groups), "service_code"]]


_asked: ContextVar[Selection] = ContextVar("selection")


def asked() -> Selection:
    """What is chosen and picked in this run."""
    return _asked.get()


def ask(question: Question) -> None:
    """Draw the filters of the analyst's desk and keep what is chosen and picked for its page."""
    _asked.set(_selection(question))


def _selection(question: Question) -> Selection:
    services = read(progress.revenue_by_service, **question.shared, unit_id=None)
    roles = read(explore.roles, **question.shared)
    units, unit_ids = question.units, _units(question)
    chosen_services = _services(services)
    role = in_language("role_name")
    role_codes = links.choices(
        "role",
        list(roles["role_code"]),
        st.pills,
        text("explore.role"),
        selection_mode="multi",
        format_func=_named(roles, "role_code", role),
    )
    from_minute, until_minute = _hours(question)
    level = 0 if unit_ids is ALL else min(1, int(units["level"].max()))
    cell = links.held("pick_cell", "").partition("|")
    hour = links.held("pick_hour", "")
    unit = links.held("pick_unit", "")
    shown = set(units["unit_id"])
    groups = set(services["group_code"])
    return Selection(
        question=question,
        level=level,
        unit_ids=unit_ids,
        service_codes=chosen_services,
        role_codes=tuple(role_codes) or ALL,
        from_minute=from_minute,
        until_minute=until_minute,
        picked_unit=unit if unit in shown else None,
        picked_hour=int(hour) if hour.isdigit() and int(hour) < 24 else None,
        picked_role=cell[0] if cell[0] in set(roles["role_code"]) else None,
        picked_group=cell[2] if cell[2] in groups else None,
        services=services,
        roles=roles,
    )


def reset() -> None:
    """Let go of every filter and pick, in a callback."""
    links.forget(*FILTERS, *PICKS)


def pick(key: str, code: str) -> None:
    """Pick something on a chart, or let it go when it is picked already."""
    links.choose(key, "" if links.now(key, "") == code else code)


def _units(question: Question) -> Sequence[str]:
    units, name = question.units, in_language("short_name")
    named = _named(units, "unit_id", name)
    districts = links.choices(
        "district",
        list(units.loc[units["level"] == 0, "unit_id"]),
        st.multiselect,
        text("explore.district"),
        format_func=named,
        placeholder=text("explore.all_districts"),
    )
    below = units[units["level"] == 1]
    if districts:
        below = below[below["competing_unit_id"].isin(districts)]
    counters = links.choices(
        "counter",
        list(below["unit_id"]),
        st.multiselect,
        text("explore.counter"),
        format_func=named,
        placeholder=text("explore.all_counters", count=len(below)),
    )
    return tuple(counters) or tuple(districts) or ALL


def _services(services: pd.DataFrame) -> Sequence[str]:
    rows = services[services["service_code"].notna()]
    offered = list(services.loc[services["service_code"].isna(), "group_code"])
    groups = links.choices(
        "group",
        offered,
        st.pills,
        text("explore.group"),
        selection_mode="multi",
        format_func=_named(services, "group_code", in_language("group_name")),
    )
    within = rows[rows["group_code"].isin(groups)] if groups else rows
    chosen = links.choices(
        "service",
        list(within["service_code"]),
        st.multiselect,
        text("explore.service"),
        format_func=_named(rows, "service_code", in_language("service_name")),
        placeholder=text("explore.all_services"),
    )
    if chosen:
        return tuple(chosen)
    return tuple(within["service_code"]) if groups else ALL


def _hours(question: Question) -> tuple[int | None, int | None]:
    """The first and last minute chosen; None where the slider stands at its end."""
    campaign = question.campaign
    opens, closes = _minute(campaign["opens_at"]), _minute(campaign["closes_at"])
    edges = [opens, *range((opens // HOUR + 1) * HOUR, closes, HOUR), closes]
    words = [f"{one // HOUR:02d}:{one % HOUR:02d}" for one in edges]
    first, last = links.span("hours", words, text("explore.hours"))
    return (
        None if first == words[0] else edges[words.index(first)],
        None if last == words[-1] else edges[words.index(last)],
    )


def _minute(moment: datetime) -> int:
    return moment.hour * HOUR + moment.minute


def _named(frame: pd.DataFrame, code: str, name: str) -> Any:
    names = dict(zip(frame[code], frame[name], strict=True))
    return lambda one: str(names.get(one, one))
