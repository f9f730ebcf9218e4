"""The ledger page's list of who has yet to report: the units to call first stand first."""

from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.intake import waiting
from lib.queries import intake
from lib.ui import cards, tables
from lib.ui.data import read
from lib.ui.question import Question

NAMED = 5
"""How many units are named before the rest is counted."""

COLUMNS = {
    "unit": "unit",
    "state": "report",
    "last_recorded_at": "last",
    "batch_count": "batches",
    "sale_count": "counted",
    "revenue_vnd": "revenue",
    "waiting_count": "waiting",
    "waiting_vnd": "waiting_vnd",
}


def units(question: Question) -> None:
    """Each competing unit with its last figures, and what of it waits."""
    frame = _known(question)
    title, subtitle = _finding(frame), text("ledger.reports_how", minutes=intake.LATE_MINUTES)
    with cards.panel(title, subtitle, as_tall=False):
        tables.table(
            frame.assign(
                unit=_names(frame),
                state=[_state(one) for one in frame.to_dict("records")],
            ),
            COLUMNS,
            {
                "last_recorded_at": formats.moment,
                "batch_count": formats.number,
                "sale_count": formats.number,
                "revenue_vnd": formats.number,
                "waiting_count": formats.number,
                "waiting_vnd": formats.number,
            },
            key="ledger_reports",
            widths={"unit": 140, "state": 130},
        )


def _known(question: Question) -> pd.DataFrame:
    """The reports of the units asked for, with their waiting rows."""
    reports = read(intake.unit_reports, **question.shared, late_minutes=intake.LATE_MINUTES)
    rows = read(waiting.by_unit, **question.shared)
    # what waits without a unit stands last, without figures of its own
    unclear = rows[rows["unit_id"].isna()]
    frame: pd.DataFrame = reports.merge(rows[rows["unit_id"].notna()], on="unit_id", how="left")
    frame = frame.fillna({"waiting_count": 0, "waiting_vnd": 0})
    # no figures yet is not zero
    for column in ("batch_count", "sale_count", "revenue_vnd"):
        frame[column] = frame[column].where(frame["state"] != "silent")
    if question.unit_id is not None:
        unit_id = question.unit(question.unit_id)["competing_unit_id"]
        frame = frame[frame["unit_id"] == unit_id]
        return frame
    return pd.concat([frame, unclear]) if len(unclear) else frame


def _finding(frame: pd.DataFrame) -> str:
    """Who is to be called, in a sentence."""
    parts = [
        text(
            f"ledger.reports_{state}",
            count=formats.number(len(found)),
            units=formats.plain(_listed(list(found[in_language("short_name")]))),
        )
        for state in ("silent", "late")
        if len(found := frame[frame["state"] == state])
    ]
    return " ".join(parts) if parts else text("ledger.reports_all")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return text("ledger.reports_more", units=shown, more=formats.number(len(names) - NAMED))


def _names(frame: pd.DataFrame) -> list[str]:
    return [
        text("ledger.unit_unclear") if formats.is_missing(name) else str(name)
        for name in frame[in_language("short_name")]
    ]


def _state(one: dict[Any, Any]) -> str:
    known = one["state"]
    return formats.MISSING if formats.is_missing(known) else text(f"ledger.report_{known}")
