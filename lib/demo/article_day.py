"""Bring a drawn day to the article's figures: exact where it gives one, near elsewhere.

Draw, scale, round, then push what is left into the largest cells until every sum holds.
`lib/demo/constraints.py` says whether they do.
"""

import numpy as np

from lib.demo.amounts import Bools, Floats, Ints, levelled
from lib.demo.people import People
from lib.demo.reference import Reference
from lib.demo.sales import (
    CODES,
    LEAST_VND,
    SHAPES,
    STEP_VND,
    Sales,
    drawn,
    number_customers,
    quantities,
)
from lib.demo.shape import (
    DAY_VND,
    DELIVERY,
    GOODS,
    GOODS_REST,
    GOODS_SNAPSHOT,
    HOUR_SHARE,
    LISTED,
    ROLE_SHARE,
    SERVICES,
    UNITS,
)

ROWS = sum(shape.sales for shape in SERVICES.values())
NEW_EARLY, NEW_LATER, NEW_AGAIN, RETURNING = 15, 35, 4, 300
"""New customers before and after the snapshot, those who buy a second time, old ones again."""


def article_day(people: People, reference: Reference, random: np.random.Generator) -> Sales:
    """The day of the article, ROWS sales."""
    sales = drawn(ROWS, people, reference, random)
    _let_everyone_sell(sales, people)
    _settle_goods(sales, reference)
    _balance(sales, people)
    sales.quantity = quantities(sales)
    _welcome(sales, random)
    return sales


def _let_everyone_sell(sales: Sales, people: People) -> None:
    """Hand rows to those who must sell in a half of the day and have none there."""
    sellers = np.setdiff1d(np.arange(len(people.codes)), people.idle)
    late = np.intersect1d(sellers, people.late)
    for half, wanted in (
        (sales.is_early, np.setdiff1d(sellers, late)),
        (~sales.is_early, late),
    ):
        sold = np.bincount(sales.staff[half], minlength=len(people.codes))
        for person in wanted[sold[wanted] == 0]:
            row = _spare_row(sales, people, half, sold, int(person))
            sold[sales.staff[row]] -= 1
            sold[person] += 1
            sales.staff[row] = person


def _spare_row(sales: Sales, people: People, half: Bools, sold: Ints, person: int) -> int:
    """A row of the colleague with most of them: same job in the same unit, or in another."""
    able = half & (people.role[sales.staff] == people.role[person]) & (sold[sales.staff] > 2)
    near = able & (people.unit[sales.staff] == people.unit[person])
    rows = np.flatnonzero(near if near.any() else able)
    return int(rows[np.argmax(sold[sales.staff[rows]])])


def _settle_goods(sales: Sales, reference: Reference) -> None:
    """Make goods sold before and after the snapshot exact in items and đồng, at list prices."""
    listed = np.array([reference.prices[one] or 0 for one in reference.products[GOODS]])
    first = sum(len(reference.products[code]) for code in CODES[: CODES.index(GOODS)])
    is_goods = sales.service == CODES.index(GOODS)
    for half, (items, total) in (
        (sales.is_early, GOODS_SNAPSHOT),
        (~sales.is_early, GOODS_REST),
    ):
        rows = np.flatnonzero(is_goods & half)
        drawn_items = sales.quantity[rows].astype(np.float64)
        quantity = levelled(drawn_items * items / drawn_items.sum(), items, step=1, least=1)
        product = sales.product[rows] - first
        while missing := total - int((quantity * listed[product]).sum()):
            # the swap of one row's product that comes nearest; small ones end it exactly
            gain = quantity[:, None] * (listed[None, :] - listed[product][:, None])
            row, other = divmod(int(np.argmin(np.abs(missing - gain))), len(listed))
            product[row] = other
        sales.quantity[rows] = quantity
        sales.product[rows] = product + first
        sales.revenue[rows] = quantity * listed[product]


def _balance(sales: Sales, people: People, *, rounds: int = 80) -> None:
    """Scale what has no list price until units, roles, hours and services have their shares."""
    free = ~np.isin(sales.service, [CODES.index(code) for code in LISTED])
    revenue: Floats = sales.revenue.astype(np.float64)
    services: Floats = np.array([shape.revenue_vnd for shape in SHAPES], dtype=np.float64)
    shares = np.array([unit.share for unit in UNITS.values()])
    margins = (
        (people.role[sales.staff], ROLE_SHARE * DAY_VND / 100),
        (sales.hour, HOUR_SHARE * DAY_VND / 100),
        (people.unit[sales.staff], shares * DAY_VND / 100),
        (sales.service, services),
    )
    for _ in range(rounds):
        for key, wanted in margins:
            fixed = np.bincount(key[~free], revenue[~free], minlength=len(wanted))
            found = np.bincount(key[free], revenue[free], minlength=len(wanted))
            factor = np.clip((wanted - fixed) / np.maximum(found, 1.0), 0.2, 5.0)
            revenue[free] *= factor[key[free]]
        revenue[free] = np.round(np.maximum(revenue[free], LEAST_VND), 3)
    for number, shape in enumerate(SHAPES):
        if CODES[number] not in LISTED:
            rows = np.flatnonzero(sales.service == number)
            sales.revenue[rows] = levelled(
                revenue[rows], shape.revenue_vnd, step=STEP_VND, least=LEAST_VND
            )


def _welcome(sales: Sales, random: np.random.Generator) -> None:
    """Name the customers: so many new ones before and after the snapshot, a few twice."""
    delivery = np.isin(sales.service, [CODES.index(code) for code in DELIVERY])
    early = random.permutation(np.flatnonzero(delivery & sales.is_early))[:NEW_EARLY]
    later = random.permutation(np.flatnonzero(delivery & ~sales.is_early))
    new, again = later[:NEW_LATER], later[NEW_LATER : NEW_LATER + NEW_AGAIN]
    sales.is_new[early] = True
    sales.is_new[new] = True
    named = np.array([shape.has_customer for shape in SHAPES])[sales.service]
    returning = np.zeros(len(named), dtype=np.bool_)
    others = np.flatnonzero(named & ~sales.is_new)
    returning[random.permutation(np.setdiff1d(others, again))[:RETURNING]] = True
    number_customers(sales, returning, random)
    sales.is_new[again] = True
    sales.customer[again] = sales.customer[early[:NEW_AGAIN]]
