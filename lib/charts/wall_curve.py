"""The curve of the wall: what was sold, what was planned, and where it is heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.charts.lettering import width
from lib.charts.wall import RIGHT, Anchor, Sheet

LEFT_X, RIGHT_X, TOP_Y, ZERO_Y = 1020, 1808, 262, 668
"""Where the curve stands, px."""
EARLY = 300
"""So near its beginning a curve has its name beside its end, px."""
MILLION = 1_000_000
Places = list[tuple[float, float, Anchor]]


@dataclass(frozen=True)
class Curve:
    """What the curve is drawn from; money in VND, times local.

    `actual` (at, cumulative_vnd) and `plan` (at, cumulative_vnd) begin at 0 when selling begins;
    `forecast` (at, expected_vnd, low_vnd, high_vnd) begins at the cut-off. `ticks` are (at, words).
    """

    opens_at: datetime
    closes_at: datetime
    actual: pd.DataFrame
    plan: pd.DataFrame
    forecast: pd.DataFrame | None
    plan_vnd: int | None
    finish_at: datetime | None
    mark_at: datetime | None
    ticks: Sequence[tuple[datetime, str]]
    words: dict[str, str]
    """actual, plan, forecast, target, mark, finish."""


def draw_curve(sheet: Sheet, curve: Curve, *, is_stale: bool, is_reached: bool) -> None:
    """Draw it into its place; when stale without forecast, in the colour of old data."""
    colors = sheet.colors
    plot = _Plot(curve, shows_forecast=not is_stale)
    sheet.axes(
        LEFT_X, TOP_Y, RIGHT_X, ZERO_Y, x_range=(0, plot.minutes), y_range=(0, plot.top / MILLION)
    )
    for value in plot.grid():
        sheet.rule(LEFT_X, plot.y(value), RIGHT_X, plot.y(value), color=colors.grid)
        words = f"{value // MILLION:,}".replace(",", plot.groups)
        sheet.text(LEFT_X - 14, plot.y(value), words, 34, color=colors.text_2, anchor="right")
    for at, words in curve.ticks:
        sheet.text(plot.x(at), ZERO_Y + 36, words, 34, color=colors.text_2, anchor="center")
    if curve.plan_vnd:
        _target(sheet, plot, gold=is_reached and not is_stale)
    if curve.finish_at is not None and curve.plan_vnd and not is_stale:
        _finish(sheet, plot)
    if not curve.plan.empty:
        sheet.trace(_line(plot, curve.plan, colors.plan, 4, dash="12px,9px"))
    if curve.forecast is not None and not is_stale:
        _forecast(sheet, plot, curve.forecast)
    if not curve.actual.empty:
        _actual(sheet, plot, is_stale=is_stale, is_reached=is_reached)
    if not curve.plan.empty:
        _plan_label(sheet, plot)


class _Plot:
    """Where a moment and an amount stand on the sheet."""

    def __init__(self, curve: Curve, *, shows_forecast: bool) -> None:
        self.curve = curve
        self.minutes = max((curve.closes_at - curve.opens_at) / timedelta(minutes=1), 1.0)
        tops = [curve.plan_vnd or 0, _most(curve.plan, "cumulative_vnd")]
        tops.append(_most(curve.actual, "cumulative_vnd"))
        if shows_forecast and curve.forecast is not None:
            tops.append(_most(curve.forecast, "high_vnd"))
        self.top = max(*tops, 1) * 1.03
        self.groups = curve.words.get("groups", ".")

    @property
    def is_ahead(self) -> bool:
        """Whether the actual is above the plan at its end; so too while nothing is sold."""
        if self.curve.actual.empty or self.curve.plan.empty:
            return True
        last = self.curve.actual.iloc[-1]
        _, planned = _between(self.curve.plan, self.minute(last["at"]), self)
        return self.y(float(last["cumulative_vnd"])) <= planned

    def minute(self, at: datetime) -> float:
        """Minutes since opening, kept inside the hours."""
        passed = (pd.Timestamp(at) - pd.Timestamp(self.curve.opens_at)) / pd.Timedelta(minutes=1)
        return float(min(max(passed, 0.0), self.minutes))

    def minutes_of(self, frame: pd.DataFrame) -> list[float]:
        """The same of each row's moment."""
        # numpy: what pandas asks itself first takes longer than all the rest
        passed = frame["at"].to_numpy("datetime64[us]") - np.datetime64(self.curve.opens_at, "us")
        found: list[float] = np.clip(passed / np.timedelta64(1, "m"), 0.0, self.minutes).tolist()
        return found

    def x(self, at: datetime) -> float:
        """Where a moment stands, px."""
        return LEFT_X + (RIGHT_X - LEFT_X) * self.minute(at) / self.minutes

    def y(self, vnd: float) -> float:
        """Where an amount stands, px."""
        return ZERO_Y - (ZERO_Y - TOP_Y) * vnd / self.top

    def at_plan(self, share: float) -> tuple[float, float]:
        """The place of the plan line at a share of the hours."""
        frame = self.curve.plan
        return _between(frame, self.minutes * share, self)

    def grid(self) -> list[int]:
        """At most three round amounts, zero first."""
        step = MILLION
        for factor in (2, 2.5, 2) * 12:
            if self.top / step <= 3:
                break
            step = int(step * factor)
        values = range(0, int(self.top) + 1, step)
        target = self.curve.plan_vnd
        clear = [v for v in values if not target or v == 0 or self.y(v) - self.y(target) > 56]
        return clear[:4]


def _most(frame: pd.DataFrame, column: str) -> int:
    return 0 if frame.empty else int(frame[column].max())


def _amounts(frame: pd.DataFrame, column: str) -> list[float]:
    found: list[float] = frame[column].to_numpy(dtype=float).tolist()
    return found


def _between(frame: pd.DataFrame, minute: float, plot: _Plot) -> tuple[float, float]:
    """The point of a cumulative line at a minute, px."""
    minutes = plot.minutes_of(frame)
    amounts = _amounts(frame, "cumulative_vnd")
    x = LEFT_X + (RIGHT_X - LEFT_X) * minute / plot.minutes
    for (m0, a0), (m1, a1) in zip(
        zip(minutes, amounts, strict=True),
        zip(minutes[1:], amounts[1:], strict=True),
        strict=False,
    ):
        if m0 <= minute <= m1 and m1 > m0:
            return x, plot.y(a0 + (a1 - a0) * (minute - m0) / (m1 - m0))
    return x, plot.y(amounts[-1] if amounts else 0)


def _line(
    plot: _Plot, frame: pd.DataFrame, color: str, width_px: float, *, dash: str = "solid"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": plot.minutes_of(frame),
        "y": [one / MILLION for one in _amounts(frame, "cumulative_vnd")],
        "mode": "lines",
        "line": {"color": color, "width": width_px, "dash": dash},
        "hoverinfo": "skip",
    }


def _plan_label(sheet: Sheet, plot: _Plot) -> None:
    x, y = plot.at_plan(0.62)
    words, color = plot.curve.words["plan"], sheet.colors.text_2
    below: Places = [(x + 20, y + 62, "center"), (x + 90, y + 62, "center")]
    above: Places = [(x - 24, y - 40, "right"), (x - 60, y - 70, "right")]
    places = [*below, *above] if plot.is_ahead else [*above, *below]
    sheet.label(places, words, 34, color=color)


def _forecast(sheet: Sheet, plot: _Plot, path: pd.DataFrame) -> None:
    if len(path) < 2:
        return
    colors = sheet.colors
    minutes = plot.minutes_of(path)
    low = [one / MILLION for one in _amounts(path, "low_vnd")]
    high = [one / MILLION for one in _amounts(path, "high_vnd")]
    sheet.trace(
        {
            "type": "scatter",
            "x": [*minutes, *minutes[::-1]],
            "y": [*high, *low[::-1]],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": colors.compare,
            "opacity": 0.55,
            "hoverinfo": "skip",
        }
    )
    sheet.trace(
        {
            "type": "scatter",
            "x": minutes,
            "y": [one / MILLION for one in _amounts(path, "expected_vnd")],
            "mode": "lines",
            "line": {"color": colors.actual, "width": 4, "dash": "4px,7px"},
            "hoverinfo": "skip",
        }
    )
    start = plot.x(path["at"].iloc[0])
    if RIGHT_X - start > 170:
        x = start + (RIGHT_X - start) * 0.72
        below = [
            plot.y(float(one))
            for at, one in zip(path["at"], path["low_vnd"], strict=True)
            if plot.x(at) <= x + 60
        ]
        y = min(below[-1] + 78, ZERO_Y - 90)
        places: Places = [(x, y, "center"), (x + 60, y + 40, "center")]
        sheet.label(places, plot.curve.words["forecast"], 34, color=colors.actual)


def _target(sheet: Sheet, plot: _Plot, *, gold: bool) -> None:
    color = sheet.colors.victory_text if gold else sheet.colors.text
    y = plot.y(plot.curve.plan_vnd or 0)
    sheet.rule(LEFT_X, y, RIGHT_X, y, color=color, width=3)
    sheet.text(LEFT_X + 5, y - 29, plot.curve.words["target"], 34, weight=600, color=color)


def _actual(sheet: Sheet, plot: _Plot, *, is_stale: bool, is_reached: bool) -> None:
    colors, curve = sheet.colors, plot.curve
    color = colors.stale if is_stale else colors.actual
    sheet.trace(_line(plot, curve.actual, color, 8))
    last = curve.actual.iloc[-1]
    x, y = plot.x(last["at"]), plot.y(float(last["cumulative_vnd"]))
    end = colors.victory if is_reached and not is_stale else color
    sheet.dot(x, y, 14, fill=end, line=colors.background, width=5)
    words = curve.words["actual"]
    near_x, near_y = _between(curve.actual, plot.minute(last["at"]) * 0.84, plot)
    above: Places = [(near_x - 24, near_y - 36, "right"), (near_x - 60, near_y - 70, "right")]
    below: Places = [(near_x + 30, near_y + 44, "left"), (near_x + 60, near_y + 80, "left")]
    beside: Places = [(x + 30, y + 40, "left"), (x + 30, y - 40, "left")]
    if x - LEFT_X < EARLY:
        above, below = beside, []
    places = [*above, *below] if plot.is_ahead else [*below, *above]
    inside = [
        (at_x, at_y, anchor)
        for at_x, at_y, anchor in places
        if at_y < ZERO_Y - 24 and (anchor == "right" or at_x + width(words, 36) < RIGHT)
    ]
    sheet.label(inside, words, 36, weight=700, color=color)
    if curve.mark_at is not None and last["at"] > pd.Timestamp(curve.mark_at):
        mark_x, mark_y = _between(curve.actual, plot.minute(curve.mark_at), plot)
        sheet.rule(mark_x, mark_y - 62, mark_x, mark_y - 20, color=colors.text_2)
        sheet.dot(mark_x, mark_y, 11, fill=colors.background, line=color, width=6)
        sheet.label([(mark_x, mark_y - 86, "center")], curve.words["mark"], 34, color=colors.text_2)


def _finish(sheet: Sheet, plot: _Plot) -> None:
    at = plot.curve.finish_at
    if at is None:
        return
    x, y = plot.x(at), plot.y(plot.curve.plan_vnd or 0)
    color = sheet.colors.text
    sheet.rule(x, y + 16, x, ZERO_Y - 66, color=color, width=3, dash="3px,6px")
    sheet.dot(x, y, 15, fill=sheet.colors.background, line=color, width=5)
    words = plot.curve.words["finish"]
    half = width(words, 40) / 2
    sheet.label([(min(x, RIGHT - half), ZERO_Y - 40, "center")], words, 40, weight=700)
