"""The sections of the changes page."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import slopes, waterfall
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import cards, changes_figures, changes_links, changes_words, tables
from lib.ui.cards import Figure
from lib.ui.changes_figures import PARTS
from lib.ui.question import Question, colors

TALLEST_TABLE = 760
MANY = 20


def figures(total: pd.Series, named: Mapping[str, Any]) -> None:
    """Then, the three parts, now: what is seen adds up."""
    then, *parts, now = changes_figures.adding_up(total)
    contexts = changes_words.contexts(total)
    cards.figures(
        (
            Figure(text("changes.then", **named), formats.millions(then, unit=False)),
            *(
                Figure(
                    text(f"changes.figure_{part}"),
                    formats.millions(amount, signed=True, unit=False),
                    contexts[part],
                )
                for part, amount in zip(PARTS, parts, strict=True)
            ),
            Figure(
                text("changes.now", **named),
                formats.millions(now, unit=False),
                text("changes.now_context", amount=formats.millions(now - then, signed=True)),
            ),
        ),
        narrowest=170,
    )


def bridge(total: pd.Series, named: Mapping[str, Any]) -> None:
    """The waterfall from then to now."""
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
    finding = changes_words.finding(total, named)
    with cards.panel(formats.plain(finding), text("changes.bridge_measure")):
        figure = waterfall.steps(
            frame, label="label", start="start", end="end", words="words", colors=colors()
        )
        alt = text("changes.alt_bridge", finding=finding)
        cards.chart(figure, key="changes_bridge", alt=alt)


def how(total: pd.Series, named: Mapping[str, Any]) -> None:
    """What belongs to which part."""
    with cards.panel(text("changes.how_title")):
        for sentence in changes_words.how(total, named):
            st.caption(sentence)


def made_of(rows: pd.DataFrame, *, key: str) -> None:
    """What the difference of each unit or service group is made of; `key`: units or groups."""
    changed = rows[changes_figures.has_changed(rows)].reset_index(drop=True)
    finding = changes_words.most(changed, key)
    measure = text("changes.parts_measure")
    with cards.panel(formats.plain(finding), measure, as_tall=key == "units"):
        if changed.empty:
            return
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
        alt = text("changes.alt_parts", finding=finding, count=formats.number(len(changed)))
        cards.chart(figure, key=f"changes_{key}", alt=alt)
        still = list(rows.loc[~changes_figures.has_changed(rows), "shown"])
        if still and key == "units":
            st.caption(changes_words.unchanged(still))


def places(now: pd.DataFrame, then: pd.DataFrame, named: Mapping[str, Any]) -> None:
    """Places gained and lost between the two moments."""
    moved = changes_figures.moved(now, then)
    finding = changes_words.climbed(moved, named)
    with cards.panel(formats.plain(finding), text("changes.places_measure")):
        if moved["place"].notna().sum() < 2:
            return
        figure = slopes.place_slopes(
            moved,
            label="shown",
            places=("then_place", "place"),
            headings=[named["since"].replace(", ", "\n"), named["until"].replace(", ", "\n")],
            official=1,
            colors=colors(),
        )
        alt = text("changes.alt_places", finding=finding, count=formats.number(len(moved)))
        cards.chart(figure, key="changes_places", alt=alt)


def table(rows: pd.DataFrame, question: Question, *, key: str) -> None:
    """Every figure to the đồng, each row with the way to its sales; `key`: units or groups."""
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
    columns = {
        "shown": "unit" if key == "units" else "group",
        "see": "changes_see",
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
    if "see_voided" in links:
        columns["see_voided"] = "changes_see_voided"
    signed = ("new_vnd", "late_vnd", "corrected_vnd")
    tables.table(
        shown,
        columns,
        {
            **dict.fromkeys(("then_vnd", "now_vnd", *changes_figures.COUNTS), formats.number),
            **dict.fromkeys(signed, lambda value: formats.number(value, signed=True)),
        },
        key=f"changes_table_{key}",
        widths={"shown": 130 if key == "units" else 190},
        height="content" if len(rows) <= MANY else TALLEST_TABLE,
        links=links,
    )
