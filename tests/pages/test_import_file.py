"""The import page: the operator's code first, then the file, its rows, and the last imports."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.access import operator
from lib.i18n import catalog
from lib.intake import committing
from lib.store import Store
from tests.intake.setup import checked_rows, store_in
from tests.pages.conftest import open_page, words_of

WRONG = "XXXX-XXXX-XXXX-XXXX"


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_nothing_can_be_handed_in_before_the_code_is_given(board: Store, language: str) -> None:
    page = open_page("import", lang=language)
    words = catalog.sentences(language)
    assert words["import.operator_why"] in words_of(page)
    assert {one.label for one in page.main.text_input} == {
        words["import.sender"],
        words["import.operator"],
    }
    assert not page.get("file_uploader")
    assert not page.dataframe


def test_a_wrong_code_is_refused_with_the_tries_left(other_board: Callable[..., Store]) -> None:
    folder = other_board().generations.folder
    store_in(folder)
    operator.ensure_code(folder.parent / "office.sqlite", datetime(2024, 9, 21, 6, 0))
    page = entered(open_page("import"), WRONG)
    assert not page.exception
    for _ in range(2):  # a page runs again by itself, and what it said must not go
        assert [one.value for one in page.error] == ["Mã không đúng. Còn 4 lần thử."]
        assert not page.get("file_uploader")
        page.run()


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_right_code_opens_the_page(other_board: Callable[..., Store], language: str) -> None:
    folder = other_board().generations.folder
    store_in(folder)
    code = operator.ensure_code(folder.parent / "office.sqlite", datetime(2024, 9, 21, 6, 0))
    assert code
    page = entered(entered(open_page("import", lang=language), WRONG), code.lower())
    assert not page.exception and not page.error
    words = catalog.sentences(language)
    assert len(page.get("file_uploader")) == 1
    assert words["import.start"] in [one.value for one in page.info]
    assert words["import.history_empty"] in words_of(page)


def test_a_file_is_checked_shown_and_counted_once_confirmed(
    other_board: Callable[..., Store],
) -> None:
    store = store_in(other_board().generations.folder)
    page = operating("day")
    page.get("file_uploader")[0].upload(*fixture("sales_one_bad_row.csv")).run()
    assert not page.exception
    shown = {one.label: one.value for one in page.metric}
    assert int(shown["Hợp lệ"]) > 0 and int(shown["Lỗi"]) == 1
    assert store.current() == 1, "checking a file must not write"
    page.button(key="confirm").click().run()
    assert not page.exception and not page.error
    assert store.current() == 2
    assert page.success[0].value.startswith(f"Đã nhập {shown['Hợp lệ']} dòng")
    page.button(key="undo_now").click().run()
    assert not page.exception and not page.error
    assert store.current() == 3
    assert "Đã hoàn tác" in page.success[0].value


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(
    other_board: Callable[..., Store],
) -> None:
    store = store_in(other_board().generations.folder)
    page = operating("day")
    page.get("file_uploader")[0].upload(*fixture("not_a_spreadsheet.pdf")).run()
    assert not page.exception
    (refused,) = page.error
    assert "PDF" in refused.value and "Chưa có gì được ghi" in refused.value
    assert store.current() == 1


def test_the_last_imports_are_listed_with_what_they_count(
    other_board: Callable[..., Store],
) -> None:
    store = store_in(other_board().generations.folder)
    file = checked_rows(store, {"receipt_no": "A"}, {"receipt_no": "B", "revenue": "5.000"})
    committing.commit(store, file, sender="Lan", at=datetime(2024, 9, 21, 12, 0))
    page = operating("day")
    (history,) = (one.value for one in page.dataframe)
    assert list(history["Tệp"]) == ["file.csv"]
    assert list(history["Người nhập"]) == ["Lan"]
    assert list(history["Doanh thu đang tính (đồng)"]) == ["255.000"]


def entered(page: AppTest, code: str) -> AppTest:
    """Give a name and a code."""
    page.text_input(key="operator_name").input("Lan")
    page.text_input(key="operator_code").input(code)
    with pytest.MonkeyPatch.context() as patch:
        # what AppTest has no setting for
        patch.setattr(type(st.context), "ip_address", "192.0.2.7")
        return page.main.button[0].click().run()


def operating(campaign: str) -> AppTest:
    """The page of someone who has given the code."""
    page = open_page("import", campaign=campaign)
    page.session_state["desk.sender"] = "Lan"
    return page.run()


def fixture(name: str) -> tuple[str, bytes, str]:
    """A file as the browser hands it over."""
    content = (Path(__file__).parents[1] / "fixtures" / name).read_bytes()
    return (name, content, "application/octet-stream")
