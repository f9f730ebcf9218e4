"""The sections of the changes page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import slopes, waterfall
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import cards, changes_figures, changes_links, changes_words, tables, takeaway
from lib.ui.cards import Figure
from lib.ui.changes_figures import PARTS
from lib.ui.chart import Drawn
from lib.ui.drawn import again, once, plain, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

TALLEST_TABLE = 760
MANY = 20
QUERIES = ("changes.parts",)
Of = tuple[int, datetime]
"""What the sections are of, beside what every page asks: the level, and the earlier moment."""
COLUMNS = {
    "then_vnd": "changes_then",
    "new_vnd": "changes_new",
    "late_vnd": "changes_late",
    "corrected_vnd": "changes_corrected",
    "now_vnd": "changes_now",
    "new_count": "changes_new_count",
    "late_count": "changes_late_count",
    "voided_count": "changes_voided_count",
    "replaced_count": "changes_replaced_count",
}
"""What is known of a unit or a service group: frame column -> heading."""


def figures(total: pd.Series, named: Mapping[str, Any]) -> None:
    """Then, the three parts, now: what is seen adds up."""
    then, *parts, now = changes_figures.adding_up(total)
    contexts = changes_words.contexts(total)
    cards.figures(
        (
            Figure(
                text("changes.at", at=named["since"]),
                formats.millions(then, unit=False),
                text("unit.million"),
            ),
            *(
                Figure(
                    text(f"changes.figure_{part}"),
                    formats.millions(amount, signed=True, unit=False),
                    contexts[part],
                )
                for part, amount in zip(PARTS, parts, strict=True)
            ),
            Figure(
                text("changes.at", at=named["until"]),
                formats.millions(now, unit=False),
                formats.millions(now - then, signed=True),
            ),
        ),
        narrowest=170,
    )


def bridge(total: pd.Series, named: Mapping[str, Any], of: Of) -> None:
    """The waterfall from then to now."""
    show(once("changes_bridge", lambda: _bridge(total, named), *of))


def _bridge(total: pd.Series, named: Mapping[str, Any]) -> Drawn:
    then, *parts, now = changes_figures.adding_up(total)
    starts, ends, at = [0], [then], then
    for amount in parts:
        starts.append(at)
        at += amount
        ends.append(at)
    labels = [text("changes.at", at=named["since"])]
    labels += [text(f"changes.name_{part}") for part in PARTS]
    labels.append(text("changes.at", at=named["until"]))
    signed = [formats.millions(one, signed=True, unit=False) for one in parts]
    amounts = [formats.millions(one, unit=False) for one in (then, now)]
    frame = pd.DataFrame(
        {
            "label": labels,
            "start": [*starts, 0],
            "end": [*ends, now],
            "words": [amounts[0], *signed, amounts[1]],
        }
    )
    behind = Behind(
        key="changes_bridge",
        name=text("changes.sheet_bridge"),
        title=changes_words.finding(total, named),
        measure=text("changes.bridge_measure"),
        queries=QUERIES,
        frame=frame.assign(vnd=[then, *parts, now]),
        columns={"label": "changes_step", "vnd": "revenue"},
        formatted={"vnd": formats.number},
    )
    figure = waterfall.steps(
        frame, label="label", start="start", end="end", words="words", colors=colors()
    )
    return Drawn(behind, figure, alt=text("changes.alt_bridge", finding=behind.title))


def how(total: pd.Series, named: Mapping[str, Any]) -> None:
    """What belongs to which part."""
    with cards.panel(text("changes.how_title")):
        for sentence in changes_words.how(total, named):
            st.caption(sentence)


def made_of(rows: pd.DataFrame, of: Of, *, key: str) -> None:
    """What the difference of each unit or service group is made of; `key`: units or groups."""
    behind, drawn, still = once(f"changes_made_of_{key}", lambda: _made_of(rows, key), *of)
    with cards.charted(behind, as_tall=key == "units"):
        if drawn is None:
            return
        plain(drawn)
        if still and key == "units":
            st.caption(changes_words.unchanged(still))


def _made_of(rows: pd.DataFrame, key: str) -> tuple[Behind, Drawn | None, list[str]]:
    """What is behind the bars, the bars where anything has changed, and what has not."""
    changed = rows[changes_figures.has_changed(rows)].reset_index(drop=True)
    behind = _behind(rows, key, title=changes_words.most(changed, key))
    if changed.empty:
        return behind, None, []
    changed["words"] = [
        formats.millions(one, signed=True, unit=False) for one in changed["changed_vnd"]
    ]
    figure = waterfall.parts_bars(
        changed,
        label="shown",
        parts=PARTS,
        words="words",
        named={part: text(f"changes.name_{part}") for part in PARTS},
        colors=colors(),
    )
    alt = text("changes.alt_parts", finding=behind.title, count=formats.number(len(changed)))
    still = list(rows.loc[~changes_figures.has_changed(rows), "shown"])
    return behind, Drawn(behind, figure, alt=alt), still


def places(now: pd.DataFrame, then: pd.DataFrame, named: Mapping[str, Any], of: Of) -> None:
    """Places gained and lost between the two moments."""
    behind, drawn = once("changes_places", lambda: _places(now, then, named), *of)
    with cards.charted(behind):
        if drawn is not None:
            plain(drawn)


def _places(
    now: pd.DataFrame, then: pd.DataFrame, named: Mapping[str, Any]
) -> tuple[Behind, Drawn | None]:
    """What is behind the slopes, and the slopes of two places or more."""
    moved = changes_figures.moved(now, then)
    behind = Behind(
        key="changes_places",
        name=text("changes.sheet_places"),
        title=changes_words.climbed(moved, named),
        measure=text("changes.places_measure"),
        queries=("leaderboard.units_by_attainment",),
        frame=moved,
        columns={"shown": "unit", "then_place": "changes_then_place", "place": "place"},
        formatted=dict.fromkeys(("then_place", "place"), formats.number),
    )
    if moved["place"].notna().sum() < 2:
        return behind, None
    figure = slopes.place_slopes(
        moved,
        label="shown",
        places=("then_place", "place"),
        headings=[named["since"].replace(", ", "\n"), named["until"].replace(", ", "\n")],
        official=1,
        colors=colors(),
    )
    alt = text("changes.alt_places", finding=behind.title, count=formats.number(len(moved)))
    return behind, Drawn(behind, figure, alt=alt)


def table(rows: pd.DataFrame, question: Question, of: Of, *, key: str) -> None:
    """Every figure to the đồng, each row with the way to its sales; `key`: units or groups."""
    behind = _behind(rows, f"table_{key}", title=text("changes.title"), of=key, is_main=True)
    with st.container(horizontal=True, horizontal_alignment="right"):
        takeaway.menu(behind, is_chart=False)
    again(behind.key, lambda: _table(rows, behind, question, key), *of)


def _table(rows: pd.DataFrame, behind: Behind, question: Question, key: str) -> None:
    records = rows.to_dict("records")
    if key == "units":
        counted = [
            changes_links.to_ledger(question, row["unit_id"], status="counted") for row in records
        ]
        voided = [
            changes_links.to_ledger(question, row["unit_id"], status="voided")
            if row["voided_count"]
            else None
            for row in records
        ]
        shown = rows.assign(see=counted, see_voided=pd.array(voided, dtype="string"))
        links = {"see": text("changes.see"), "see_voided": text("changes.see_voided")}
    else:
        shown = rows.assign(
            see=[changes_links.to_explore(question, row["group_code"]) for row in records]
        )
        links = {"see": text("changes.see")}
    columns = {"shown": _heading(key), "see": "changes_see", **COLUMNS}
    if "see_voided" in links:
        columns["see_voided"] = "changes_see_voided"
    tables.table(
        shown,
        columns,
        behind.formatted,
        key=behind.key,
        widths={"shown": 130 if key == "units" else 190},
        height="content" if len(rows) <= MANY else TALLEST_TABLE,
        links=links,
    )


def _behind(
    rows: pd.DataFrame, key: str, *, title: str, of: str = "", is_main: bool = False
) -> Behind:
    """The figures of units or service groups (`of`, or the key) as they are taken away."""
    signed = dict.fromkeys(PARTS, lambda value: formats.number(value, signed=True))
    return Behind(
        key=f"changes_{key}",
        name=text(f"changes.sheet_{of or key}"),
        title=title,
        measure=text("changes.parts_measure"),
        queries=QUERIES,
        frame=rows,
        columns={"shown": _heading(of or key), **COLUMNS},
        formatted={**dict.fromkeys(COLUMNS, formats.number), **signed},
        is_main=is_main,
    )


def _heading(key: str) -> str:
    return "unit" if key == "units" else "group"
