"""The ledger page: find a sale, see its life, void it, verify its batch, see who is late."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog
from lib.intake.verifying import verify_batch
from lib.intake.voiding import void_sale
from lib.store import Store
from lib.ui.ledger_sales import PAGE_ROWS
from tests.intake.setup import counted_vnd, store_in
from tests.intake.test_voiding import with_sales
from tests.pages.conftest import open_page, words_of

AT = datetime(2024, 9, 21, 14, 0)
HOSTILE = "<img src=x> **d** :red[x] $x^2$ [a](http://evil.example) =1+1"


def listed(page: AppTest) -> pd.DataFrame:
    """The first table of the page."""
    assert not page.exception and not page.error
    frame: pd.DataFrame = page.dataframe[0].value
    return frame


def small(other_board: Callable[..., Store], *amounts: int, **values: object) -> Store:
    """A served store with one batch of a few sales of Hạ Long."""
    return with_sales(store_in(other_board().generations.folder), *amounts, **values)


def page_of(path: str = "ledger", *, is_operator: bool = False, **url: str) -> AppTest:
    page = open_page(path, **{"campaign": "day", **url})
    if is_operator:
        page.session_state["desk.sender"] = "Hoa"
        page.run()
    return page


# Finding


def test_all_sales_stand_on_pages_the_newest_first(board: Store) -> None:
    page = open_page("ledger")
    first = listed(page)
    assert len(first) == PAGE_ROWS
    assert "4.957 giao dịch" in words_of(page) and "1.187.350.000" in words_of(page)
    page.button(key="page_next").click().run()
    second = listed(page)
    assert not set(first["Số phiếu"]) & set(second["Số phiếu"])
    assert page.query_params["page"] == "2"
    page.button(key="page_last").click().run()
    assert len(listed(page)) == 4_957 % PAGE_ROWS


@pytest.mark.parametrize("typed", ("dong trieu", "Đông Triều", "ĐÔNG TRIỀU"))
def test_a_unit_is_found_with_and_without_accents(board: Store, typed: str) -> None:
    page = open_page("ledger", q=typed)
    found = listed(page)
    assert all(name.startswith("Đông Triều") for name in found["Đơn vị"])
    assert "526 giao dịch" in words_of(page)


def test_what_is_typed_goes_into_the_link_and_begins_at_the_first_page(board: Store) -> None:
    page = open_page("ledger", page="3")
    page.text_input(key="q").input("dong trieu bhyt").run()
    assert set(listed(page)["Dịch vụ"]) <= {
        "Bảo hiểm y tế bổ trợ",
        "BHYT hộ gia đình",
    }
    assert page.query_params["q"] == "dong trieu bhyt"
    assert "page" not in page.query_params


def test_a_link_shows_the_same_rows(board: Store) -> None:
    page = open_page("ledger", q="MP-240921-00077", status="counted", page="9", batch="6")
    assert list(listed(page)["Số phiếu"]) == ["MP-240921-00077"]
    assert page.selectbox(key="batch").value == "6"


def test_nothing_found_says_so_and_offers_the_way_out(board: Store) -> None:
    page = open_page("ledger", q="không có thật", status="voided")
    assert [one.value for one in page.info] == [catalog.sentences("vi")["ledger.no_match"]]
    next(one for one in page.button if one.label == "Bỏ tìm và lọc").click().run()
    assert len(listed(page)) == PAGE_ROWS
    assert "q" not in page.query_params and "status" not in page.query_params


@pytest.mark.parametrize(
    "url",
    (
        {"page": "-1", "sale": "abc", "batch": "x", "status": "x", "view": "x"},
        {"page": "9" * 40, "sale": "9" * 40, "batch": "9" * 40, "q": "%00" * 99},
        {"page": "999999999999999", "sale": "0", "batch": "0", "q": "';--"},
        {"view": "batches", "page": "999999999999999", "batch": "abc", "state": "x"},
        {"view": "batches", "batch": "999999", "state": "verified"},
        {"view": "reports", "page": "x", "q": HOSTILE},
        {"q": HOSTILE, "sale": "999999"},
    ),
)
def test_any_link_opens_the_page(board: Store, url: dict[str, str]) -> None:
    page = open_page("ledger", **url)
    assert not page.exception and not page.error


@pytest.mark.parametrize("view", ("sales", "batches", "reports"))
@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_each_view_opens_in_each_language_and_unit(board: Store, view: str, language: str) -> None:
    page = open_page("ledger", view=view, lang=language, unit="ha_long", sale="1", batch="1")
    assert not page.exception and not page.error
    assert len(listed(page)) >= 1


def test_voided_sales_can_be_asked_for_alone(other_board: Callable[..., Store]) -> None:
    store = small(other_board, 250_000, 40_000)
    void_sale(store, 1, by="Hoa", at=AT, reason_code="double_entry")
    page = page_of(status="voided")
    assert list(listed(page)["Trạng thái"]) == ["Đã hủy 14:00, 21/9/2024"]
    assert "Trong đó 1 đã hủy, 250.000" in words_of(page)
    assert list(listed(page_of(status="counted"))["Doanh thu (đồng)"]) == [40_000]


def test_what_is_found_can_be_taken_away_in_both_formats(board: Store) -> None:
    page = open_page("ledger", q="dong trieu")
    labels = [one.label for one in page.get("download_button")]
    assert labels == ["Tải 526 giao dịch (.xlsx)", "Tải 526 giao dịch (.csv)"]


# The life of a sale


def test_the_life_of_a_sale_names_its_batch_its_control_and_its_void(
    other_board: Callable[..., Store],
) -> None:
    store = small(other_board, 250_000, receipt_no="GD-1", note="ghi chú gốc")
    verify_batch(store, 1, by="Mai", at=AT, note="đủ phiếu")
    void_sale(store, 1, by="Hoa", at=AT, reason_code="other", note="khách đổi ý")
    said = words_of(page_of(sale="1"))
    for words in (
        "250.000",
        "GD\\-1",
        "ghi chú gốc",
        "Lan ghi nhận ở lần nhập 1 (ha\\_long\\.csv) · dòng 2",
        "Mai đã kiểm tra · ghi chú: đủ phiếu",
        "Hoa hủy, lý do: Lý do khác · ghi chú: khách đổi ý",
    ):
        assert words in said, words


def test_a_sale_that_is_not_there_is_said_so(board: Store) -> None:
    page = open_page("ledger", sale="999999")
    assert "không có giao dịch 999999" in page.info[0].value


def test_nothing_written_in_a_sale_comes_alive(other_board: Callable[..., Store]) -> None:
    store = small(other_board, 250_000, receipt_no=HOSTILE, note=HOSTILE, customer_code=HOSTILE)
    void_sale(store, 1, by=HOSTILE, at=AT, reason_code="other", note=HOSTILE)
    page = page_of(sale="1")
    said = words_of(page)
    assert HOSTILE not in said
    assert said.count("\\<img src\\=x\\> \\*\\*d\\*\\* \\:red\\[x\\]") == 5
    assert list(listed(page)["Ghi chú"]) == [HOSTILE]


def test_writing_needs_the_operators_code(other_board: Callable[..., Store]) -> None:
    small(other_board, 250_000)
    page = page_of(sale="1")
    page.session_state["void_1"] = True
    page.run()
    assert catalog.sentences("vi")["import.operator_why"] in words_of(page)
    assert not page.get("text_area")


def test_before_a_void_the_page_says_what_it_does_and_writes_nothing(
    other_board: Callable[..., Store],
) -> None:
    store = small(other_board, 250_000, 40_000)
    page = page_of(sale="1", is_operator=True)
    page.session_state["void_1"] = True
    page.run()
    assert page.button(key="void_1_next").disabled
    page.selectbox(key="void_1_reason").select("mistyped").run()
    page.button(key="void_1_next").click().run()
    assert not page.exception and not page.error
    effect = page.dataframe[-1].value
    assert list(effect["Đồng"]) == ["Hạ Long", "Toàn tỉnh"]
    assert list(effect["Hiện tại"]) == [290_000, 290_000]
    assert list(effect["Sau khi hủy"]) == [40_000, 40_000]
    assert page.button(key="void_yes").label == "Hủy giao dịch, bớt 250.000\u00a0đồng"
    assert store.current() == 2


def test_another_reason_needs_a_note(other_board: Callable[..., Store]) -> None:
    small(other_board, 250_000)
    page = page_of(sale="1", is_operator=True)
    page.session_state["void_1"] = True
    page.run()
    page.selectbox(key="void_1_reason").select("other").run()
    assert page.button(key="void_1_next").disabled
    page.text_area(key="void_1_note").input("khách đổi ý").run()
    assert not page.button(key="void_1_next").disabled


def test_the_past_can_be_looked_at_and_not_changed(other_board: Callable[..., Store]) -> None:
    small(other_board, 250_000)
    page = page_of(sale="1", as_of="13:00", is_operator=True)
    assert catalog.sentences("vi")["ledger.looking_back"] in words_of(page)
    assert not page.main.expander


# Batches and reports


def test_a_batch_is_verified_once_with_the_code(other_board: Callable[..., Store]) -> None:
    store = small(other_board, 250_000)
    page = page_of(view="batches", batch="1", is_operator=True)
    assert list(listed(page)["Trạng thái"]) == ["Chưa kiểm tra"]
    page.session_state["verify_1"] = True
    page.run()
    page.button(key="verify_1_yes").click().run()
    assert not page.exception and not page.error
    assert list(listed(page)["Trạng thái"]) == ["Đã kiểm tra"]
    assert "Hoa đã kiểm tra" in words_of(page)
    assert not page.main.expander, "a batch is verified once"
    assert counted_vnd(store) == 250_000
    assert list(listed(page_of())["Trạng thái"]) == ["Đã kiểm tra"]


def test_a_batch_leads_to_its_sales(other_board: Callable[..., Store]) -> None:
    store = small(other_board, 250_000, 40_000)
    with_sales(store, 7_000)
    page = page_of(view="batches", batch="1")
    page.button(key="batch_sales").click().run()
    assert list(listed(page)["Doanh thu (đồng)"]) == [40_000, 250_000]
    assert page.query_params["batch"] == "1"


def test_batches_can_be_listed_by_their_state(other_board: Callable[..., Store]) -> None:
    store = small(other_board, 250_000)
    with_sales(store, 7_000)
    verify_batch(store, 2, by="Mai", at=AT)
    assert list(listed(page_of(view="batches", state="verified"))["Lần nhập"]) == [2]
    assert list(listed(page_of(view="batches", state="reported"))["Lần nhập"]) == [1]
    page = page_of(view="batches", state="undone")
    assert [one.value for one in page.info] == [catalog.sentences("vi")["ledger.batches_none"]]


def test_the_units_to_call_stand_first(board: Store) -> None:
    page = open_page("ledger", view="reports", as_of="10:45")
    found = listed(page)
    assert next(iter(found["Đơn vị"])) == "Cô Tô"
    assert list(found["Tình trạng"])[:2] == ["Chưa có số", "Đã có số"]
    assert "1 đơn vị chưa có số: Cô Tô" in words_of(page)
    waiting = dict(zip(found["Đơn vị"], found["Chờ xử lý (đồng)"], strict=True))
    assert waiting["Hạ Long"] == 1_440_000


def test_a_unit_is_late_when_an_hour_brought_nothing(other_board: Callable[..., Store]) -> None:
    small(other_board, 250_000)
    said = [words_of(page_of(view="reports", as_of=at)) for at in ("13:00", "13:01")]
    assert "1 đơn vị chậm báo cáo: Hạ Long" not in said[0]
    assert "1 đơn vị chậm báo cáo: Hạ Long" in said[1]
    assert all("2 đơn vị chưa có số: Hải Hà, Đầm Hà" in one for one in said)
