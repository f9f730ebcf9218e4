"""The sections of a person's page: who it is, the hours, what was sold, the latest sales."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import ranking
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import people
from lib.ui import drill_cards, drill_hours, drill_links, takeaway
from lib.ui.chart import Drawn
from lib.ui.data import read
from lib.ui.drawn import once, show
from lib.ui.person_known import Person
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

LATEST = 20


def who(question: Question, person: Person) -> None:
    """Role, unit and code, and the way to look for somebody else."""
    campaign = question.campaign
    is_day = campaign["starts_on"] == campaign["ends_on"]
    words = text(
        "person.who",
        role=formats.plain(person.role),
        unit=formats.plain(drill_links.named(question, person.unit_id)),
        staff=formats.plain(person.staff_code),
    )
    st.markdown(f"**{text('person.title' if is_day else 'person.title_long')}** · {words}")


def nothing_yet(question: Question, person: Person) -> None:
    """No sale of the person counts: say so, without zeros."""
    words = text(
        "person.nothing", at=formats.moment(question.as_of), name=formats.plain(person.name)
    )
    st.info(words, title=text("person.nothing_title"), icon=":material/hourglass_empty:")


def onward(question: Question, person: Person) -> None:
    """The way to all sales of the person, and to somebody else's day."""
    drill_links.link("ledger", text("drill.to_ledger"), drill_links.sales_by(person.staff_code))
    drill_links.link(
        "person", text("person.another"), drill_links.person(""), icon=":material/search:"
    )


def charts(question: Question, person: Person, by_hour: pd.DataFrame) -> None:
    """The hours beside the role's average, and what was sold."""
    left, right = st.columns((3, 2))
    with left:
        measure = text("drill.hours_measure_role", role=person.role_within)
        drill_hours.panel(
            question,
            by_hour,
            measure=measure,
            query="people.hours",
            key="person_hours",
            staff_code=person.staff_code,
        )
    with right:
        code = person.staff_code
        sold = read(people.services, **question.shared, staff_code=code)
        show(once("person_services", lambda: _services(sold), code))


def sales(question: Question, person: Person) -> None:
    """The latest sales, each with the way to it in the ledger."""
    code = person.staff_code
    behind, linked = once("person_sales", lambda: _sales(question, person), code)
    drill_cards.table(behind, linked, code, words=text("person.open"))


def _sales(question: Question, person: Person) -> tuple[Behind, dict[str, list[str]]]:
    """What is behind the table, and the address of each sale."""
    frame = read(people.sales, **question.shared, staff_code=person.staff_code, most=LATEST)
    shown, count = formats.number(len(frame)), formats.number(person.row["sale_count"])
    addresses = [
        drill_links.address("ledger", drill_links.sale(one, person.staff_code))
        for one in frame["sale_id"]
    ]
    behind = Behind(
        key="person_sales",
        name=text("person.sales"),
        title=text("person.sales"),
        measure=text("person.sales_by"),
        caption=text("person.sales_count", shown=shown, count=count),
        queries=("people.sales",),
        frame=frame.assign(
            sold=[sold_when(row) for row in frame.to_dict("records")],
            service=frame[in_language("service_name")],
            product=frame[in_language("product_name")],
            unit=[drill_links.named(question, one) for one in frame["unit_id"]],
            new=[
                text("person.yes") if one else "" for one in frame["is_new_customer"].fillna(False)
            ],
        ),
        columns={
            "sold": "sold_at",
            "sale_id": "sale",
            "revenue_vnd": "revenue",
            "service": "service",
            "product": "product",
            "quantity": "quantity",
            "new": "new_customers",
            "unit": "unit",
        },
        formatted={"quantity": formats.number, "revenue_vnd": formats.number},
        is_main=True,
    )
    return behind, {"sale_id": addresses}


def products(question: Question, person: Person) -> None:
    """What was sold, service by service and product by product."""
    frame = read(people.services, **question.shared, staff_code=person.staff_code)
    behind = Behind(
        key="person_products",
        name=text("person.products"),
        title=text("person.products"),
        measure=text("person.products_by"),
        queries=("people.services",),
        frame=frame.assign(
            service=frame[in_language("service_name")], product=frame[in_language("product_name")]
        ),
        columns={
            "service": "service",
            "product": "product",
            "quantity": "quantity",
            "sale_count": "sales",
            "revenue_vnd": "revenue",
        },
        formatted={
            "quantity": formats.number,
            "sale_count": formats.number,
            "revenue_vnd": formats.number,
        },
    )
    takeaway.table(behind)


def by_service(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of queries.people.services added up by service, the largest first."""
    name = in_language("service_name")
    sums = frame.groupby(name, sort=False)["revenue_vnd"].sum()
    return sums.sort_values(ascending=False, kind="stable").rename_axis("service").reset_index()


def sold_when(row: dict[Any, Any]) -> str:
    """When a row of queries.people.sales was sold: the day alone where the hour is not known."""
    if formats.is_missing(row["sold_at"]):
        return text("ledger.hour_unknown", day=formats.day(pd.Timestamp(row["sold_on"]).date()))
    return formats.moment(row["sold_at"])


def _services(frame: pd.DataFrame) -> Drawn:
    sums = by_service(frame)
    words = [formats.millions(one, unit=False) for one in sums["revenue_vnd"]]
    behind = Behind(
        key="person_services",
        name=text("progress.services_plain"),
        title=text("person.sold", service=sums["service"].iloc[0]),
        measure=text("person.sold_measure"),
        queries=("people.services",),
        frame=sums.assign(words=words),
        columns={"service": "service", "revenue_vnd": "revenue"},
        formatted={"revenue_vnd": formats.number},
    )
    figure = ranking.ordered_bar(
        behind.frame, label="service", value="revenue_vnd", words="words", colors=colors()
    )
    return Drawn(behind, figure)
