"""A person's day on one printed page."""

from collections.abc import Sequence

import pandas as pd

from lib.exports import paper, your_day
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import people
from lib.ui import drill_path, drill_print, people_print, person_parts
from lib.ui.cards import Figure
from lib.ui.data import read
from lib.ui.person_known import Person
from lib.ui.question import Question


def button(
    question: Question,
    person: Person,
    stamp: pd.Series,
    figures: Sequence[Figure] = (),
    by_hour: pd.DataFrame | None = None,
) -> None:
    """Offer the person's day as PDF: sentence, figures, hours, services, the latest sales.

    Who has sold nothing has no figures and no hours; the page says what the team reached.
    """

    def blocks() -> list[paper.Block]:
        day = people_print.Gathered(question).day(
            person,
            by_hour,
            drill_print.key_figures(figures),
            text("drill.hours_measure_role", role=person.role_within),
        )
        return your_day.person_blocks(day)

    def table(most: int) -> paper.Table:
        latest = person_parts.LATEST
        sales = read(people.sales, **question.shared, staff_code=person.staff_code, most=latest)
        return _table(person, sales, most)

    drill_print.button(
        question,
        stamp,
        blocks,
        table if person.has_sold else None,
        title=f"{text('person.title')}: {person.name}",
        path=drill_path.words_to_person(question, person),
        name=f"{person.staff_code}_ngay_cua_ban",
        key="person_print",
    )


def _table(person: Person, sales: pd.DataFrame, most: int) -> paper.Table:
    rows = sales.head(most)
    return paper.Table(
        text("person.sales"),
        [text(f"table.{one}") for one in ("sold_at", "service", "product", "quantity", "revenue")],
        [
            [
                person_parts.sold_when(row),
                str(row[in_language("service_name")]),
                _or_dash(row[in_language("product_name")]),
                formats.number(row["quantity"]),
                formats.number(row["revenue_vnd"]),
            ]
            for row in rows.to_dict("records")
        ],
        frozenset({3, 4}),
        caption=drill_print.left_out(int(person.row["sale_count"]), len(rows)),
    )


def _or_dash(value: object) -> str:
    return formats.MISSING if formats.is_missing(value) else str(value)
