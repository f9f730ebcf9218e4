"""What is expected of a view: the forecast of its scope, and the places that cannot be lost."""

import pandas as pd

from lib.feed.asked import View
from lib.forecast.learning import Learned, first_day, learn
from lib.forecast.projection import Projection, project
from lib.forecast.units import clinched as certain
from lib.forecast.units import project_units
from lib.i18n import formats
from lib.queries import forecast


def projection(view: View) -> Projection | None:
    """The forecast of the whole or of a competing unit; None for units below those."""
    unit_id, as_of = view.asked.unit_id, view.asked.as_of
    today = view.known.read(forecast.today, **view.shared)
    if unit_id is not None:
        today = today[today["unit_id"] == unit_id]
        if today.empty:
            return None
    plan = view.overview["plan_vnd"]
    key = ("projection", *sorted(view.scope.items(), key=str))
    found: Projection = view.known.once(
        key,
        lambda: project(
            today,
            learned(view, unit_id),
            plan_vnd=None if formats.is_missing(plan) else int(plan),
            as_of=as_of,
        ),
    )
    return found


def clinched(view: View, ranked: pd.DataFrame) -> frozenset[str]:
    """The units whose place among those that compete cannot be lost within the band."""
    if view.asked.unit_id is not None:
        return frozenset()
    today = view.known.read(forecast.today, **view.shared)
    bands = project_units(today, learned(view, None), as_of=view.asked.as_of)
    columns = ["unit_id", "low_vnd", "high_vnd"]
    placed = ranked[["unit_id", "place", "target_vnd"]].merge(
        bands[columns], on="unit_id", how="left"
    )
    return frozenset(certain(placed))


def learned(view: View, unit_id: str | None) -> Learned:
    """What the days before the campaign teach, as they were known when it opened.

    What the ledger learns later about those days waits for the next campaign: so nothing is
    learned twice in a day.
    """
    campaign = view.campaign
    code, opens_at = str(campaign["campaign_code"]), campaign["opens_at"]

    def work() -> Learned:
        history = view.known.read(
            forecast.history,
            campaign_code=code,
            as_of=opens_at,
            since_on=first_day(opens_at.date()),
            before_on=opens_at.date(),
        )
        slots = view.known.read(forecast.slots, campaign_code=code)
        if unit_id is not None:
            history = history[history["unit_id"] == unit_id]
        return learn(history, slots=slots, opens_at=opens_at, closes_at=campaign["closes_at"])

    found: Learned = view.known.once(("learned", code, unit_id), work)
    return found
