"""One table of text to columns of sales: every cell is parsed, every problem is collected."""

import pyarrow as pa
import pyarrow.compute as pc

from lib.i18n.folding import clean
from lib.intake.grids import LONGEST_CELL, shown
from lib.intake.noting import Notes, Trouble, spread
from lib.intake.problems import Finding
from lib.intake.references import References
from lib.intake.rows import SALE
from lib.intake.sold_by import marked_new, sold_by
from lib.intake.sold_what import measures, product, service
from lib.intake.sold_when import sold_when
from lib.intake.sold_where import sold_where
from lib.intake.tables import Mask, Table

LOST = r"\pL\?\pL|\x{FFFD}"
"""A letter that an ANSI save has turned into a question mark."""
MAY_BE_LOST = ("staff_name", "product", "customer_code")
SCIENTIFIC = r"^\s*\d+([.,]\d+)?E\+\d+\s*$"
"""A long code that a spreadsheet has shown as 8,93E+12."""
CODES = ("staff_code", "customer_code", "receipt_no")


def check_table(
    table: Table, references: References, names: dict[str, str]
) -> tuple[pa.Table, list[Finding]]:
    """Run every check and put the columns together: those of `SALE` and the competing unit.

    `names` is the first name that stood beside each staff code in the file so far.
    """
    notes = Notes(table, references, names)
    days, which_day, sold_at = sold_when(notes)
    unit_ids, competing = sold_where(notes, days, which_day)
    service_codes, in_campaign = service(notes)
    staff_codes, role_codes = sold_by(notes, days, which_day)
    product_codes = product(notes, service_codes)
    is_new = marked_new(notes)
    count, revenue, collected = measures(notes, is_new)
    lost(notes)
    scientific(notes)
    columns = {
        "unit_id": unit_ids,
        "service_code": service_codes,
        "sold_on": spread(days, which_day, pa.date32()),
        "sold_at": sold_at,
        "quantity": count,
        "revenue_vnd": revenue,
        "collected_vnd": collected,
        "staff_code": staff_codes,
        "role_code": role_codes,
        "product_code": product_codes,
        "customer_code": notes.texts("customer_code"),
        "is_new_customer": is_new,
        "receipt_no": notes.texts("receipt_no"),
        "note": note(notes),
        "unmatched": notes.unmatched_texts(),
        "competing_unit_id": _only(competing, in_campaign),
    }
    schema = SALE.append(pa.field("competing_unit_id", pa.string()))
    return pa.table(columns, schema=schema), notes.findings


def note(notes: Notes) -> pa.Array:
    """The note, cut to length."""
    column = notes.column("note")
    texts = [clean(cell) if isinstance(cell, str) else shown(cell) for cell in column.cells]
    too_long: list[list[Trouble]] = [
        [("note_too_long", "note", {"value": text[:40], "limit": LONGEST_CELL})]
        if len(text) > LONGEST_CELL
        else []
        for text in texts
    ]
    notes.add_cases(too_long, column.codes)
    return spread([text[:LONGEST_CELL] or None for text in texts], column.codes, pa.string())


def lost(notes: Notes) -> None:
    """Names whose letters an ANSI save has lost."""
    for key in MAY_BE_LOST:
        notes.add("lossy_text", key, notes.column(key).matching(LOST))


def scientific(notes: Notes) -> None:
    """Codes that a spreadsheet has turned into a rounded number."""
    for key in CODES:
        where = notes.column(key).matching(SCIENTIFIC)
        notes.add("scientific_notation", key, where)


def _only(values: pa.Array, where: Mask) -> pa.Array:
    """The values where the mask holds, null elsewhere."""
    return pc.if_else(pa.array(where), values, pa.scalar(None, pa.string()))
