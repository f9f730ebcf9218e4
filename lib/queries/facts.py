"""Facts: what the published article says, and what the ledger computes."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

ARTICLE_FACTS = (
    "fact_id",
    "wording",
    "unit",
    "qualifier",
    "scope_status",
    "source_url",
    "value",
    "value_text",
    "low",
    "high",
    "holds",
)


def article_facts(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Each fact of the article beside its computed value; one row per fact, in its order.

    value in the fact's unit (money in VND) or value_text, one of them missing; a missing
    low or high is an open bound. No rows when there is no such campaign.
    """
    return frame(reader, "facts/article_facts", campaign_code=campaign_code, as_of=as_of)
