"""The key figures of a person: revenue, places, contribution, best hour, personal record."""

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import drill_hours, drill_links, person_known
from lib.ui.cards import Figure
from lib.ui.person_known import Person
from lib.ui.question import Question


def sentence(person: Person) -> str:
    """What the person has done, in a sentence."""
    row = person.row
    said = {
        "amount": formats.money(row["revenue_vnd"]),
        "count": formats.number(row["sale_count"]),
        "services": formats.number(row["service_count"]),
    }
    customers = int(row["new_customer_count"])
    if not customers:
        return text("person.sentence", **said)
    return text("person.sentence_customers", **said, customers=formats.number(customers))


def standing(question: Question, person: Person) -> tuple[Figure, ...]:
    """Revenue, the places among people of the same role, and the share of the own unit."""
    row, role = person.row, person.role_within
    within = drill_links.named(question, row["competing_unit_id"])
    own = drill_links.named(question, person.unit_id)
    share = person.own_vnd / person.unit_vnd if person.unit_vnd else None
    return (
        Figure(
            text("drill.revenue"),
            formats.millions(row["revenue_vnd"], unit=False),
            _against_average(person),
        ),
        Figure(
            text("person.place_role"),
            _place(row["place_in_role"], row["role_size"]),
            text("person.place_role_among", role=role),
        ),
        Figure(
            text("person.place_unit", unit=within),
            _place(row["place_in_unit"], row["unit_role_size"]),
            text("person.place_role_among", role=role),
        ),
        Figure(
            text("person.contribution", unit=own),
            formats.percent(share),
            text("person.contribution_context", amount=formats.money(person.unit_vnd)),
        ),
    )


def day(person: Person, by_hour: pd.DataFrame, days: pd.DataFrame) -> tuple[Figure, ...]:
    """The best hour, new customers, and the personal record."""
    most = drill_hours.best(by_hour)
    label = text("drill.best_hour")
    hour = (
        Figure(label, formats.MISSING, text("drill.best_hour_none"))
        if most is None
        else Figure(label, formats.hour(most["hour"]), formats.money(most["revenue_vnd"]))
    )
    customers = Figure(
        text("person.customers"),
        formats.number(person.row["new_customer_count"]),
        text("person.customers_context"),
    )
    return (hour, customers, _record(days))


def _record(days: pd.DataFrame) -> Figure:
    found, label = person_known.record(days), text("person.record")
    if found is None:
        return Figure(label, formats.MISSING)
    words = text(
        f"person.record_{found.kind}",
        amount=formats.money(found.best_vnd),
        day=formats.day(found.best_on),
    )
    return Figure(label, formats.millions(max(found.day_vnd, found.best_vnd), unit=False), words)


def _against_average(person: Person) -> str:
    multiple = person_known.multiple(person)
    if multiple is not None and multiple >= 1:
        return text("person.multiple", multiple=formats.number(multiple, 1))
    average = formats.millions(round(person.row["role_average_vnd"]))
    return text("person.multiple_below", average=average)


def _place(place: object, count: object) -> str:
    if formats.is_missing(place):
        return formats.MISSING
    return text("drill.place_value", place=formats.number(place), count=formats.number(count))
