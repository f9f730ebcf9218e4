"""The milestones of a view: the latest in words, and when the target was reached."""

import logging
from datetime import datetime
from typing import Any

import pandas as pd

from lib.errors import MilestoneRuleError
from lib.feed import milestone_steps
from lib.feed.asked import View
from lib.feed.milestone_words import words as worded
from lib.feed.ranking_scene import ranked
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.milestones import reached as milestones
from lib.milestones import rules

logger = logging.getLogger("raquan")

MOST = 3
WHOLE_KINDS = ("plan_share", "revenue", "new_customers", "quantity")
"""What tells nothing about places, and goes on while they are frozen."""


def listed(view: View) -> list[tuple[str, str]]:
    """The latest milestones, the newest first: when, and what."""
    found = _found(view)
    frozen = view.asked.frozen_at
    if frozen is not None:
        told = found["kind"].isin(WHOLE_KINDS) | (found["reached_at"] <= pd.Timestamp(frozen))
        found = found[told]
    return [
        (_when(view, one["reached_at"]), _words(view, one))
        for _, one in milestones.latest(found, most=MOST).iterrows()
    ]


def reached_at(view: View) -> datetime | None:
    """The moment the plan was reached: when the ledger first held as much; None: not yet."""
    steps = milestone_steps.steps(view.known, **view.scope)
    return milestones.target_reached_at(steps, plan_vnd=_plan(view))


def _found(view: View) -> pd.DataFrame:
    key = ("milestones", *sorted(view.scope.items(), key=str))
    found: pd.DataFrame = view.known.once(key, lambda: _reached(view))
    return found


def _reached(view: View) -> pd.DataFrame:
    steps = milestone_steps.steps(view.known, **view.scope)
    try:
        organisers = rules.read_rules()
    except MilestoneRuleError as error:
        # a slip in the rules must not take the scene from the wall
        logger.error("nothing is announced: %s", error)
        organisers = ()
    return milestones.reached(
        steps, ranked(view), organisers, plan_vnd=_plan(view), as_of=view.asked.as_of
    )


def _plan(view: View) -> int | None:
    plan = view.overview["plan_vnd"]
    return None if formats.is_missing(plan) else int(plan)


def _words(view: View, milestone: pd.Series) -> str:
    units = view.units
    names = dict(zip(units["unit_id"], units[in_language("short_name")], strict=True))
    whole = view.unit_name or text("wall.whole")
    row = {str(name): value for name, value in milestone.items()}
    return worded(row, names=names, whole=whole, is_one_day=view.is_one_day)


def _when(view: View, moment: Any) -> str:
    if moment.date() == view.asked.as_of.date() or view.is_one_day:
        return formats.clock(moment)
    return f"{moment.day}/{moment.month}"
