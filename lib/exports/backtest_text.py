"""A backtest as a table for a terminal and as values for programs."""

import math
from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import text


def as_text(hours: pd.DataFrame, replays: pd.DataFrame, coverage: float) -> str:
    """The table hour by hour, with a line above that says what was replayed and one of verdicts.

    hours and replays are frames of `lib/forecast/backtesting`.
    """
    first, last = replays["sold_on"].min(), replays["sold_on"].max()
    head = [
        text(f"backtest.{name}")
        for name in (
            "hour",
            "days",
            "error",
            "straight",
            "last_hour",
            "coverage",
            "width",
            "verdict",
        )
    ]
    lines = [
        [
            f"+{minutes}′ {at:%H:%M}",
            formats.number(days),
            _error(error, error_vnd),
            _error(straight, straight_vnd),
            _error(last_hour, last_hour_vnd),
            formats.percent(covered, 0),
            formats.percent(width),
            _verdict(bool(beats), bool(is_covered)),
        ]
        for (
            minutes, at, days, error, error_vnd, straight, straight_vnd, last_hour, last_hour_vnd,
            covered, width, beats, is_covered,
        ) in hours.itertuples(index=False)
    ]  # fmt: skip
    sizes = [max(len(line[number]) for line in [head, *lines]) for number in range(len(head))]
    table = [
        "  ".join(cell.rjust(size) for cell, size in zip(line, sizes, strict=True))
        for line in [head, *lines]
    ]
    days = replays["sold_on"].nunique()
    return "\n".join(
        [
            text(
                "backtest.title",
                days=formats.number(days),
                first=formats.day(first),
                last=formats.day(last),
            ),
            *table,
            text("backtest.overall", coverage=formats.percent(coverage, 0)),
            text("backtest.legend"),
        ]
    )


def as_values(hours: pd.DataFrame, replays: pd.DataFrame, coverage: float) -> dict[str, Any]:
    """The same for programs; ratios are unrounded, money is in VND."""
    return {
        "first_day": str(replays["sold_on"].min()),
        "last_day": str(replays["sold_on"].max()),
        "day_count": int(replays["sold_on"].nunique()),
        "coverage": None if math.isnan(coverage) else coverage,
        "beats_both_everywhere": bool(hours["beats_both"].all()),
        "hours": [
            {**row, "at": f"{row['at']:%H:%M}", "minutes_in": int(row["minutes_in"])}
            for row in hours.to_dict("records")
        ],
    }


def _error(ratio: float, vnd: int) -> str:
    return f"{formats.percent(ratio)} ({formats.millions(vnd, unit=False)})"


def _verdict(beats: bool, is_covered: bool) -> str:
    words = [text("backtest.beats" if beats else "backtest.loses")]
    if not is_covered:
        words.append(text("backtest.uncovered"))
    return ", ".join(words)
