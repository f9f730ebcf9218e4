"""The candidates of a title: bars of the best, everybody in a table, the rows behind one."""

from collections.abc import Hashable

import pandas as pd
import streamlit as st

from lib.awards import wording
from lib.charts import ranking
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import awards
from lib.ui import award_words, drill_links, tables, takeaway
from lib.ui.award_known import Known, TitleView
from lib.ui.chart import Drawn
from lib.ui.data import read
from lib.ui.drawn import again, once, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

SHOWN = 8
"""How many candidates the bars show; the table below shows all."""
TALL = 420
STANDINGS = {
    "team": "awards.team_standings",
    "leader": "awards.leader_standings",
    "person": "awards.person_standings",
}


def bars(title: TitleView, known: Known) -> None:
    """Stacked bars of those with points, a dashed line under the last seat."""
    drawn = once("awards_bars", lambda: _bars(title, known), *_of(title, known))
    if drawn is None:
        has_data = any(any(one["values"].values()) for one in title["candidates"])
        key = "awards.empty" if has_data else "awards.no_data"
        heading = None if has_data else text("awards.no_data_title")
        st.info(text(key), title=heading, icon=":material/person_off:")
    else:
        show(drawn, as_tall=False)


def _bars(title: TitleView, known: Known) -> Drawn | None:
    """The bars; None where nobody has points."""
    frame = frame_of(title, known)
    placed = frame[frame["points"].notna()].head(SHOWN)
    behind = _behind(title, frame)
    if placed.empty:
        return None
    plain = text("awards.mark_below")
    figure = ranking.stacked_points(
        placed.assign(
            label=[f"{place}  {name}" for place, name in _names(placed)],
            mark=["" if one == plain else one for one in placed["mark"]],
        ),
        label="label",
        under="under",
        parts=tuple(f"part_{one['measure']}" for one in title["criteria"]),
        total="points",
        mark="mark",
        won=list(placed["standing"] == "proposed"),
        colors=colors(),
    )
    return Drawn(behind, figure)


def notes(title: TitleView, known: Known) -> None:
    """Ties and the step that decided, people proposed twice, and how firm the proposal is."""
    names = _titles(known)
    lines = [*award_words.notes(title), *award_words.passed_over(title, names)]
    if lines:
        st.info("\n\n".join(formats.plain(one) for one in lines), icon=":material/info:")
    firm = award_words.firmness(title)
    if firm:
        st.markdown(f":material/balance: {formats.plain(firm)}")


def everybody(title: TitleView, known: Known, question: Question) -> None:
    """All candidates with what they reached; choosing one opens the rows behind the score."""
    of = _of(title, known)
    frame = once("awards_frame", lambda: frame_of(title, known), *of)
    if frame.empty:
        return
    again("awards_everybody", lambda: _everybody(title, frame), *of)
    _rows(title, frame, known, question)


def _of(title: TitleView, known: Known) -> tuple[Hashable, ...]:
    """Which title of which record or preview is shown: what the sections are of."""
    record_id = None if known.record is None else known.record.record_id
    return str(title["id"]), record_id, known.as_of, known.rules.sha256


def _everybody(title: TitleView, frame: pd.DataFrame) -> None:
    behind = _behind(title, frame)
    unit = in_language("unit_short_name")
    linked = {unit: drill_links.unit_links(frame["unit_id"], frame[unit])}
    if title["subject"] != "team":
        linked["name"] = drill_links.person_links(frame["code"], frame["name"])
    tables.table(
        frame.assign(**linked),
        behind.columns,
        behind.formatted,
        key=f"awards_table_{title['id']}",
        height=TALL if len(frame) > 10 else "content",
        links=dict.fromkeys(linked, drill_links.NAME),
    )
    st.caption(text("awards.everybody", count=formats.number(len(frame))))


def frame_of(title: TitleView, known: Known) -> pd.DataFrame:
    """One row a candidate: names, place, points, part_MEASURE, value_MEASURE, mark."""
    names = _titles(known)
    criteria = [one["measure"] for one in title["criteria"]]
    rows = []
    for one in title["candidates"]:
        parts = dict(zip(criteria, one["parts"], strict=False))
        rows.append(
            {
                "key": one["key"],
                "code": one["code"],
                "team_code": one["team_code"],
                "name": one["name"],
                "role_name": one["role_name"],
                "role_name_en": one["role_name_en"],
                "unit_id": one["unit_id"],
                "unit_short_name": one["unit_short_name"],
                "unit_short_name_en": one["unit_short_name_en"],
                "standing": one["standing"],
                "place": one["place"] or None,
                "points": float(one["points"]) if one["points"] else None,
                "under": award_words.under(one, title),
                "mark": award_words.mark(one, title, names),
                **{f"part_{name}": float(parts[name]) if parts else None for name in criteria},
                **{f"value_{name}": wording.value(name, v) for name, v in one["values"].items()},
            }
        )
    found = pd.DataFrame(rows)
    return found if found.empty else found.astype({"place": "Int64"})


def _behind(title: TitleView, frame: pd.DataFrame) -> Behind:
    values = {
        f"value_{name}": f"award_measure.{name}"
        for name in (title["candidates"][0]["values"] if title["candidates"] else ())
    }
    role = {} if title["subject"] == "team" else {in_language("role_name"): "role"}
    return Behind(
        key=f"awards_{title['id']}",
        name=str(title["title"]),
        title=award_words.finding(title),
        measure=text("awards.measure", title=title["title"], count=len(frame)),
        queries=(STANDINGS[title["subject"]],),
        frame=frame,
        columns={
            "place": "place",
            "name": "name",
            **role,
            in_language("unit_short_name"): "unit",
            "points": "points",
            "mark": "awards.standing",
            **values,
        },
        formatted={
            "place": formats.number,
            "points": lambda value: formats.number(value, 1),
        },
        is_main=True,
    )


def _rows(title: TitleView, frame: pd.DataFrame, known: Known, question: Question) -> None:
    """The rows of the ledger behind one candidate's score, chosen by name."""
    labels = dict(zip(frame["key"], frame["name"], strict=True))
    unders = dict(zip(frame["key"], frame["under"], strict=True))
    chosen = st.selectbox(
        text("awards.open_rows"),
        list(labels),
        index=None,
        format_func=lambda key: f"{labels[key]} · {unders[key]}",
        placeholder=text("awards.open_rows_help"),
        key=f"awards_rows_{title['id']}",
    )
    if chosen is None:
        return
    one = award_words.candidate(title, chosen)
    found = read(
        awards.rows,
        campaign_code=question.campaign_code,
        as_of=known.as_of,
        staff_code=one["code"] if title["subject"] == "person" else None,
        team_code=None if title["subject"] == "person" else one["team_code"],
    )
    if found.empty:
        st.info(text("awards.no_rows"), icon=":material/inbox:")
        return
    shown = found.assign(kind=[text(f"awards.kind_{one}") for one in found["kind"]])
    behind = Behind(
        key=f"awards_rows_of_{title['id']}",
        name=text("awards.rows_of", name=labels[chosen]),
        title=text("awards.rows_of", name=labels[chosen]),
        measure=text("awards.rows_measure", count=len(found)),
        queries=("awards.rows",),
        frame=shown,
        columns={
            "kind": "awards.row_kind",
            "full_name": "name",
            "happened_on": "awards.row_day",
            "happened_at": "awards.row_time",
            "what": "awards.row_what",
            "quantity": "quantity",
            "good_count": "awards.row_good",
            "revenue_vnd": "revenue",
            "batch_id": "awards.row_batch",
            "source_row": "awards.row_number",
        },
        formatted={
            "happened_on": formats.day,
            "happened_at": formats.clock,
            "quantity": formats.number,
            "good_count": formats.number,
            "revenue_vnd": formats.number,
        },
    )
    takeaway.table(behind, height=TALL if len(shown) > 10 else "content")


def _titles(known: Known) -> dict[str, str]:
    return {str(one["id"]): str(one["title"]) for one in known.titles}


def _names(frame: pd.DataFrame) -> list[tuple[str, str]]:
    places = [formats.number(one) for one in frame["place"]]
    return list(zip(places, frame["name"], strict=True))
