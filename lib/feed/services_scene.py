"""Dịch vụ: which services pull the total ahead of its pace, and which hold it back."""

import pandas as pd

from lib.charts.wall_services import ROWS, Facts, Row
from lib.feed.asked import View
from lib.feed.scale import standing
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import progress

HALF = ROWS // 2
ASIDE = (" – ", " (")
"""Where the explaining half of a service's name begins; the wall has no room for it."""


def facts(view: View) -> Facts:
    """What the scene says of a view."""
    found = view.known.read(progress.revenue_by_service, **view.scope)
    services = found[found["service_code"].notna()]
    pace = view.overview["expected_share"]
    gaps = {
        one["service_code"]: _gap(one, pace)
        for _, one in services.iterrows()
        if not formats.is_missing(one["target_vnd"]) and int(one["target_vnd"]) > 0
    }
    best_first = sorted(gaps, key=lambda code: -gaps[code])
    pulling = [code for code in best_first if gaps[code] >= 0][:HALF]
    lagging = [code for code in best_first if gaps[code] < 0][-(ROWS - len(pulling)) :]
    pulling = [code for code in best_first if gaps[code] >= 0][: ROWS - len(lagging)]
    by_code = {one["service_code"]: one for _, one in services.iterrows()}
    runs = view.is_open
    return Facts(
        heading=view.heading(
            text("wall.services_title"), *view.whose,
            text("wall.services_of"),
        ),
        columns={
            "service": text("wall.column_service"),
            "share": text("wall.column_share"),
            "gap": text("wall.column_gap"),
            "pace": text("wall.column_pace", pace=formats.percent(pace)),
        },
        pulling=[_row(by_code[code], gaps[code], pace, runs=runs) for code in pulling],
        lagging=[_row(by_code[code], gaps[code], pace, runs=runs) for code in lagging],
        pace=None if formats.is_missing(pace) or not runs else float(pace),
        left_foot=_foot(found),
        right_foot=_whole(view),
    )  # fmt: skip


def _gap(service: pd.Series, pace: object) -> int:
    """Revenue beyond what the pace asks for by now, VND, from the amounts as they are shown."""
    share = 1.0 if formats.is_missing(pace) else float(str(pace))
    due = round(int(service["target_vnd"]) * share)
    return formats.as_shown(service["revenue_vnd"]) - formats.as_shown(due)


def _row(service: pd.Series, gap: int, pace: object, *, runs: bool) -> Row:
    kind = standing(service["attainment"], pace, runs=True)
    if kind == "on_pace":
        kind = "ahead" if gap > 0 else "behind" if gap < 0 else kind
    if kind == "behind" and not runs:
        kind = "behind"
    return Row(
        name=_short(str(service[in_language("service_name")])),
        share=float(service["attainment"]),
        share_words=formats.percent(service["attainment"]).rstrip("%\u00a0 "),
        gap_words=formats.millions(gap, signed=True, unit=False),
        kind=kind,
    )


def _short(name: str) -> str:
    for mark in ASIDE:
        name = name.partition(mark)[0]
    return name


def _foot(found: pd.DataFrame) -> str:
    groups = found[found["service_code"].isna() & (found["revenue_vnd"] > 0)]
    if groups.empty:
        return ""
    most = groups.iloc[int(groups["revenue_vnd"].astype("int64").to_numpy().argmax())]
    return text(
        "wall.services_foot",
        group=str(most[in_language("group_name")]),
        share=formats.percent(most["revenue_share"]),
    )


def _whole(view: View) -> str:
    share = formats.percent(view.overview["attainment"])
    if view.unit_name is None:
        return text("wall.services_whole", share=share)
    return f"{view.unit_name} {share}"
