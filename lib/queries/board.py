"""The board itself: which version it shows, and when its figures changed."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

PUBLISHED = ("generation", "published_at")


def published(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """The last publish in the journal; one row, published_at in local time."""
    return frame(reader, "board/published", as_of=as_of)


MOMENTS = ("changed_at",)


def moments(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """When the campaign's figures changed (local time); one row per moment, the oldest first.

    Between two of them the board shows the same sales: what a replay has to draw.
    """
    return frame(reader, "board/moments", campaign_code=campaign_code, as_of=as_of)


ORGANISATION = ("unit_id", "name", "name_en", "short_name", "short_name_en")


def organisation(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The unit above those that compete; one row per such unit, usually one."""
    return frame(reader, "board/organisation", campaign_code=campaign_code, as_of=as_of)
