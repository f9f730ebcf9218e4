"""Ba tầng: the day within the sprint within the year plan, at one glance."""

from datetime import datetime

import pandas as pd

from lib.charts.wall_tiers import Facts, Tier
from lib.feed import outlooks
from lib.feed.asked import View
from lib.feed.scale import expected_millions, known, standing
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import campaigns, progress
from lib.queries.frames import row

MOST_TIERS = 3


def chain(found: pd.DataFrame, code: str) -> list[pd.Series]:
    """A campaign and those it sits in, the shortest first; each once, whatever points where."""
    tiers: list[pd.Series] = []
    seen: set[str] = set()
    while code and code not in seen and len(tiers) < MOST_TIERS:
        seen.add(code)
        if code not in set(found["campaign_code"]):
            break
        one = row(found, "campaign_code", code)
        tiers.append(one)
        code = "" if formats.is_missing(one["parent_code"]) else str(one["parent_code"])
    return tiers


def facts(view: View) -> Facts:
    """What the scene says of a view."""
    found = view.known.read(campaigns.campaigns, as_of=view.asked.as_of)
    tiers = chain(found, view.asked.campaign_code)
    return Facts(
        heading=view.heading(text("wall.tiers_title"), *view.whose, text("wall.tiers_of")),
        tiers=[_tier(view, one) for one in tiers],
        foot=text("wall.tiers_foot") if len(tiers) == MOST_TIERS else "",
    )


def _tier(view: View, campaign: pd.Series) -> Tier:
    code, as_of = str(campaign["campaign_code"]), view.asked.as_of
    overview = view.known.read(
        progress.overview, campaign_code=code, as_of=as_of, unit_id=view.asked.unit_id
    ).iloc[0]
    share = overview["attainment"]
    runs = campaign["opens_at"] <= as_of <= campaign["closes_at"]
    pace = overview["expected_share"] if runs else None
    kind = standing(share, pace, runs=runs)
    amount = formats.millions(overview["revenue_vnd"], unit=False)
    plan = overview["plan_vnd"]
    return Tier(
        name=str(campaign[in_language("name")]),
        window=_window(campaign, as_of),
        share=None if formats.is_missing(share) else float(share),
        share_words=formats.percent(share),
        amount_words=text("wall.tier_amount_plain", amount=amount)
        if formats.is_missing(plan)
        else text("wall.tier_amount", amount=amount, plan=formats.millions(plan, unit=False)),
        pace=known(pace),
        pace_words=_pace_words(kind, share, pace),
        kind=kind if runs or kind == "reached" else "none",
        outlook_words=_outlook(view, campaign) if runs else "",
    )


def _pace_words(kind: str, share: object, pace: object) -> str:
    if kind == "reached":
        return text("wall.tier_reached")
    if formats.is_missing(share) or formats.is_missing(pace):
        return ""
    difference = formats.share_as_shown(share) - formats.share_as_shown(pace)
    if kind == "on_pace":
        return text("wall.tier_on_pace")
    return text(f"wall.tier_{kind}", points=formats.points(abs(difference)).lstrip("+"))


def _window(campaign: pd.Series, as_of: datetime) -> str:
    first, last = campaign["starts_on"], campaign["ends_on"]
    if first == last:
        return text("wall.tier_day", day=formats.day(first))
    count = (last - first).days + 1
    number = min(max((pd.Timestamp(as_of).normalize() - pd.Timestamp(first)).days + 1, 0), count)
    return text(
        "wall.tier_days",
        first=f"{first.day}/{first.month}",
        last=f"{last.day}/{last.month}/{last.year}",
        number=formats.number(number),
        count=formats.number(count),
    )


def _outlook(view: View, campaign: pd.Series) -> str:
    if str(campaign["campaign_code"]) != view.asked.campaign_code:
        return ""
    found = outlooks.projection(view)
    if found is None or found.low_vnd is None:
        return ""
    plan = campaign["plan_vnd"]
    return text(
        "wall.tier_closing",
        low=expected_millions(found.low_vnd, plan),
        high=expected_millions(found.high_vnd, plan),
    )
