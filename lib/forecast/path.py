"""The way from the cut-off to closing: how much is expected by when, and when the plan is."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from lib.forecast.days import QUARTER, Floats
from lib.forecast.learning import Learned

PATH = ("at", "expected_vnd", "low_vnd", "high_vnd")


def path_to_closing(
    learned: Learned, as_of: datetime, actual_vnd: int, closing: tuple[int, int, int]
) -> pd.DataFrame:
    """Expected revenue in VND by quarter of an hour, from the cut-off to closing.

    Columns as in PATH. closing holds the expected total and the ends of its band; what of it
    is not known yet is spread over the time left as earlier days, or the plan, spread it. After
    closing one row is left, at the cut-off.
    """
    moments = _moments(learned, as_of)
    gone = _gone(learned, moments)
    columns = [
        [actual_vnd + round((end - actual_vnd) * float(part)) for part in gone] for end in closing
    ]
    return pd.DataFrame(
        {"at": pd.Series(moments, dtype="datetime64[us]")}
        | {name: pd.Series(one, dtype="int64") for name, one in zip(PATH[1:], columns, strict=True)}
    )


def reached_at(
    path: pd.DataFrame, column: str, plan_vnd: int, closes_at: datetime
) -> datetime | None:
    """When a column of a path reaches the plan; None when it does not before closing.

    What is reached by rows that come after closing was sold by closing.
    """
    values = path[column].to_numpy(dtype=np.float64)
    above = np.flatnonzero(values >= plan_vnd)
    if not above.size:
        return None
    moments: list[datetime] = [one.to_pydatetime() for one in path["at"]]
    last = int(above[0])
    if last == 0:
        return min(moments[0], closes_at)
    low, high = float(values[last - 1]), float(values[last])
    part = (plan_vnd - low) / (high - low)
    return moments[last - 1] + part * (moments[last] - moments[last - 1])


def passed_at(today: pd.DataFrame, learned: Learned, as_of: datetime, plan_vnd: int) -> datetime:
    """When what is known passed the plan, which it has: by the clock of the sales.

    Sales whose hour is not known count last, so it is the cut-off when they were needed. In a
    campaign of several days it is the day's closing time.
    """
    sold = today[today["sale_count"].to_numpy(dtype=np.int64) > 0]
    midnight = pd.to_datetime(sold["sold_on"])
    if learned.is_one_day:
        timed = sold["sold_minute"].notna().to_numpy()
        ends = midnight[timed] + pd.to_timedelta(
            sold["sold_minute"][timed].astype("int64") + QUARTER, unit="min"
        )
        revenue = sold["revenue_vnd"][timed]
    else:
        closes = learned.closes_at - datetime.combine(learned.closes_at.date(), datetime.min.time())
        ends, revenue = midnight + closes, sold["revenue_vnd"]
    sums = revenue.astype("int64").groupby(ends.to_numpy()).sum().sort_index().cumsum()
    above = sums[sums >= plan_vnd]
    if not len(above):
        return as_of
    found: datetime = above.index[0].to_pydatetime()
    return min(found, as_of)


def _moments(learned: Learned, as_of: datetime) -> list[datetime]:
    """The cut-off, the ends of the slots after it, and closing."""
    if as_of >= learned.closes_at:
        return [as_of]
    if learned.is_one_day:
        first = datetime.combine(as_of.date(), datetime.min.time())
        quarters = (as_of - first) // timedelta(minutes=QUARTER) + 1
        begins = first + quarters * timedelta(minutes=QUARTER)
        begins = max(begins, learned.opens_at)
        count = max(0, -((begins - learned.closes_at) // timedelta(minutes=QUARTER)))
        between = [begins + number * timedelta(minutes=QUARTER) for number in range(count)]
    else:
        between = [one.to_pydatetime() for one in learned.slots["ends_at"]]
    inside = sorted({one for one in between if as_of < one < learned.closes_at})
    return [as_of, *inside, learned.closes_at]


def _gone(learned: Learned, moments: list[datetime]) -> Floats:
    """The part of what is left that has come by each moment: 0 at the first, 1 at the last."""
    if len(moments) == 1:
        return np.ones(1)
    minutes = np.array([learned.minute(one) for one in moments])
    shares = (learned.sold if learned.is_one_day else learned.shape).at(minutes)
    left = 1.0 - shares[0]
    if left > 1e-9:
        result: Floats = (shares - shares[0]) / left
    else:
        result = (minutes - minutes[0]) / (minutes[-1] - minutes[0])
    result[0], result[-1] = 0.0, 1.0
    return result
