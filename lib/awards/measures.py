"""What awards can be decided on: the columns of the standings, and how each is read.

A rule names measures of its subject; anything else is refused by name. Each is a column of the
standings query of that subject (`lib/sql/queries/awards/*_standings.sql`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Measure:
    """One column: `kind` is count, money (VND), share (0 to 1), ratio, score or minutes.

    `follows` is the count or the money that it grows in proportion to, when there is one: what
    has to be taken away for the value to fall.
    """

    name: str
    kind: str
    follows: str = ""


def _named(*measures: Measure) -> Mapping[str, Measure]:
    return MappingProxyType({one.name: one for one in measures})


MEASURES: Mapping[str, Mapping[str, Measure]] = MappingProxyType(
    {
        "team": _named(
            Measure("revenue_vnd", "money", "revenue_vnd"),
            Measure("attainment", "share", "revenue_vnd"),
            Measure("per_head_multiple", "ratio", "revenue_vnd"),
            Measure("member_count", "count"),
            Measure("present_count", "count"),
            Measure("active_count", "count"),
            Measure("active_share", "share"),
            Measure("new_customer_count", "count", "new_customer_count"),
            Measure("plan_reached_minute", "minutes"),
            Measure("waiting_row_count", "count"),
        ),
        "leader": _named(
            Measure("attainment", "share"),
            Measure("active_share", "share"),
            Measure("reports_due", "count"),
            Measure("reports_on_time", "count", "reports_on_time"),
            Measure("reports_on_time_share", "share", "reports_on_time"),
            Measure("second_half_ratio", "ratio"),
            Measure("led_count", "count"),
        ),
        "person": _named(
            Measure("revenue_vnd", "money", "revenue_vnd"),
            Measure("role_multiple", "ratio", "revenue_vnd"),
            Measure("role_percentile", "share"),
            Measure("sale_count", "count"),
            Measure("service_count", "count"),
            Measure("new_customer_count", "count", "new_customer_count"),
            Measure("waiting_row_count", "count"),
            Measure("taken_out", "count"),
            Measure("first_attempt", "count", "first_attempt"),
            Measure("first_attempt_share", "share", "first_attempt"),
            Measure("volume_to_median", "ratio"),
            Measure("on_time_share", "share"),
            Measure("complaints", "count"),
            Measure("losses", "count"),
            Measure("cod_on_time_share", "share"),
            Measure("verified_activity_count", "count", "verified_activity_count"),
            Measure("referred_count", "count", "referred_count"),
            Measure("panel_score", "score"),
        ),
    }
)
"""Per subject, the measures by name."""


def kind(name: str) -> str:
    """How a measure of any subject is read; the same name is read the same everywhere."""
    return next(known[name].kind for known in MEASURES.values() if name in known)
