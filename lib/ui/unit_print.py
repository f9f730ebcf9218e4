"""A unit's day on one printed page."""

from collections.abc import Sequence

import pandas as pd

from lib.exports import day_page, paper
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import progress
from lib.ui import drill_path, drill_print, leaderboard_parts, unit_known, unit_parts
from lib.ui.cards import Figure
from lib.ui.data import read
from lib.ui.question import Question

NUMBERS = frozenset({2, 3, 4})


def button(
    question: Question,
    overview: pd.Series,
    figures: Sequence[Figure],
    by_hour: pd.DataFrame,
    below: pd.DataFrame,
) -> None:
    """Offer the unit's day as PDF: figures, hours, services, and its parts or its people."""
    services = read(progress.revenue_by_service, **question.shared, unit_id=question.unit_id)
    *first, best_hour = figures
    is_top = question.unit_id is None

    def blocks() -> list[paper.Block]:
        sold = services[services["service_code"].notna()]
        count = formats.number(overview["staff_count"])
        return [
            drill_print.key_figures(first),
            day_page.hours(
                by_hour,
                mark="plan_vnd" if is_top else "average",
                title=f"{best_hour.label}: {best_hour.value}",
                caption=text("drill.print_hours_plan" if is_top else "explore.hours_measure_peers"),
            ),
            day_page.services(
                list(sold[in_language("service_name")]), [int(one) for one in sold["revenue_vnd"]]
            ),
            paper.Words(text("your_day.thanks_unit", count=count)),
        ]

    listed = _people(question) if below.empty else below
    table = _people_table if below.empty else _parts_table
    drill_print.button(
        question,
        overview,
        blocks,
        lambda most: table(question, listed, most),
        title=unit_known.full_name(question),
        path=drill_path.words_to_unit(question),
        name=f"{question.unit_id or 'toan_tinh'}_ngay",
        key="unit_print",
    )


def _parts_table(question: Question, below: pd.DataFrame, most: int) -> paper.Table:
    rows = below.assign(called=leaderboard_parts.shown_names(below)).head(most)
    return paper.Table(
        unit_parts.parts_title(question),
        [text(f"table.{one}") for one in ("place", "unit", "attainment", "revenue", "target")],
        [
            [
                formats.number(row["place"]),
                str(row["called"]),
                formats.percent(row["attainment"]),
                formats.number(row["revenue_vnd"] if row["has_figures"] else None),
                formats.number(row["target_vnd"]),
            ]
            for row in rows.to_dict("records")
        ],
        NUMBERS,
        caption=drill_print.left_out(len(below), len(rows)),
    )


def _people(question: Question) -> pd.DataFrame:
    listed = unit_parts.sellers(question)
    return listed[listed["people_count"] > 0]


def _people_table(question: Question, listed: pd.DataFrame, most: int) -> paper.Table:
    count = int(listed["people_count"].sum())
    rows = listed[listed["staff_code"].notna()].head(most)
    return paper.Table(
        unit_parts.people_title(question),
        [text(f"table.{one}") for one in ("place", "name", "revenue", "sales", "new_customers")],
        [
            [
                formats.number(row["place"]),
                f"{row['full_name']} · {row[in_language('role_name')]}",
                formats.number(row["revenue_vnd"]),
                formats.number(row["sale_count"]),
                formats.number(row["new_customer_count"]),
            ]
            for row in rows.to_dict("records")
        ],
        NUMBERS,
        caption=drill_print.left_out(count, len(rows)),
    )
