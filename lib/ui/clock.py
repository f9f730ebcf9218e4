"""What time it is, in local time; everything below takes a cut-off instead of asking."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The time in Vietnam, without a zone, as the ledger writes it."""
    return datetime.now(ZONE).replace(tzinfo=None)


def latest_cut_off(moment: datetime, *, closes_at: datetime) -> datetime:
    """The cut-off of a board that shows the latest figures.

    Rounded up, so that every viewer asks the same question and nothing recorded by now is
    left out: to the minute while the campaign runs (the pace moves), to the day afterwards.
    """
    if moment <= closes_at:
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
