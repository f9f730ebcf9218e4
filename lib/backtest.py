"""`python -m lib backtest`: past days of a store replayed hour by hour, as text or as values."""

import argparse
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from lib.errors import QueryError

if TYPE_CHECKING:
    from lib.queries.frames import Reader

BETTER, WORSE = 0, 1
LEAST_DAYS, MOST_DAYS = 2, 60


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    parser.add_argument("--campaign", help="a campaign of one day; default: RAQUAN_CAMPAIGN")
    parser.add_argument("--days", type=int, default=MOST_DAYS, help="only the last so many days")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit code 1 where a rival is better")


def run(
    reader: "Reader",
    asked: argparse.Namespace,
    *,
    campaign_code: str,
    as_of: datetime,
    put: Callable[[str], None],
) -> int:
    """Replay the days before as_of's and put what comes of it; the exit code.

    Days are looked for from some months before the campaign on.

    Raises QueryError for a campaign that is not there or is not of one day, and when there are
    not two days with sales.
    """
    # imported late, so that the command line starts at once
    from lib.exports import backtest_text
    from lib.forecast import backtesting
    from lib.forecast.learning import first_day
    from lib.queries import campaigns, forecast

    known = campaigns.campaigns(reader, as_of=as_of).to_dict("records")
    campaign = next((one for one in known if one["campaign_code"] == campaign_code), None)
    if campaign is None or campaign["starts_on"] != campaign["ends_on"]:
        raise QueryError(name=campaign_code, reason="no campaign of one day; see --campaign")
    if asked.days < 1:
        raise QueryError(name="backtest", reason="--days is 1 or more")
    history = forecast.history(
        reader,
        campaign_code=campaign_code,
        as_of=as_of,
        since_on=first_day(min(campaign["starts_on"], as_of.date())),
        before_on=as_of.date(),
    )
    replays = backtesting.replay(
        history,
        slots=forecast.slots(reader, campaign_code=campaign_code),
        opens_at=campaign["opens_at"].to_pydatetime(),
        closes_at=campaign["closes_at"].to_pydatetime(),
        days=asked.days,
    )
    if replays.empty:
        raise QueryError(name="backtest", reason=f"fewer than {LEAST_DAYS} days with sales")
    told = backtesting.by_hour(replays), replays, backtesting.coverage(replays)
    if asked.json:
        put(json.dumps(backtest_text.as_values(*told), ensure_ascii=False, indent=2))
    else:
        put(backtest_text.as_text(*told))
    return WORSE if asked.check and not told[0]["beats_both"].all() else BETTER
