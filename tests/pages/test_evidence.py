"""The page of evidence: each kind from a file and by hand, what counts, and the undo."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog
from lib.intake.evidence import committing
from lib.store import Store
from tests.intake.evidence_setup import (
    EVENING,
    KINDS,
    checked_rows,
    counted,
    csv_of,
    evidence_store,
)
from tests.intake.setup import store_in
from tests.pages.conftest import open_page, words_of

FILE = "application/octet-stream"


def operating(kind: str, **url: str) -> AppTest:
    """The page of someone who has given the code."""
    page = open_page("evidence", campaign="day", kind=kind, **url)
    page.session_state["desk.sender"] = "Lan"
    return page.run()


def uploaded(page: AppTest, kind: str, *rows: dict[str, str]) -> AppTest:
    page.get("file_uploader")[0].upload("phat.csv", csv_of(kind, *rows), FILE).run()
    assert not page.exception
    return page


def widget(page: AppTest, kind: str, field: str, sort: str) -> Any:
    """A field of the form as it stands now, whichever turn it is."""
    found = [
        one
        for one in getattr(page.main, sort)
        if str(one.key).startswith(f"evidence_{kind}_{field}_")
    ]
    assert len(found) == 1, field
    return found[0]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_counts_is_open_to_all_and_handing_in_needs_the_code(
    board: Store, kind: str, language: str
) -> None:
    page = open_page("evidence", kind=kind, lang=language)
    assert not page.exception
    words = catalog.sentences(language)
    assert words["import.operator_why"] in words_of(page)
    assert not page.get("file_uploader")
    assert not [one for one in page.button if one.key == "evidence_undo"]
    assert page.segmented_control(key="kind").value == kind
    said = words_of(page)
    assert words[f"evidence.counted_{kind}"] in said
    table = page.dataframe[0].value
    expected = {"deliveries": 229, "activities": 45, "attendance": 594}
    assert len(table) == expected.get(kind, len(table)) > 40
    if kind == "attendance":
        assert words["evidence.batches_empty"] in said
        assert set(table[words["table.sender"]]) == {words["evidence.from_setup"]}


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_the_page_says_what_to_do(other_board: Callable[..., Store], kind: str) -> None:
    store_in(other_board().generations.folder)
    page = operating(kind)
    assert not page.exception
    words = catalog.sentences("vi")
    assert words["evidence.empty"] in words_of(page)
    assert words["evidence.batches_empty"] in words_of(page)
    assert words["evidence.start"] in words_of(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_checked_shown_counted_once_confirmed_and_undone(
    other_board: Callable[..., Store], kind: str
) -> None:
    store = evidence_store(other_board().generations.folder)
    before = len(counted(store, kind))
    who = {"hourly_reports": {"team": "?"}}.get(kind, {"staff_code": "MP9999", "staff_name": ""})
    page = uploaded(operating(kind), kind, {}, who)
    shown = {one.label: one.value for one in page.metric}
    assert (shown["Số dòng"], shown["Hợp lệ"], shown["Lỗi"]) == ("2", "1", "1")
    assert "Dòng 3" in words_of(page)
    assert store.current() == 2, "checking a file must not write"
    page.button(key="evidence_confirm").click().run()
    assert not page.exception and not page.error
    assert page.success[0].value.startswith("Đã nhập 1 dòng lúc")
    assert "1 dòng lỗi được giữ riêng" in page.warning[0].value
    assert len(counted(store, kind)) == before + 1
    page.button(key="evidence_undo_now").click().run()
    assert not page.exception and not page.error
    assert "Đã hoàn tác lần nhập 1: 1 dòng" in page.success[0].value
    assert len(counted(store, kind)) == before
    assert page.get("file_uploader"), "the next file can be chosen"


def test_the_same_file_again_is_known(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    file = checked_rows(
        store, "deliveries", {}, {"staff_code": "MP0002", "staff_name": "", "unit": ""}
    )
    committing.commit(store, file, sender="An", at=EVENING)
    page = uploaded(
        operating("deliveries"),
        "deliveries",
        {},
        {"staff_code": "MP0002", "staff_name": "", "unit": ""},
    )
    assert "đã có số liệu này" in words_of(page)
    assert page.button(key="evidence_confirm").disabled


def test_a_file_of_something_else_is_refused_in_words(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    page = operating("deliveries")
    page.get("file_uploader")[0].upload("phat.csv", csv_of("attendance", {}), FILE).run()
    assert not page.exception
    (refused,) = page.error
    assert "Giao đi phát" in refused.value and "Chưa có gì được ghi" in refused.value
    assert store.current() == 2


BY_HAND: dict[str, list[tuple[str, str, Any]]] = {
    "deliveries": [
        ("staff_code", "selectbox", "MP0001"),
        ("taken_out", "number_input", 86),
        ("first_attempt", "number_input", 80),
    ],
    "activities": [
        ("staff_code", "selectbox", "MP0002"),
        ("channel", "selectbox", "livestream"),
        ("verified_by", "text_input", "Tổ truyền thông"),
        ("referred_customers", "number_input", 4),
    ],
    "attendance": [
        ("staff_code", "selectbox", "00123"),
        ("attended_at", "time_input", datetime(2024, 9, 21, 7, 5).time()),
        ("mode", "selectbox", "online"),
    ],
    "hourly_reports": [
        ("team", "selectbox", "hl-01"),
        ("due_at", "selectbox", "09:00"),
        ("reported_at", "time_input", datetime(2024, 9, 21, 9, 5).time()),
    ],
}


def fill(page: AppTest, kind: str, **changes: Any) -> AppTest:
    for field, sort, value in BY_HAND[kind]:
        widget(page, kind, field, sort).set_value(changes.get(field, value))
    (save,) = [one for one in page.button if str(one.key).startswith("FormSubmitter:evidence")]
    return save.click().run()


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_by_hand_counts_and_says_who_saved_what_when(
    other_board: Callable[..., Store], kind: str
) -> None:
    store = evidence_store(other_board().generations.folder)
    before = len(counted(store, kind))
    page = fill(operating(kind), kind)
    assert not page.exception and not page.error
    assert page.success[0].value.startswith("Lan đã lưu ")
    assert len(counted(store, kind)) == before + 1
    assert counted(store, kind)[-1]["sender"] == "Lan" or kind == "attendance"
    field, sort, _ = BY_HAND[kind][0]
    assert widget(page, kind, field, sort).value is None, "the next row starts empty"


def test_a_row_that_is_refused_stays_in_the_form(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    page = fill(operating("deliveries"), "deliveries", first_attempt=90)
    assert not page.exception
    (refused,) = page.error
    assert "Các ô đã nhập vẫn giữ nguyên" in refused.value
    assert "nhiều hơn Giao đi phát (86)" in refused.value.replace("\\", "")
    assert store.current() == 2
    assert widget(page, "deliveries", "first_attempt", "number_input").value == 90
    assert widget(page, "deliveries", "staff_code", "selectbox").value == "MP0001"
    page = fill(page, "deliveries")
    assert not page.error and len(counted(store, "deliveries")) == 1
    page = fill(page, "deliveries")
    assert "đã có số liệu này" in page.error[0].value, "one day of a person counts once"
    assert len(counted(store, "deliveries")) == 1


def test_any_hand_over_can_be_undone_from_the_list(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    committing.commit(store, checked_rows(store, "activities", {}), sender="An", at=EVENING)
    page = operating("activities")
    page.selectbox(key="evidence_undo_batch_activities").select(1).run()
    page.button(key="evidence_undo").click().run()
    page.button(key="evidence_undo_yes").click().run()
    assert not page.exception and not page.error
    assert counted(store, "activities") == []
    assert "Đã hoàn tác lần nhập 1" in words_of(page)
    states = page.dataframe[-1].value["Trạng thái"]
    assert [one.startswith("Đã hoàn tác lúc") for one in states] == [True]


def test_the_past_cannot_be_written_into(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    committing.commit(store, checked_rows(store, "attendance", {}), sender="An", at=EVENING)
    page = operating("attendance", as_of="2024-09-21T12:00")
    assert not page.exception
    assert catalog.sentences("vi")["ledger.looking_back"] in words_of(page)
    assert not page.get("file_uploader")
    assert list(page.dataframe[0].value["Mã nhân viên"]) == ["MP0001"]


def test_what_people_type_is_shown_as_they_typed_it(other_board: Callable[..., Store]) -> None:
    store = evidence_store(other_board().generations.folder)
    evil = "**đậm** [x](https://example.org) <b>y</b>"
    page = uploaded(operating("activities"), "activities", {"channel": evil})
    assert "**đậm**" not in words_of(page).replace("\\*\\*đậm\\*\\*", "")
    assert store.current() == 2
