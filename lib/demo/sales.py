"""Draw sales: who sold what, when and for how much, at any number of rows.

Everything is drawn in arrays; the same seed and number give the same sales.
"""

from dataclasses import dataclass

import numpy as np

from lib.demo.amounts import Bools, Floats, Ints, picked, skewed, split
from lib.demo.people import People
from lib.demo.reference import Reference
from lib.demo.shape import (
    DELIVERY,
    EDGES,
    GOODS,
    GOODS_REST,
    GOODS_SNAPSHOT,
    GOODS_WEIGHTS,
    HEALTH_COVER,
    HEALTH_COVER_VND,
    LISTED,
    ROLES,
    SERVICES,
    SNAPSHOT_HOURS,
    UNITS,
    roles_by_service_and_hour,
    units_by_role,
)

LEAST_VND, STEP_VND = 5_000, 500
FIRST_PRODUCT = 0.65
"""How often the first of a service's products is the one sold."""
NEW_CUSTOMERS, RETURNING = 0.04, 0.12
"""Shares of delivery sales to new customers, and of sales to a customer seen before."""

CODES = tuple(SERVICES)
SHAPES = tuple(SERVICES.values())


@dataclass
class Sales:
    """One day's sales, one entry a row.

    staff indexes People, service SERVICES, product `product_codes`, hour the hours of EDGES;
    second counts from midnight; customer 0 means none. Money in đồng.
    """

    staff: Ints
    service: Ints
    hour: Ints
    second: Ints
    product: Ints
    quantity: Ints
    revenue: Ints
    customer: Ints
    is_new: Bools

    @property
    def is_early(self) -> Bools:
        """Whether it was sold before the snapshot."""
        return self.hour < SNAPSHOT_HOURS


def product_codes(reference: Reference) -> list[str]:
    """The products in the order that Sales.product counts them."""
    return [code for service in CODES for code in reference.products[service]]


def drawn(
    count: int,
    people: People,
    reference: Reference,
    random: np.random.Generator,
    hours: Floats | None = None,
) -> Sales:
    """Draw count sales of one day in the shape of the article's; at least one per service.

    hours weighs the hours against the article's; without it they are as they were then.
    """
    service, role, hour = _cells(count, hours)
    staff = _sellers(role, hour, people, random)
    _send_everyone(staff, people)
    size = (people.large / (people.often * people.large).sum() * people.often.sum())[staff]
    quantity = np.ones(count, dtype=np.int64)
    revenue = np.zeros(count, dtype=np.int64)
    product = np.zeros(count, dtype=np.int64)
    first = 0
    for number, (code, shape) in enumerate(SERVICES.items()):
        rows = np.flatnonzero(service == number)
        sold = reference.products[code]
        noise = skewed(shape.spread)[random.integers(1024, size=len(rows))] * size[rows]
        which = random.random(len(rows))
        if code == GOODS:
            items = (GOODS_SNAPSHOT[0] + GOODS_REST[0]) / shape.sales
            weights = np.array([GOODS_WEIGHTS[one] for one in sold], dtype=np.float64)
            product[rows] = first + picked(weights, which)
            quantity[rows] = np.maximum(1, np.floor(items * noise + 0.5).astype(np.int64))
            prices = np.array([reference.prices[one] for one in sold], dtype=np.int64)
            revenue[rows] = quantity[rows] * prices[product[rows] - first]
        else:
            product[rows] = first + ((which > FIRST_PRODUCT) if len(sold) > 1 else 0)
            if code == HEALTH_COVER:
                revenue[rows] = HEALTH_COVER_VND
            else:
                typical = shape.revenue_vnd / shape.sales
                steps = np.floor(typical * noise / STEP_VND).astype(np.int64)
                revenue[rows] = np.maximum(LEAST_VND, steps * STEP_VND)
        first += len(sold)
    begins, ends = EDGES[hour] * 60, EDGES[hour + 1] * 60
    second = begins + np.floor(random.random(count) * (ends - begins)).astype(np.int64)
    nobody = np.zeros(count, dtype=np.int64)
    sales = Sales(
        staff, service, hour, second, product, quantity, revenue, nobody, nobody.astype(np.bool_)
    )
    sales.quantity = quantities(sales)
    return sales


def quantities(sales: Sales) -> Ints:
    """How many items each sale is: as drawn at list price, else from what one item earns."""
    item = np.array([0 if code in LISTED else shape.item_vnd for code, shape in SERVICES.items()])
    worth = item[sales.service]
    counted = (2 * sales.revenue + worth) // np.maximum(2 * worth, 1)
    return np.where(worth > 0, np.maximum(counted, 1), sales.quantity)


def name_customers(sales: Sales, random: np.random.Generator) -> None:
    """Give customers numbers from 1 up; some delivery customers are new, some return."""
    count = len(sales.staff)
    named = np.array([shape.has_customer for shape in SHAPES])[sales.service]
    luck = random.random(count)
    sales.is_new = _is_delivery(sales) & (luck < NEW_CUSTOMERS)
    number_customers(sales, named & ~sales.is_new & (luck > 1 - RETURNING), random)


def number_customers(sales: Sales, returning: Bools, random: np.random.Generator) -> None:
    """Number the customers of all named sales; returning ones take an old customer's number."""
    named = np.array([shape.has_customer for shape in SHAPES])[sales.service]
    sales.customer = np.where(named, np.cumsum(named), 0)
    known = np.flatnonzero(named & ~sales.is_new & ~returning)
    back = np.flatnonzero(returning)
    if known.size:
        sales.customer[back] = sales.customer[known[random.integers(known.size, size=back.size)]]


def _send_everyone(staff: Ints, people: People) -> None:
    """In a small draw, hand a row to each unit and role that got none."""
    groups = (people.role, people.unit)
    for group in groups:
        sold = np.bincount(group[staff], minlength=int(group.max()) + 1)
        for one in np.flatnonzero(sold == 0):
            spare = np.ones(len(staff), dtype=np.bool_)
            for other in groups:
                spare &= np.bincount(other[staff])[other[staff]] > 1
            rows = np.flatnonzero(spare)[:1]
            staff[rows] = np.flatnonzero(group == one)[0]


def _is_delivery(sales: Sales) -> Bools:
    return np.isin(sales.service, [CODES.index(code) for code in DELIVERY])


def _cells(count: int, hours: Floats | None) -> tuple[Ints, Ints, Ints]:
    """Service, role and hour of each row, in the proportions of the shape."""
    tables = roles_by_service_and_hour() * (1.0 if hours is None else hours)
    least = 1 if count >= len(SHAPES) else 0
    wanted = least + split(count - least * len(SHAPES), [shape.sales for shape in SHAPES])
    columns: list[tuple[Ints, Ints, Ints]] = []
    for number, rows in enumerate(wanted):
        table = tables[:, number, :]
        halves = table[:, :SNAPSHOT_HOURS], table[:, SNAPSHOT_HOURS:]
        parts = split(int(rows), [half.sum() for half in halves])
        cells = np.concatenate(
            [split(int(part), half) for part, half in zip(parts, halves, strict=True)], axis=1
        )
        cell = np.repeat(np.arange(cells.size), cells.ravel())
        columns.append((np.full(cell.size, number), *np.divmod(cell, cells.shape[1])))
    return (
        np.concatenate([service for service, _, _ in columns]),
        np.concatenate([role for _, role, _ in columns]),
        np.concatenate([hour for _, _, hour in columns]),
    )


def _sellers(role: Ints, hour: Ints, people: People, random: np.random.Generator) -> Ints:
    """A seller for each row: by unit in the shape's shares, then by how often each one sells."""
    shares = units_by_role()
    cell = people.unit * len(ROLES) + people.role
    staff = np.zeros(len(role), dtype=np.int64)
    for early in (True, False):
        often = people.often.copy()
        often[people.idle] = 0
        if early:
            often[people.late] = 0
        per_cell = np.bincount(cell, often, minlength=len(UNITS) * len(ROLES))
        weights: Floats = shares.ravel()[cell] * often / per_cell[cell]
        for number in range(len(ROLES)):
            rows = np.flatnonzero((role == number) & ((hour < SNAPSHOT_HOURS) == early))
            # one draw in each equal stretch keeps every unit near its share
            draws = (np.arange(rows.size) + random.random(rows.size)) / max(rows.size, 1)
            sellers = picked(np.where(people.role == number, weights, 0.0), draws)
            staff[rows] = random.permutation(sellers)
    return staff
