"""Content that wants to be more than text: kept literally or refused, and handed out safely."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lib.errors import FileRefused
from lib.intake.committing import commit
from lib.intake.corrections import sheet_of_problems
from lib.intake.report import report
from lib.queries import corrections
from lib.store import Store
from tests.intake.setup import NOON, checked, checked_rows, store_in
from tests.intake.test_layouts import FIRST, HEADER, saved, workbook

EVIL = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "![x](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
    ":red[x] :material/delete: $x^2$",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'; drop table sales; --",
    "{column} {0} %s",
    "../../../etc/passwd",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_in(Path(tmp_path_factory.mktemp("hostile")))


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_is_kept_literally_and_comes_back_as_text(store: Store, evil: str) -> None:
    file = checked_rows(store, {"note": evil}, {"receipt_no": "GD-2", "unit": evil})
    found = report(file)
    assert found["accepted"][0]["note"] == evil
    assert (found["rejected"][0]["reason"], found["rejected"][0]["value"]) == ("unknown_unit", evil)
    json.loads(json.dumps(found, default=str))
    book = openpyxl.load_workbook(io.BytesIO(sheet_of_problems(file)))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    again = checked(store, sheet_of_problems(file), "sua.xlsx")
    assert again.rows[0].texts["unit"] == evil


def test_hostile_text_is_written_to_the_ledger_as_it_is(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    rows = [{"receipt_no": f"GD-{number}", "note": evil} for number, evil in enumerate(EVIL)]
    receipt = commit(store, checked_rows(store, *rows, {"revenue": "?"}), sender=EVIL[0], at=NOON)
    assert receipt.accepted == len(EVIL)
    waiting = corrections.rows_to_fix(store, batch_id=receipt.batch_id, as_of=NOON)
    assert json.loads(waiting["texts"].iloc[0])["revenue"] == "?"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "=1+1", "<b>x</b>", "a\nb"])
def test_a_sheet_may_be_called_anything(store: Store, name: str) -> None:
    data = _renamed(saved(workbook([HEADER, FIRST, [*FIRST[:7], "?", ""]])), name)
    found = report(checked(store, data))
    assert [one["sheet"] for one in found["accepted"]] == [name]
    assert sheet_of_problems(checked(store, data))


@pytest.mark.parametrize("name", ["../../x.csv", "..\\..\\x.csv", "/etc/x.csv", "C:\\a\\x.csv"])
def test_a_file_name_loses_its_folders(store: Store, name: str) -> None:
    data = saved(workbook([HEADER, FIRST]))
    assert checked(store, data, name).file_name == "x.csv"


def test_a_cell_of_a_megabyte_sets_its_row_aside(store: Store) -> None:
    file = checked_rows(store, {}, {"receipt_no": "GD-2", "customer_code": "x" * 2**20})
    assert (file.accepted, file.rejected) == (1, 1)
    assert len(file.rows[1].cells["Mã khách hàng"]) == 500
    assert len(sheet_of_problems(file)) < 50_000


def test_entities_of_a_workbook_are_not_unfolded(store: Store) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(8)
    )
    data = _changed(
        saved(workbook([HEADER, FIRST])),
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbook", f"{bomb}]><workbook".encode(), 1).replace(
            b'name="Sheet"', b'name="&i;"'
        ),
    )
    with pytest.raises(FileRefused) as caught:
        checked(store, data)
    assert caught.value.reason in ("unsupported_format", "file_too_large")


def test_entities_of_a_web_page_are_not_unfolded_and_nothing_is_fetched(store: Store) -> None:
    page = (
        '<!DOCTYPE html SYSTEM "http://evil.example/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">'
        "]><html><table><tr>" + "".join(f"<th>{name}</th>" for name in HEADER) + "</tr><tr>"
        + "".join(f"<td>{cell or '&x;'}</td>" for cell in FIRST) + "</tr></table></html>"
    )  # fmt: skip
    (sale,) = report(checked(store, page.encode()))["accepted"]
    assert "root" not in str(sale["note"])


def _renamed(data: bytes, name: str) -> bytes:
    escaped = (
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "&#10;")
    )
    return _changed(
        data,
        "xl/workbook.xml",
        lambda xml: xml.replace(b'name="Sheet"', f'name="{escaped}"'.encode()),
    )


def _changed(data: bytes, path: str, change) -> bytes:  # type: ignore[no-untyped-def]
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            new.writestr(entry.filename, change(body) if entry.filename == path else body)
    return content.getvalue()
