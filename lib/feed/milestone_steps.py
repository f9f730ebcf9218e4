"""How a campaign grew, moment by moment, without walking through all of it at each publish.

What was recorded before the last full hour but one stays as it is, but for a void or a clock that
was set back: it is worked out once for all generations that know the same of it.
"""

from datetime import datetime, timedelta

import pandas as pd

from lib.queries import milestones
from lib.queries.answers import Answers

HOUR = timedelta(hours=1)


def steps(
    known: Answers, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """The rows of queries.milestones.steps; do not change them."""
    scope = {"campaign_code": campaign_code, "as_of": as_of}
    border = as_of.replace(minute=0, second=0, microsecond=0) - HOUR
    [proof] = known.read(milestones.steps_known, **scope, before_at=border).itertuples(index=False)
    asked = {**scope, "unit_id": unit_id}

    def joined() -> pd.DataFrame:
        settled = (border, *proof)
        before = known.read_settled(milestones.steps, settled, **asked, before_at=border)
        since = known.read(milestones.steps, **asked, since_at=border)
        return since if before.empty else pd.concat([before, since], ignore_index=True)

    found: pd.DataFrame = known.once(("milestone_steps", campaign_code, as_of, unit_id), joined)
    return found
