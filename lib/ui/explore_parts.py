"""The analyst's desk, from top to bottom: chips of what is picked, key figures, linked charts."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import exploring
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards, explore_asked, links
from lib.ui.cards import Figure
from lib.ui.explore_asked import Selection
from lib.ui.question import colors

TALL = 340
"""More units than have room there are scrolled to, px."""
PLAIN = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def chips(asked: Selection) -> None:
    """What is picked on the charts, each to be taken away."""
    picks = _picks(asked)
    if not picks:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(text("explore.picked"), width="content")
        for key, words in picks.items():
            st.button(
                formats.plain(words),
                icon=":material/close:",
                key=f"chip_{key}",
                on_click=links.choose,
                args=(key, ""),
            )


def figures(asked: Selection, total: pd.Series, selection: pd.Series, whole: pd.Series) -> None:
    """Revenue, target and pace, per head, goods: of the selection, beside the province."""
    revenue = int(total["revenue_vnd"])
    cards.figures(
        (
            Figure(
                text("explore.revenue"),
                formats.millions(revenue, unit=False),
                _of_whole(asked, revenue, whole),
            ),
            _against_target(asked, revenue, selection),
            Figure(
                text("explore.per_head"),
                _per_head(revenue, selection["staff_count"]),
                text(
                    "explore.per_head_whole",
                    amount=_per_head(whole["revenue_vnd"], whole["staff_count"]),
                ),
            ),
            Figure(
                text("explore.goods"),
                formats.number(total["goods_quantity"]),
                text(
                    "explore.new_customers", count=formats.number(selection["new_customer_count"])
                ),
            ),
        )
    )


def units(asked: Selection, parts: pd.DataFrame) -> None:
    """Units as ordered bars; a click picks one."""
    known = asked.question.units
    names = dict(zip(known["unit_id"], known[in_language("short_name")], strict=True))
    found = parts[(parts["part"] == "unit") & (parts["revenue_vnd"] > 0)].copy()
    found["label"] = [str(names.get(one, one)) for one in found["unit_id"]]
    found = found.sort_values(["revenue_vnd", "label"], ascending=[False, True])
    title, measure = _units_finding(found), text("explore.units_measure")
    with cards.panel(title, measure):
        _linked(
            exploring.unit_bars(
                found,
                code="unit_id",
                label="label",
                value="revenue_vnd",
                picked=asked.picked_unit,
                colors=colors(),
            ),
            "pick_unit",
            title,
            measure,
        )


def hours(asked: Selection, parts: pd.DataFrame) -> None:
    """Hours as columns with the average as a tick; a click picks one."""
    found = parts[parts["part"] == "hour"].sort_values("hour", na_position="last").copy()
    count = int((parts["part"] == "unit").sum())
    peers = asked.picked_unit is not None and count > 1
    timed = found["hour"].notna()
    if peers:
        found["average"] = (found["peers_vnd"] / count).where(timed)
    else:
        mean = float(found.loc[timed, "revenue_vnd"].mean()) if timed.any() else None
        found["average"] = pd.Series(mean, index=found.index, dtype="Float64").where(timed)
    unfinished = _unfinished(asked)
    title = _hours_finding(found[timed])
    measure = text("explore.hours_measure_peers" if peers else "explore.hours_measure")
    if unfinished is not None:
        measure += text("explore.hours_unfinished")
    with cards.panel(title, measure):
        _linked(
            exploring.hour_columns(
                found,
                hour="hour",
                value="revenue_vnd",
                average="average",
                picked=asked.picked_hour,
                unfinished=unfinished,
                words={"unit": text("unit.million"), "average": text("explore.average")},
                colors=colors(),
            ),
            "pick_hour",
            title,
            measure,
        )


def matrix(asked: Selection, parts: pd.DataFrame) -> None:
    """Role by service group with totals; a click picks a cell."""
    found = parts[parts["part"] == "group"].copy()
    found["row"] = found["role_code"].fillna("")
    found["column"] = found["group_code"]
    roles = [
        (str(code), str(name))
        for code, name in zip(
            asked.roles["role_code"], asked.roles[in_language("role_name")], strict=True
        )
        if code in set(found["row"])
    ]
    if "" in set(found["row"]):
        roles.append(("", text("explore.no_role")))
    groups = _groups(asked, set(found["column"]))
    title, measure = (
        _matrix_finding(found, dict(roles), dict(groups)),
        text("explore.matrix_measure"),
    )
    with cards.panel(title, measure):
        _linked(
            exploring.matrix(
                found,
                rows=roles,
                columns=groups,
                picked=(asked.picked_role, asked.picked_group),
                total=text("explore.total"),
                colors=colors(),
            ),
            "pick_cell",
            title,
            measure,
        )


def nothing() -> None:
    """No sale matches: say so, and offer the way out."""
    st.info(
        text("explore.empty"), title=text("explore.empty_title"), icon=":material/filter_alt_off:"
    )
    st.button(text("explore.reset"), key="explore_reset_empty", on_click=explore_asked.reset)


def _linked(figure: Any, key: str, title: str, measure: str) -> None:
    """A chart whose marks can be clicked: the code clicked becomes the pick of its key."""
    with st.container(height=TALL, border=False):
        st.plotly_chart(
            figure,
            key=f"chart_{key}",
            theme=None,
            config=PLAIN,
            on_select=_taken(key),
            selection_mode="points",
            alt=text("explore.alt", title=title, measure=measure),
        )


def _taken(key: str) -> Callable[[], None]:
    def take() -> None:
        chosen = st.session_state.get(f"chart_{key}")
        points = chosen["selection"]["points"] if chosen else []
        codes = [_code(point.get("customdata")) for point in points]
        if codes and codes[0] and not codes[0].startswith("|"):
            explore_asked.pick(key, codes[0])

    return take


def _code(data: Any) -> str:
    found = data[0] if isinstance(data, list | tuple) and data else data
    if isinstance(data, dict):
        found = next(iter(data.values()), "")
    return "" if found is None else str(found)


def _picks(asked: Selection) -> dict[str, str]:
    found = {}
    if asked.picked_unit is not None:
        name = asked.question.unit(asked.picked_unit)[in_language("short_name")]
        found["pick_unit"] = text("explore.pick_unit", name=name)
    if asked.picked_hour is not None:
        found["pick_hour"] = text("explore.pick_hour", hour=formats.hour(asked.picked_hour))
    if asked.picked_role is not None and asked.picked_group is not None:
        roles = dict(
            zip(asked.roles["role_code"], asked.roles[in_language("role_name")], strict=True)
        )
        groups = dict(_groups(asked, {asked.picked_group}))
        found["pick_cell"] = text(
            "explore.pick_cell", role=roles[asked.picked_role], group=groups[asked.picked_group]
        )
    return found


def _groups(asked: Selection, codes: set[str]) -> list[tuple[str, str]]:
    rows = asked.services[asked.services["service_code"].isna()]
    names = zip(rows["group_code"], rows[in_language("group_name")], strict=True)
    return [(str(code), str(name)) for code, name in names if code in codes]


def _of_whole(asked: Selection, revenue: int, whole: pd.Series) -> str:
    if asked.is_whole:
        return text("explore.share_whole")
    everything = int(whole["revenue_vnd"])
    share = formats.percent(revenue / everything if everything else None)
    return text("explore.share_of", share=share)


def _against_target(asked: Selection, revenue: int, selection: pd.Series) -> Figure:
    label, target = text("explore.target"), selection["target_vnd"]
    if asked.is_by_role_or_hour:
        return Figure(label, formats.MISSING, text("explore.target_not_by"))
    if formats.is_missing(target) or not target:
        return Figure(label, formats.MISSING, text("explore.target_none"))
    share = revenue / int(target)
    pace = selection["expected_share"]
    if formats.is_missing(pace):
        of = text("explore.of_target", target=formats.millions(target))
        return Figure(label, formats.percent(share), of)
    ahead = formats.share_as_shown(share) - formats.share_as_shown(pace)
    return Figure(
        label,
        formats.percent(share),
        text("explore.to_pace"),
        formats.points(ahead),
        is_ahead=ahead >= 0,
    )


def _per_head(vnd: Any, staff: Any) -> str:
    return formats.number(float(vnd) / int(staff) / formats.MILLION if staff else None, 2)


def _units_finding(found: pd.DataFrame) -> str:
    everything = int(found["revenue_vnd"].sum())
    if not everything:
        return text("explore.units_plain")
    first = found["revenue_vnd"].iloc[:2].sum()
    if len(found) > 3:
        return text("explore.units_finding_two", share=formats.percent(first / everything, 0))
    share = formats.percent(found["revenue_vnd"].iloc[0] / everything, 0)
    return text("explore.units_finding", name=formats.plain(found["label"].iloc[0]), share=share)


def _hours_finding(timed: pd.DataFrame) -> str:
    amounts = timed["revenue_vnd"]
    if timed.empty or not amounts.max():
        return text("explore.hours_plain")
    best = timed[amounts == amounts.max()]
    if len(best) > 1:
        return text("explore.hours_plain")
    hour, vnd = best["hour"].iloc[0], best["revenue_vnd"].iloc[0]
    return text("explore.hours_finding", hour=formats.hour(hour), amount=formats.money(vnd))


def _matrix_finding(found: pd.DataFrame, roles: dict[str, str], groups: dict[str, str]) -> str:
    amounts = found["revenue_vnd"]
    best = found[(amounts == amounts.max()) & (amounts > 0)]
    if len(best) != 1 or not best["row"].iloc[0]:
        return text("explore.matrix_plain")
    role, group = roles[str(best["row"].iloc[0])], groups[str(best["column"].iloc[0])]
    return text("explore.matrix_finding", role=formats.plain(role), group=formats.plain(group))


def _unfinished(asked: Selection) -> int | None:
    """The hour that is not over at the cut-off, while selling goes on."""
    campaign, as_of = asked.question.campaign, asked.question.as_of
    runs = campaign["opens_at"] <= as_of < campaign["closes_at"]
    return as_of.hour if runs and as_of.minute else None
