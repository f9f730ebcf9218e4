"""What the page of a unit asks for: the unit itself, those it is ranked among, what is below it."""

from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import explore, leaderboard, progress
from lib.queries.explore import ALL
from lib.ui import drill_links
from lib.ui.data import ahead, read
from lib.ui.drawn import once
from lib.ui.question import Question


def ask_ahead(question: Question) -> None:
    """Begin with what the page reads later."""
    ahead(progress.revenue_by_service, **question.shared, unit_id=question.unit_id)
    if question.unit_id is not None:
        ahead(explore.parts, **_among_peers(question, question.unit_id))


def full_name(question: Question) -> str:
    """The unit's name, or the whole province."""
    if question.unit_id is None:
        return text("unit.title")
    return str(question.unit(question.unit_id)[in_language("name")])


def here(question: Question) -> str:
    """The unit's short name, or the whole province."""
    if question.unit_id is None:
        return text("filter.whole")
    return drill_links.named(question, question.unit_id)


def parent_id(question: Question) -> str | None:
    """The unit above; None: the province."""
    above = question.unit(str(question.unit_id))["parent_id"]
    return None if formats.is_missing(above) else str(above)


def is_leaf(question: Question) -> bool:
    """Whether only people are below."""
    if question.unit_id is None:
        return False
    return not question.unit(question.unit_id)["child_count"]


def peers(question: Question) -> pd.DataFrame:
    """The units with the same parent, ranked; for the whole province nobody."""
    if question.unit_id is None:
        return pd.DataFrame(columns=list(leaderboard.UNITS_BY_ATTAINMENT))
    level = int(question.unit(question.unit_id)["level"])
    return _ranked(question, level, parent_id(question))


def below(question: Question) -> pd.DataFrame:
    """The units below, ranked as on the leaderboard; none below a leaf."""
    if question.unit_id is None:
        return _ranked(question, 0, None)
    if is_leaf(question):
        return pd.DataFrame(columns=list(leaderboard.UNITS_BY_ATTAINMENT))
    level = int(question.unit(question.unit_id)["level"])
    return _ranked(question, level + 1, question.unit_id)


def hours(question: Question) -> pd.DataFrame:
    """Revenue by hour in VND, with the `average` of the peers; at the top with the plan instead."""
    if question.unit_id is None:
        return read(progress.revenue_by_hour, **question.shared, unit_id=None)
    unit_id = question.unit_id
    return once("unit_by_hour", lambda: _hours(question, unit_id))


def _hours(question: Question, unit_id: str) -> pd.DataFrame:
    found = read(explore.parts, **_among_peers(question, unit_id))
    count = int((found["part"] == "unit").sum())
    listed = found[found["part"] == "hour"]
    average = (listed["peers_vnd"] / max(count, 1)).where(listed["hour"].notna())
    return listed.assign(average=average)


def _among_peers(question: Question, unit_id: str) -> dict[str, Any]:
    """What explore.parts is asked of a unit beside the others of its level and parent."""
    above = parent_id(question)
    return {
        **question.shared,
        "level": int(question.unit(unit_id)["level"]),
        "unit_ids": ALL if above is None else (above,),
        "service_codes": ALL,
        "role_codes": ALL,
        "from_minute": None,
        "until_minute": None,
        "picked_unit": unit_id,
        "picked_hour": None,
        "picked_role": None,
        "picked_group": None,
        "picked_service": None,
    }


def _ranked(question: Question, level: int, above: str | None) -> pd.DataFrame:
    return read(leaderboard.units_by_attainment, **question.shared, level=level, parent_id=above)
