"""One row of text to one sale: every cell is parsed, every problem of the row is collected."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from lib.i18n.folding import clean, fold
from lib.intake.grids import LONGEST_CELL, shown
from lib.intake.moments import moment
from lib.intake.parsing import BLANK, Reading, money, new_customer, quantity
from lib.intake.problems import Problem, by_weight, problem
from lib.intake.reading import RawRow
from lib.intake.references import Person, References
from lib.intake.rows import CheckedRow, Sale
from lib.intake.template import BY_KEY
from lib.intake.unit_matching import LOSSY


def check_row(raw: RawRow, references: References) -> CheckedRow:
    """Check one row against the references; duplicates are a matter of the whole file."""
    return _RowCheck(raw, references).result()


class _RowCheck:
    """The state of checking one row: its cells, its problems so far, what else to keep."""

    def __init__(self, raw: RawRow, references: References) -> None:
        self.raw = raw
        self.references = references
        self.texts = {key: shown(cell) for key, cell in raw.cells.items()}
        self.problems: list[Problem] = []
        self.kept: list[str] = []
        """What could not be matched but must not get lost: it goes into the note."""

    def result(self) -> CheckedRow:
        """Run every check and put the row together."""
        unplaced = CheckedRow(
            row=self.raw.number,
            sheet=self.raw.sheet,
            cells=self.raw.raw,
            texts=self.texts,
            sale=None,
            revenue_vnd=None,
            competing_unit_id=None,
        )
        for code, column in self.raw.flaws:
            self.add(code, column)
        if any(code == "column_count_mismatch" for code, _ in self.raw.flaws):
            return replace(unplaced, problems=tuple(self.problems))
        day, sold_at = self.when()
        unit_id = self.unit(day or self.references.campaign.starts_on)
        service_code = self.service()
        person = self.person(day or self.references.campaign.starts_on)
        product_code = self.product(service_code)
        is_new = self.marked_new()
        count, revenue_vnd, collected_vnd = self.measures(is_new)
        note = self.note()
        is_rejected = any(one.level == "error" for one in self.problems)
        sale = None
        if not is_rejected and day and unit_id and service_code:
            assert count is not None and revenue_vnd is not None
            sale = Sale(
                unit_id=unit_id,
                service_code=service_code,
                sold_on=day,
                sold_at=sold_at,
                quantity=count,
                revenue_vnd=revenue_vnd,
                collected_vnd=collected_vnd,
                staff_code=person.code if person else None,
                role_code=person.role_code if person else None,
                product_code=product_code,
                customer_code=self.said("customer_code") or None,
                is_new_customer=is_new,
                receipt_no=self.said("receipt_no") or None,
                note=note,
            )
        return replace(
            unplaced,
            sale=sale,
            revenue_vnd=revenue_vnd,
            competing_unit_id=self.competing(unit_id, service_code),
            problems=by_weight(self.problems),
        )

    def add(self, code: str, column: str | None, **values: Any) -> None:
        """Note a problem with the text of its cell."""
        value = values.pop("value", self.texts.get(column, "") if column else "")
        self.problems.append(problem(code, self.raw.number, column=column, value=value, **values))

    def said(self, key: str) -> str:
        """The text of a cell; "" for an empty one or a dash."""
        written = self.texts[key]
        return "" if BLANK.fullmatch(written) else written

    def has_flaw(self, key: str) -> bool:
        """Whether reading already found fault with the cell."""
        return any(column == key for _, column in self.raw.flaws)

    def when(self) -> tuple[date | None, datetime | None]:
        """The day, and the moment when the hour is known."""
        campaign = self.references.campaign
        on = moment(self.raw.cells["sold_on"], wrong="bad_date")
        clock = moment(self.raw.cells["sold_at"], wrong="bad_time")
        if on.problem and not self.has_flaw("sold_on"):
            self.add(on.problem, "sold_on")
        if clock.problem and not self.has_flaw("sold_at"):
            self.add(clock.problem, "sold_at")
        if (clock.day and on.day and clock.day != on.day) or (
            clock.time and on.time and clock.time != on.time
        ):
            self.add("bad_time", "sold_at")
        if on.problem or (clock.problem and not on.day):
            return None, None
        day = on.day or clock.day or self.raw.title_day or campaign.single_day
        if day is None:
            self.add("missing_required", "sold_on")
            return None, None
        if not campaign.starts_on <= day <= campaign.ends_on:
            self.add(
                "date_outside_campaign",
                "sold_on",
                value=self.texts["sold_on"] or day.strftime("%d/%m/%Y"),
                first=campaign.starts_on,
                last=campaign.ends_on,
            )
        return day, self.moment_of(day, clock.time or on.time, bool(clock.problem))

    def moment_of(self, day: date, at: time | None, is_bad: bool) -> datetime | None:
        """The day with its time; warn about a missing or unusual one."""
        if at is None:
            if not is_bad:
                self.add("time_missing", "sold_at")
            return None
        opens = self.references.campaign.opens_at.time()
        closes = self.references.campaign.closes_at.time()
        if not opens <= at <= closes:
            self.add("outside_hours", "sold_at", opens=opens, closes=closes)
        return datetime.combine(day, at)

    def unit(self, on: date) -> str | None:
        """The unit, or the parent of a sub-unit that is not known."""
        written = self.said("unit")
        if not written:
            if not self.has_flaw("unit"):
                self.add("missing_required", "unit")
            return None
        found = self.references.units.find(written, on)
        if found.problem:
            self.add(found.problem, "unit", suggestion=found.suggestion)
            return None
        if found.detail:
            self.kept.append(found.detail)
        assert found.unit_id is not None
        if self.references.units.units[found.unit_id].competing_id is None:
            self.add("unit_outside_campaign", "unit")
        return found.unit_id

    def service(self) -> str | None:
        """The service; never a similar one."""
        written = self.said("service")
        if not written:
            if not self.has_flaw("service"):
                self.add("missing_required", "service")
            return None
        code = self.references.service(written)
        if code is None:
            if LOSSY.search(written):
                self.add("lossy_text", "service")
            else:
                hint = self.references.service_suggestion(written)
                self.add("unknown_service", "service", suggestion=hint)
        elif code not in self.references.services_in_campaign:
            self.add("service_outside_campaign", "service")
        return code

    def person(self, on: date) -> Person | None:
        """The seller; a sale counts for its unit even when the seller is not known."""
        code, name = self.said("staff_code"), self.said("staff_name")
        person = self.references.person(code, on) if code else None
        if not code:
            self.add("missing_staff_code", "staff_code")
        elif person is None:
            self.add("unknown_staff", "staff_code")
            self.kept.append(f"{BY_KEY['staff_code'].header}: {code}")
        elif name and fold(name) != person.name_folded:
            self.add("staff_name_differs_for_code", "staff_name", expected=person.full_name)
        if person is None and name:
            self.kept.append(f"{BY_KEY['staff_name'].header}: {name}")
        return person

    def product(self, service_code: str | None) -> str | None:
        """The product; without one the sale still counts for its service."""
        written = self.said("product")
        if not written or service_code is None:
            return None
        code = self.references.product(written, service_code)
        if code is None:
            self.add("unknown_product", "product")
            self.kept.append(f"{BY_KEY['product'].header}: {written}")
        return code

    def marked_new(self) -> bool | None:
        """Whether a new customer; not known is not counted."""
        found = new_customer(self.raw.cells["is_new_customer"])
        if found.problem:
            self.add(found.problem, "is_new_customer")
        return found.value

    def measures(self, is_new: bool | None) -> tuple[int | None, int | None, int | None]:
        """Quantity, revenue and the money collected on behalf, each as far as it can be read."""
        counted = self.number("quantity", quantity(self.raw.cells["quantity"]))
        revenue = self.number("revenue", self.amount("revenue"))
        collected = self.number("collected", self.amount("collected"))
        count, revenue_vnd = counted.value, revenue.value
        is_count_blank = count is None and not counted.problem
        is_revenue_blank = revenue_vnd is None and not revenue.problem
        if is_revenue_blank and is_new:
            self.add("revenue_blank_as_zero", "revenue")
            revenue_vnd = 0
            if is_count_blank:
                return 0, 0, collected.value
        elif is_revenue_blank and is_count_blank:
            self.add("no_measure", "revenue")
            return None, None, collected.value
        elif is_revenue_blank:
            self.add("missing_required", "revenue")
        if is_count_blank:
            self.add("missing_required", "quantity")
        if count == 0 and revenue_vnd == 0 and not collected.value and not is_new:
            self.add("no_measure", "quantity")
        return count, revenue_vnd, collected.value

    def amount(self, key: str) -> Reading[int]:
        """Read a money cell in the unit its header states."""
        return money(self.raw.cells[key], multiplier=self.raw.multipliers.get(key, 1))

    def number(self, key: str, found: Reading[int]) -> Reading[int]:
        """Note what is wrong with a number; a formula without a value is no empty cell."""
        if self.has_flaw(key):
            return Reading(problem="noted")
        if found.problem:
            self.add(found.problem, key)
        return found

    def note(self) -> str | None:
        """The note, cut to length, and what could not be matched."""
        cell = self.raw.cells["note"]
        written = clean(cell) if isinstance(cell, str) else shown(cell)
        if len(written) > LONGEST_CELL:
            self.add("note_too_long", "note", value=written[:40], limit=LONGEST_CELL)
            written = written[:LONGEST_CELL]
        return "; ".join(part for part in (written, *self.kept) if part) or None

    def competing(self, unit_id: str | None, service_code: str | None) -> str | None:
        """In which competing unit the row counts, if in any."""
        if unit_id is None or service_code not in self.references.services_in_campaign:
            return None
        return self.references.units.units[unit_id].competing_id
