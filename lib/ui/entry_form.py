"""The fields of one sale, made for a thumb: product, how many, for how much, and the rest folded.

Amounts are number fields, which bring up the number keys of a phone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.i18n import formats
from lib.i18n.catalog import in_language, spoken, text
from lib.i18n.formats import is_missing
from lib.intake import wording
from lib.queries import entry
from lib.ui import clock, entry_draft, entry_place, thumb
from lib.ui.data import read
from lib.ui.entry_draft import Trouble
from lib.ui.entry_place import Place
from lib.ui.question import Question

Offered = dict[str, Any]
"""A row of queries.entry.offered."""

QUICK = 4
"""So many of the products sold most are one tap away."""
STEP_VND = 1_000
STYLE = """
.st-key-entry_amount [data-testid=stNumberInputStepUp],
.st-key-entry_amount [data-testid=stNumberInputStepDown] {display: none}
.st-key-entry_save button {min-height: 3.25rem}
.st-key-entry_save button p {font-size: 1.125rem; font-weight: 600}
"""


@dataclass(frozen=True)
class Filled:
    """What the fields hold, and what of it people read."""

    sale: dict[str, Any]
    """By the fields of docs/openapi.json; without a date it was sold when it is saved."""
    amount_vnd: int | None
    what: str


def body() -> DeltaGenerator:
    """The column the page stands in."""
    return thumb.column("entry_body", style=STYLE)


def filled(question: Question, place: Place) -> Filled:
    """Draw the fields and return what they hold."""
    now = clock.now()
    trouble = entry_draft.trouble() or Trouble("", "")
    rows: list[Any] = read(entry.offered, **question.shared).to_dict("records")
    offer = {_code(one): one for one in rows}
    code = _product(offer)
    _beside(trouble, "service", "product")
    one = offer[code] if code else None
    count, amount = _measures(code, one)
    _beside(trouble, "quantity", "revenue")
    sold = {} if entry_place.running(question, now) else {"date": _day(question)}
    _beside(trouble, "sold_on")
    is_new = st.toggle(text("entry.new_customer"), key=entry_draft.widget("new"))
    more = _more(trouble, is_timed="date" in sold)
    sale = {
        **sold,
        "unit": place.written,
        "staff_code": place.seller,
        "service": "" if one is None else str(one["service_code"]),
        "product": ""
        if one is None or is_missing(one["product_code"])
        else str(one["product_code"]),
        "quantity": count,
        "revenue_vnd": amount,
        "new_customer": is_new,
        **more,
    }
    return Filled(sale, amount, "" if one is None else str(one["name"]))


def _code(one: Offered) -> str:
    """A product, or a service by itself, among the options."""
    product = one["product_code"]
    return f"{one['service_code']}/{'' if is_missing(product) else product}"


def _product(offer: dict[str, Offered]) -> str | None:
    """Choose what was sold: by a tap on what is sold most, or by search."""
    quick, choose = entry_draft.widget("quick"), entry_draft.widget("product")
    best = list(offer)[: QUICK if len(offer) > QUICK else 0]

    def tapped() -> None:
        st.session_state[choose] = st.session_state[quick]

    def searched() -> None:
        found = st.session_state[choose]
        st.session_state[quick] = found if found in best else None

    if best:
        st.pills(
            text("entry.product"),
            best,
            format_func=lambda code: _name(offer[code]),
            key=quick,
            on_change=tapped,
        )
    chosen: str | None = st.selectbox(
        text("entry.any_product") if best else text("entry.product"),
        list(offer),
        index=None,
        format_func=lambda code: _with_price(offer[code]),
        placeholder=text("entry.search"),
        key=choose,
        on_change=searched,
        label_visibility="collapsed" if best else "visible",
    )
    if chosen is not None and not is_missing(offer[chosen]["product_code"]):
        st.caption(formats.plain(str(offer[chosen][in_language("service_name")])))
    return chosen


def _name(one: Offered) -> str:
    return formats.plain(str(one[in_language("name")]))


def _with_price(one: Offered) -> str:
    name = str(one[in_language("name")])
    if is_missing(one["product_code"]):
        return text("entry.service_only", service=name)
    if is_missing(one["price_vnd"]):
        return name
    return text("entry.priced", product=name, price=formats.dong(one["price_vnd"]))


def _measures(code: str | None, one: Offered | None) -> tuple[int | None, int | None]:
    """How many, and the amount: from the price of one where there is a list price."""
    left, right = st.columns(2, gap="small", wrap=False)
    with left:
        count = _number("quantity", _counted(one), value=1)
    price = None if one is None or is_missing(one["price_vnd"]) else int(one["price_vnd"])
    with right, st.container(key="entry_amount"):
        if price is None:
            amount = _number(f"amount_{code}", text("entry.amount"), step=STEP_VND)
        else:
            each = _number(f"price_{code}", text("entry.price"), value=price, step=STEP_VND)
            amount = None if each is None or count is None else each * count
    return count, amount


def _counted(one: Offered | None) -> str:
    """The label of the quantity, with what is counted; that is only known in Vietnamese."""
    if one is None or is_missing(one["measure"]) or spoken() != "vi":
        return text("entry.quantity")
    return text("entry.quantity_of", measure=formats.plain(str(one["measure"])))


def _number(name: str, label: str, *, value: int | None = None, step: int = 1) -> int | None:
    found: int | None = st.number_input(
        label, min_value=0, value=value, step=step, format="%d", key=entry_draft.widget(name)
    )
    return found


def _day(question: Question) -> str:
    """The campaign's only day, or the day that is asked for."""
    first, last = entry_place.days(question)
    found: date | None = last
    if first < last:
        found = st.date_input(
            text("entry.day"),
            value=last,
            min_value=first,
            max_value=last,
            format="DD/MM/YYYY",
            key=entry_draft.widget("day"),
        )
    return f"{found or last:%d/%m/%Y}"


def _more(trouble: Trouble, *, is_timed: bool) -> dict[str, str]:
    """What is known only sometimes, folded away; opened where something is wrong in it."""
    columns = ("sold_at", "customer_code", "receipt_no", "note")
    found = {}
    with st.expander(text("entry.more"), expanded=bool(trouble.of(*columns))):
        if is_timed:
            found["time"] = _text("time", text("entry.time"), 8, trouble, "sold_at")
        found["customer"] = _text("customer", text("entry.customer"), 80, trouble, "customer_code")
        found["receipt_no"] = _text("receipt", text("entry.receipt"), 80, trouble, "receipt_no")
        found["note"] = _text("note", text("entry.note"), 500, trouble, "note")
    return found


def _text(name: str, label: str, longest: int, trouble: Trouble, column: str) -> str:
    key = entry_draft.widget(name)
    written = st.text_input(label, max_chars=longest, key=key, autocomplete="off") or ""
    _beside(trouble, column)
    return written.strip()


def _beside(trouble: Trouble, *columns: str) -> None:
    """What is wrong with a field, right below it."""
    for one in trouble.of(*columns):
        st.markdown(f":red[{formats.plain(wording.advice(one))}]")
