"""What the compare page reckons with: two boards at the same time since opening, side by side."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from lib.i18n.catalog import in_language
from lib.ui.compare_asked import Pair, Side

HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)


def growth(learned: pd.DataFrame, side: Side, pair: Pair, *, until: timedelta) -> pd.DataFrame:
    """The board as it grew: `at` (hours or days since opening) and `vnd`, from nothing on.

    What was known before the opening stands at its beginning, what was learned after the close at
    its end; quarters are drawn no further than `until`.
    """
    known_at = pd.to_datetime(learned["known_on"]) + pd.to_timedelta(
        learned["known_minute"].astype("int64"), unit="min"
    )
    longest = max(pair.mine.length, pair.other.length)
    end = min(pd.Timedelta(until), pd.Timedelta(longest))
    step = DAY if pair.is_by_day else HOUR
    last = end / step
    since = ((known_at - pd.Timestamp(side.opens_at)) / step).clip(0.0, last)
    amounts = learned["revenue_vnd"].astype("int64").groupby(since).sum().cumsum()
    points = {0.0: 0, **dict(zip(amounts.index, amounts, strict=True))}
    points.setdefault(last, amounts.iloc[-1] if len(amounts) else 0)
    return pd.DataFrame({"at": list(points), "vnd": list(points.values())})


def side_by_side(mine: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Both boards at every time at which one of them grew: `at`, mine_vnd, other_vnd."""
    found = pd.DataFrame(
        {
            "mine_vnd": mine.set_index("at")["vnd"],
            "other_vnd": other.set_index("at")["vnd"],
        }
    )
    return found.ffill().astype("Int64").rename_axis("at").reset_index()


def beside(
    mine: pd.DataFrame, other: pd.DataFrame, *, by: str, names: pd.DataFrame
) -> pd.DataFrame:
    """Both boards by unit or service group (`by`): shown, mine_vnd, other_vnd, changed_vnd, ratio.

    ratio is the difference as a share of the other side. A side that has nothing of a row is
    missing there, and then the difference is too. The largest gain stands first.
    """
    sums = {
        "mine_vnd": mine.groupby(by)["revenue_vnd"].sum(),
        "other_vnd": other.groupby(by)["revenue_vnd"].sum(),
    }
    found = pd.DataFrame(sums).astype("Int64").rename_axis(by).reset_index()
    named = names.drop_duplicates(by).set_index(by)["shown"]
    found = found.assign(
        shown=[str(named.get(one, one)) for one in found[by]],
        changed_vnd=found["mine_vnd"] - found["other_vnd"],
    )
    base = found["other_vnd"].astype("Float64")
    found["ratio"] = found["changed_vnd"].astype("Float64") / base.where(base > 0)
    return found.sort_values(
        ["changed_vnd", "mine_vnd", "shown"],
        ascending=[False, False, True],
        na_position="last",
        ignore_index=True,
    )


def with_heads(rows: pd.DataFrame, mine: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The unit rows with the revenue per head of each side (rosters of queries.compare)."""
    found = rows.copy()
    for side, roster in (("mine", mine), ("other", other)):
        people = found["unit_id"].map(roster.set_index("unit_id")["staff_count"])
        heads = found[f"{side}_vnd"].astype("Float64") / people.astype("Float64")
        found[f"{side}_head_vnd"] = heads
    return found


def per_head(board: pd.DataFrame, roster: pd.DataFrame) -> float | None:
    """The revenue per head of a whole side; None without anybody."""
    people = int(roster["staff_count"].sum())
    return int(board["revenue_vnd"].sum()) / people if people else None


def group_names(services: pd.DataFrame) -> pd.DataFrame:
    """The service groups as they are shown."""
    return services.assign(shown=services[in_language("group_name")])


def unit_names(units: pd.DataFrame) -> pd.DataFrame:
    """The units in scope as they are shown."""
    return units.assign(shown=units[in_language("short_name")])


def cut_off(side: Side, pair: Pair) -> datetime:
    """The moment of a side at which the two are compared."""
    return side.opens_at + pair.elapsed


def shares(frame: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Each unit's revenue parted by a column: a row per unit, a column per value, shares of 1.

    Units without revenue are left out.
    """
    wide = frame.pivot_table(
        index="unit_id", columns=by, values="revenue_vnd", aggfunc="sum", fill_value=0
    ).astype("float64")
    whole = wide.sum(axis=1)
    return wide[whole > 0].div(whole[whole > 0], axis=0)


def spread(values: pd.Series) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of the peers."""
    low, middle, high = np.percentile(values.astype("float64"), (25, 50, 75))
    return float(low), float(middle), float(high)
