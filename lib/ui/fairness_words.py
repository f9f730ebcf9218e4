"""What the fairness page says of the rankings, in sentences and in cells."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from lib.fairness.standings import RANKINGS, Standings
from lib.i18n import formats
from lib.i18n.catalog import text

SURE = 0.9
NO_MIX = 0.0005
"""Below this, what the service mix does to an expectation is not seen on the page."""

WRITTEN: dict[str, Callable[[Any], str]] = {
    "revenue": lambda value: formats.millions(value, unit=False),
    "per_head": lambda value: formats.number(
        None if formats.is_missing(value) else float(value) / formats.MILLION, 2
    ),
    "attainment": formats.percent,
    "expected": formats.percent,
}
"""How the values of each ranking are written."""


def named(ranking: str) -> str:
    """The ranking's name."""
    return text(f"fairness.name_{ranking}")


def chance(value: Any) -> str:
    """A chance in whole percent; nothing is claimed to be impossible or certain."""
    if formats.is_missing(value):
        return formats.MISSING
    if value < 0.01:
        return text("fairness.below_one", share=formats.percent(0.01, 0))
    if value > 0.99:
        return text("fairness.above_most", share=formats.percent(0.99, 0))
    return formats.percent(value, 0)


def written(ranked: pd.DataFrame, ranking: str) -> pd.DataFrame:
    """One ranking with its texts: words, chance_words, said."""
    how = WRITTEN[ranking]
    said = [
        text("fairness.interval", value=how(value), low=how(low), high=how(high))
        for value, low, high in zip(ranked["value"], ranked["low"], ranked["high"], strict=True)
    ]
    return ranked.assign(
        words=[how(one) for one in ranked["value"]],
        chance_words=[chance(one) for one in ranked["chance"]],
        said=said,
    )


def leader(ranked: pd.DataFrame, ranking: str) -> str:
    """Who leads one ranking, in a sentence."""
    first = ranked[ranked["place"] == 1]
    if first.empty:
        return text("fairness.leads_nobody", ranking=named(ranking))
    if len(first) > 1:
        count = formats.number(len(first))
        return text("fairness.leads_together", ranking=named(ranking), count=count)
    return text("fairness.leads", ranking=named(ranking), unit=str(first["shown"].iloc[0]))


def dots_alt(ranked: pd.DataFrame, ranking: str) -> str:
    """What the dots show, for those who do not see them."""
    sure = int((ranked["chance"].fillna(0.0) >= SURE).sum())
    return text(
        "fairness.alt_dots",
        finding=leader(ranked, ranking),
        count=formats.number(len(ranked)),
        sure=formats.number(sure),
    )


def moved(places: pd.DataFrame) -> str:
    """Who leads and whose place depends most on the ranking; columns RANKINGS and `shown`."""
    columns = list(RANKINGS)
    is_first = places[columns].fillna(0) == 1
    firsts, always = places[is_first.any(axis=1)], places[is_first.all(axis=1)]
    spans = (places[columns].max(axis=1) - places[columns].min(axis=1)).fillna(0)
    if not spans.max():
        return text("fairness.not_moved")
    mover = places.iloc[int(spans.to_numpy().argmax())]
    about = {
        "mover": str(mover["shown"]),
        "best": formats.number(mover[columns].min()),
        "worst": formats.number(mover[columns].max()),
    }
    if len(firsts) == len(always) == 1:
        return text("fairness.same_leader_moved", unit=str(always["shown"].iloc[0]), **about)
    return text("fairness.moved", leaders=formats.number(len(firsts)), **about)


def shrunk(found: Standings, units: pd.DataFrame) -> str | None:
    """How far the smallest and the largest unit are believed; None when nothing is compared."""
    known = found.compared.merge(units, on="unit_id").sort_values("own_weight", kind="stable")
    if known.empty:
        return None
    small, large = known.iloc[0], known.iloc[-1]
    return text(
        "fairness.how_shrunk",
        small=formats.plain(small["shown"]),
        small_sales=formats.number(small["sale_count"]),
        small_share=formats.percent(small["own_weight"], 0),
        large=formats.plain(large["shown"]),
        large_sales=formats.number(large["sale_count"]),
        large_share=formats.percent(large["own_weight"], 0),
    )


def from_mix(value: Any) -> str:
    """What the service mix adds to the expectation, in points of it."""
    return formats.points(None if formats.is_missing(value) else float(value) - 1)


def mixed(found: Standings, units: pd.DataFrame) -> str | None:
    """Where the service mix of the targets weighs most; None when nothing is compared."""
    known = found.compared.merge(units, on="unit_id")
    if known.empty:
        return None
    effects = (known["mix"] - 1).abs().to_numpy(dtype=float)
    most = known.iloc[int(effects.argmax())]
    if effects.max() < NO_MIX:
        return text("fairness.how_mix_same")
    name = formats.plain(most["shown"])
    return text("fairness.how_mix", unit=name, points=from_mix(most["mix"]))
