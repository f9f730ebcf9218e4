"""What was sold in each row: the service and its product, how many, and for how much."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from lib.intake.noting import Notes, Trouble, hint, spread
from lib.intake.parsing import Reading, likely_money, money, quantity
from lib.intake.tables import Mask, Places, said
from lib.intake.unit_matching import LOSSY

MISSING = np.iinfo(np.int64).min
"""Stands for no number while columns are computed with."""


def service(notes: Notes) -> tuple[pa.Array, Mask]:
    """The service, never a similar one; and whether it counts in the campaign."""
    column = notes.column("service")
    codes: list[str | None] = []
    troubles: list[list[Trouble]] = []
    for cell in column.cells:
        code, found = _service(notes, said(cell))
        codes.append(code)
        troubles.append(found)
    notes.add_cases(troubles, column.codes)
    inside = np.array([code in notes.references.services_in_campaign for code in codes])
    return spread(codes, column.codes, pa.string()), inside[column.codes]


def _service(notes: Notes, written: str) -> tuple[str | None, list[Trouble]]:
    if not written:
        return None, [("missing_required", "service", {})]
    code = notes.references.service(written)
    if code is None:
        if LOSSY.search(written):
            return None, [("lossy_text", "service", {})]
        references = notes.references
        meant = references.learned("service", written) or references.service_suggestion(written)
        return None, [("unknown_service", "service", hint(meant))]
    if code not in notes.references.services_in_campaign:
        return code, [("service_outside_campaign", "service", {})]
    return code, []


def product(notes: Notes, service_codes: pa.Array) -> pa.Array:
    """The product; without one the sale still counts for its service."""
    column = notes.column("product")
    services = service_codes.dictionary_encode()
    which = np.asarray(services.indices.fill_null(len(services.dictionary)), np.int64)
    known = [*services.dictionary.to_pylist(), None]
    first, case = notes.cases(column.codes, which)
    codes: list[str | None] = []
    kept: list[str | None] = []
    troubles: list[list[Trouble]] = []
    for row in first:
        written, service_code = said(column[int(row)]), known[int(which[row])]
        code = notes.references.product(written, service_code) if written else None
        is_unknown = bool(written) and service_code is not None and code is None
        codes.append(code)
        kept.append(written if is_unknown else None)
        troubles.append([("unknown_product", "product", {})] if is_unknown else [])
    notes.add_cases(troubles, case)
    notes.keep("product", kept, case)
    return spread(codes, case, pa.string())


def measures(notes: Notes, is_new: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Quantity, revenue and the money collected on behalf, each as far as it can be read."""
    new = np.asarray(is_new.fill_null(False).to_numpy(zero_copy_only=False), np.bool_)
    count, no_count = _number(notes, "quantity", quantity)
    revenue, no_revenue = _number(notes, "revenue", _money(notes, "revenue"))
    collected, _ = _number(notes, "collected", _money(notes, "collected"))
    as_zero = no_revenue & new
    notes.add("revenue_blank_as_zero", "revenue", as_zero)
    notes.add("no_measure", "revenue", no_revenue & ~new & no_count)
    notes.add("missing_required", "revenue", no_revenue & ~new & ~no_count)
    notes.add("missing_required", "quantity", no_count & ~no_revenue)
    revenue = np.where(as_zero, 0, revenue)
    count = np.where(as_zero & no_count, 0, count)
    nothing = (count == 0) & (revenue == 0) & ~(collected > 0) & ~new
    notes.add("no_measure", "quantity", nothing)
    return _whole(count), _whole(revenue), _whole(collected)


def _money(notes: Notes, key: str) -> Callable[[Any], Reading[int]]:
    multiplier = notes.table.multipliers.get(key, 1)
    return lambda cell: money(cell, multiplier=multiplier)


def _number(notes: Notes, key: str, read: Callable[[Any], Reading[int]]) -> tuple[Places, Mask]:
    """The numbers of a column, MISSING where there is none, and where the cell is blank."""
    column = notes.column(key)
    found = [read(cell) for cell in column.cells]
    multiplier = notes.table.multipliers.get(key, 1)
    troubles: list[list[Trouble]] = [
        [(one.problem, key, hint(likely_money(cell, one.problem, multiplier)))]
        if one.problem
        else []
        for one, cell in zip(found, column.cells, strict=True)
    ]
    notes.add_cases(troubles, column.codes)
    numbers = np.array([MISSING if one.value is None else one.value for one in found], np.int64)[
        column.codes
    ]
    blank = np.array([one.value is None and not one.problem for one in found], np.bool_)
    is_blank: Mask = blank[column.codes]
    if key in notes.flawed:
        is_blank = is_blank & ~notes.flawed[key]
    return numbers, is_blank


def _whole(numbers: Places) -> pa.Array:
    return pa.array(numbers, pa.int64(), mask=numbers == MISSING)
