"""A campaign's curve as points for a small drawing: something to look at rather than to read."""

from datetime import datetime
from typing import Any

import pandas as pd

from lib.charts.wall_curve import Curve

WIDE = TALL = 1000
"""The drawing's own measure: from opening to closing, and from nothing to a little above it all."""
ROOM = 1.06


def points(curve: Curve) -> dict[str, Any]:
    """The lines as SVG points, `x,y x,y`, y downwards; the target's height, where ticks stand.

    A line nothing is known of is empty; a target or end that is not there is None.
    """
    highest = max(
        float(curve.plan_vnd or 0),
        *(float(line["cumulative_vnd"].max()) for line in (curve.actual, curve.plan) if len(line)),
        1.0,
    )
    top = highest * ROOM

    def down(vnd: Any) -> int:
        return round(TALL * (1 - float(vnd) / top))

    def across(at: datetime) -> int:
        return round(WIDE * ((at - curve.opens_at) / (curve.closes_at - curve.opens_at)))

    def line(frame: pd.DataFrame) -> list[str]:
        pairs = zip(frame["at"], frame["cumulative_vnd"], strict=True)
        return [f"{across(at)},{down(vnd)}" for at, vnd in pairs]

    actual = line(curve.actual)
    return {
        "actual": " ".join(actual),
        "plan": " ".join(line(curve.plan)),
        "end": actual[-1] if actual else None,
        "target": None if curve.plan_vnd is None else down(curve.plan_vnd),
        "ticks": [[across(at), words] for at, words in curve.ticks],
    }
