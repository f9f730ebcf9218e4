"""What an analyst asks for: filters beside the page, picks on its charts; all of it in the URL."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import streamlit as st

from lib.i18n.catalog import spoken, text
from lib.queries.explore import ALL
from lib.ui import data, links
from lib.ui.explore_offers import Offered, offered
from lib.ui.question import Question, colors

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
    offered: Offered

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

    @cached_property
    def narrowed(self) -> dict[str, Any]:
        """What the filters and the picks ask of a query together."""
        found = self
        if self.picked_unit is not None:
            found = replace(found, unit_ids=(self.picked_unit,))
        if self.picked_role is not None:
            found = replace(found, role_codes=(self.picked_role,))
        if self.picked_group is not None:
            of_group = set(self.offered.services_of((self.picked_group,)))
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

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """What `work` makes of this selection for this language and theme, made once for all."""
        return data.once((name, spoken(), colors(), *sorted(self.parts.items())), work)


_asked: ContextVar[Selection] = ContextVar("selection")


def asked() -> Selection:
    """What is chosen and picked in this run."""
    return _asked.get()


def ask(question: Question) -> None:
    """Draw the filters of the analyst's desk and keep what is chosen and picked for its page."""
    _asked.set(_selection(question))


def _selection(question: Question) -> Selection:
    known = offered(question)
    unit_ids, service_codes = _units(known), _services(known)
    role_codes = links.choices(
        "role",
        list(known.roles),
        st.pills,
        text("explore.role"),
        selection_mode="multi",
        format_func=_named(known.roles),
    )
    from_minute, until_minute = _hours(question)
    role, _, group = links.held("pick_cell", "").partition("|")
    hour = links.held("pick_hour", "")
    unit = links.held("pick_unit", "")
    return Selection(
        question=question,
        level=0 if unit_ids is ALL else min(1, known.deepest),
        unit_ids=unit_ids,
        service_codes=service_codes,
        role_codes=tuple(role_codes) or ALL,
        from_minute=from_minute,
        until_minute=until_minute,
        picked_unit=unit if unit in known.units else None,
        picked_hour=int(hour) if hour.isdigit() and int(hour) < 24 else None,
        picked_role=role if role in known.roles else None,
        picked_group=group if group in known.groups else None,
        offered=known,
    )


def reset() -> None:
    """Let go of every filter and pick, in a callback."""
    links.forget(*FILTERS, *PICKS)


def pick(key: str, code: str) -> None:
    """Pick something on a chart, or let it go when it is picked already."""
    links.choose(key, "" if links.now(key, "") == code else code)


def _units(known: Offered) -> Sequence[str]:
    named = _named(known.units)
    districts = links.choices(
        "district",
        known.districts,
        st.multiselect,
        text("explore.district"),
        format_func=named,
        placeholder=text("explore.all_districts"),
    )
    below = [one for one, over in known.counters.items() if not districts or over in districts]
    counters = links.choices(
        "counter",
        below,
        st.multiselect,
        text("explore.counter"),
        format_func=named,
        placeholder=text("explore.all_counters", count=len(below)),
    )
    return tuple(counters) or tuple(districts) or ALL


def _services(known: Offered) -> Sequence[str]:
    groups = links.choices(
        "group",
        list(known.groups),
        st.pills,
        text("explore.group"),
        selection_mode="multi",
        format_func=_named(known.groups),
    )
    within = known.services_of(groups) if groups else list(known.services)
    chosen = links.choices(
        "service",
        within,
        st.multiselect,
        text("explore.service"),
        format_func=_named(known.services),
        placeholder=text("explore.all_services"),
    )
    if chosen:
        return tuple(chosen)
    return tuple(within) if groups else ALL


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


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda one: names.get(one, one)
