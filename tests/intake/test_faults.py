"""One file per fault of domain reference §4.9: that fault is found, in its row, and no other."""

from pathlib import Path

import pytest

from lib import demo
from lib.errors import FileRefused
from lib.intake.problems import ERRORS, REPORTED
from lib.intake.rows import CheckedFile
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.setup import NOON, checked
from tests.intake.test_reading import FIXTURES

FAULTS = FIXTURES / "faults"
ROWS = {
    # what the unit is
    "unknown_unit.csv": (3, "unknown_unit"),
    "ambiguous_unit.csv": (3, "ambiguous_unit"),
    "unit_not_valid_at_date.csv": (3, "unit_not_valid_at_date"),
    "unit_predecessor.csv": (3, "unit_predecessor"),
    # what was sold
    "unknown_service.csv": (3, "unknown_service"),
    "unknown_product.csv": (3, "unknown_product"),
    # when
    "bad_date.csv": (3, "bad_date"),
    "bad_time.csv": (3, "bad_time"),
    "date_outside_campaign.csv": (3, "date_outside_campaign"),
    "time_missing.csv": (3, "time_missing"),
    "outside_hours.csv": (3, "outside_hours"),
    # how many, for how much
    "bad_quantity.csv": (3, "bad_quantity"),
    "bad_revenue.csv": (3, "bad_revenue"),
    "ambiguous_revenue.csv": (3, "ambiguous_revenue"),
    "approximate_value.csv": (3, "approximate_value"),
    "lossy_scientific.csv": (3, "lossy_scientific"),
    "negative_amount.csv": (3, "negative_amount"),
    "no_measure.csv": (3, "no_measure"),
    "revenue_blank_as_zero.csv": (3, "revenue_blank_as_zero"),
    # by whom, to whom
    "missing_staff_code.csv": (3, "missing_staff_code"),
    "unknown_staff.csv": (3, "unknown_staff"),
    "staff_name_differs_for_code.csv": (3, "staff_name_differs_for_code"),
    "new_customer_unknown.csv": (3, "new_customer_unknown"),
    "scientific_notation.csv": (3, "scientific_notation"),
    # twice
    "duplicate_row.csv": (4, "duplicate_row"),
    "duplicate_conflict.csv": (4, "duplicate_conflict"),
    "possible_duplicate.csv": (4, "possible_duplicate"),
    # how the file was written
    "missing_required.csv": (3, "missing_required"),
    "column_count_mismatch.csv": (3, "column_count_mismatch"),
    "hidden_row.xlsx": (3, "hidden_row"),
    "formula_without_value.xlsx": (3, "formula_without_value"),
    "lossy_text.csv": (3, "lossy_text"),
    "cell_too_long.csv": (3, "cell_too_long"),
    "note_too_long.csv": (3, "note_too_long"),
}
NOTICES = {"control_total_mismatch.csv": (5, "control_total_mismatch")}
REFUSED = {
    "undecodable_encoding.csv": "undecodable_encoding",
    "unsupported_format.pdf": "unsupported_format",
    "cumulative_not_transaction.csv": "cumulative_not_transaction",
    "missing_columns.csv": "missing_columns",
    "empty_file.csv": "empty_file",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The simulated campaign."""
    folder = tmp_path_factory.mktemp("faults")
    store = Store(Generations(folder, keep=2, lock_seconds=10), threads=1)
    demo.build(store, at=NOON)
    return store


def looked_at(store: Store, file: Path) -> CheckedFile:
    return checked(store, file.read_bytes(), file.name, campaign="ngay-thu-7")


def test_every_fault_has_its_file_and_every_file_its_fault() -> None:
    names = {file.name for file in FAULTS.iterdir()}
    assert names == {*ROWS, *NOTICES, *REFUSED}
    covered = {code for _, code in (*ROWS.values(), *NOTICES.values())}
    assert covered >= {*ERRORS, *REPORTED}
    assert all(Path(name).stem == code for name, (_, code) in {**ROWS, **NOTICES}.items())


@pytest.mark.parametrize("name", ROWS)
def test_the_fault_is_found_in_its_row_and_no_other_row_is_at_fault(
    store: Store, name: str
) -> None:
    file = looked_at(store, FAULTS / name)
    found = [(one.row, one.code) for row in file.rows for one in row.problems]
    assert (found, file.notices) == ([ROWS[name]], ())
    is_error = ROWS[name][1] in ERRORS
    assert (file.total, file.rejected, file.warned) == (3, int(is_error), int(not is_error))


@pytest.mark.parametrize("name", NOTICES)
def test_a_fault_of_the_whole_file_sets_no_row_aside(store: Store, name: str) -> None:
    file = looked_at(store, FAULTS / name)
    assert [(one.row, one.code) for one in file.notices] == [NOTICES[name]]
    assert (file.total, file.accepted, file.warned) == (3, 3, 0)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_for_its_reason(store: Store, name: str) -> None:
    with pytest.raises(FileRefused) as caught:
        looked_at(store, FAULTS / name)
    assert caught.value.reason == REFUSED[name]
