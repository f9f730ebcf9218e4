"""The sheet of rows to put right, and the sentences in it."""

import io
import string
import tomllib

import openpyxl
import pytest

from lib.errors import FileRefused
from lib.i18n import catalog
from lib.intake.columns import COLUMNS
from lib.intake.corrections import sheet_of_problems
from lib.intake.problems import ERRORS, WARNINGS, problem
from lib.intake.reading import read
from lib.intake.wording import refusal, remedy, sentence
from lib.store import Store
from tests.intake.setup import NOON, checked, checked_rows, codes, lines, store_in
from tests.intake.test_reading import FIXTURES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_in(tmp_path_factory.mktemp("corrections"))


def test_corrected_rows_can_be_handed_in_again(store: Store) -> None:
    file = checked_rows(
        store,
        {},
        {"receipt_no": "GD-2", "revenue": "2.5", "note": "ghi chú", "staff_name": "Trần Mẫu Bình"},
        {"receipt_no": "GD-3", "unit": "Cà Mau"},
    )
    book = openpyxl.load_workbook(io.BytesIO(sheet_of_problems(file)))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][3:] == [column.header for column in COLUMNS]
    assert (sheet["A2"].value, sheet["A3"].value) == ("3", "4")
    assert "2.5" in str(sheet["B2"].value)
    assert sheet.max_row == 3
    sheet["L2"].value = 2500
    sheet["F3"].value = "Hải Hà"
    content = io.BytesIO()
    book.save(content)
    again = checked(store, content.getvalue(), "sua.xlsx")
    assert (again.accepted, again.rejected, again.revenue_vnd) == (2, 0, 252_500)
    first = again.rows[0].sale
    assert first and (first.note, first.receipt_no) == ("ghi chú", "GD-2")


def test_untouched_rows_are_rejected_for_the_same_reasons(store: Store) -> None:
    file = checked_rows(
        store, {"revenue": "2.5"}, {"unit": "", "sold_at": "25:61", "quantity": "a"}
    )
    again = checked(store, sheet_of_problems(file), "sua.xlsx")
    assert [codes(again, place) for place in (0, 1)] == [codes(file, place) for place in (0, 1)]


@pytest.mark.parametrize("name", ["column_count_mismatch.csv", "formula_without_value.xlsx"])
def test_what_the_cells_do_not_show_is_not_taken_when_handed_in_untouched(
    store: Store, name: str
) -> None:
    file = checked(store, (FIXTURES / "faults" / name).read_bytes(), name)
    place = int(file.is_rejected.argmax())
    assert codes(file, place)[0] == name.partition(".")[0]
    again = checked(store, sheet_of_problems(file), "sua.xlsx")
    assert again.rejected == again.total
    (row,) = [one for one in again.rows if one.texts["staff_code"] == "MP0375"]
    assert "bad_revenue" in [one.code for one in row.problems]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-cmd", "@SUM(A1)", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text(store: Store, evil: str) -> None:
    written = evil.replace('"', "'")
    file = checked_rows(store, {"customer_code": written, "note": written, "revenue": "?"})
    data = sheet_of_problems(file)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)
    (row,) = lines(read(data, "x", most_bytes=10**6, most_rows=10))
    assert (row.cells["customer_code"], row.cells["note"]) == (written, written)


def test_the_cells_at_fault_are_marked(store: Store) -> None:
    file = checked_rows(store, {"revenue": "?", "sold_at": ""})
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_of_problems(file))).active
    assert sheet is not None
    fills = {cell.column_letter: cell.fill.fgColor.rgb for cell in sheet[2]}
    assert (fills["L"], fills["E"], fills["F"]) == ("00FBE7DF", "00E4EBF5", "00000000")


def test_what_a_workbook_cannot_hold_is_marked_and_stops_nothing(store: Store) -> None:
    file = checked_rows(store, {"revenue": "2.5", "note": "a\x07b", "staff_name": "c\ufffed"})
    book = openpyxl.load_workbook(io.BytesIO(sheet_of_problems(file)))
    assert book.active is not None
    written = [cell.value for cell in book.active[2]]
    assert "ab" in written and "c\ufffdd" in written


def test_warned_rows_come_along_only_when_asked_for(store: Store) -> None:
    file = checked_rows(store, {"sold_at": ""}, {"receipt_no": "GD-2", "revenue": "?"})
    for with_warned, rows in ((False, 1), (True, 2)):
        data = sheet_of_problems(file, with_warned=with_warned)
        assert len(lines(read(data, "x", most_bytes=10**6, most_rows=10))) == rows


def places(sentence_text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence_text) if name}


def sentences(language: str) -> dict[str, str]:
    file = catalog.FOLDER / f"problems.{language}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{table}.{key}": line for table, keys in tables.items() for key, line in keys.items()}


def test_both_languages_say_the_same_things() -> None:
    vietnamese, english = sentences("vi"), sentences("en")
    assert list(vietnamese) == list(english)
    for key, line in vietnamese.items():
        assert places(line) == places(english[key]), key


VALUES = {
    "other": [{"batch_id": 1, "recorded_at": NOON}, {"other_row": 2}],
    "suggestion": [{"suggestion": None}, {"suggestion": "Hải Hà"}],
    "": [
        {
            **{"first": NOON.date(), "last": NOON.date(), "opens": NOON.time()},
            **{"closes": NOON.time(), "expected": "An", "limit": 500},
            **{"stated_vnd": 1, "summed_vnd": 2, "difference_vnd": -1},
        }
    ],
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_every_code_has_its_sentence_and_remedy(code: str, language: str) -> None:
    kind = "other" if "duplicate" in code else ""
    kind = "suggestion" if code in ("unknown_unit", "unknown_service") else kind
    catalog.speak(language)
    try:
        for values in VALUES[kind]:
            found = problem(code, 1234, column="revenue", value="{x}", **values)
            assert "{" not in sentence(found).replace("{x}", "")
            assert remedy(found)
    finally:
        catalog.speak("vi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_says_what_and_what_to_do(language: str) -> None:
    catalog.speak(language)
    values = {
        **{"limit": 5, "limit_mb": 1, "columns": ["Ngày"], "row": 3, "campaign": "x", "count": 4},
        "position": 1,
    }
    reasons = [key.removeprefix("refusal.") for key in sentences(language) if "refusal." in key]
    try:
        for key in reasons:
            reason, _, found = key.partition("unsupported_format_")
            more = {"found": found} if found else {}
            said, do = refusal(FileRefused(reason or "unsupported_format", **values, **more))
            assert said and do and "{" not in said + do
    finally:
        catalog.speak("vi")
