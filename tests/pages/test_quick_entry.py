"""Quick entry: the place first, then one sale after another, each saved once or not at all."""

from collections.abc import Callable
from datetime import datetime

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog
from lib.queries import intake
from lib.store import Store
from lib.ui import clock
from tests.intake.setup import store_in
from tests.pages.conftest import open_page, words_of

MIDDAY = datetime(2024, 9, 21, 11, 5, 30)
EVENING = datetime(2024, 9, 21, 21, 0)
AFTERWARDS = datetime(2024, 9, 25, 9, 0)


@pytest.fixture
def store(other_board: Callable[..., Store]) -> Store:
    """Five units, four services and three people; nothing sold; a short wait for the lock."""
    return store_in(other_board(RAQUAN_LOCK_SECONDS="1").generations.folder)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Say what time it is at the counter."""

    def say(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    say(MIDDAY)
    return say


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_nothing_can_be_entered_before_the_code_is_given(board: Store, language: str) -> None:
    page = open_page("entry", lang=language)
    words = catalog.sentences(language)
    assert words["import.operator_why"] in words_of(page)
    assert not page.main.selectbox and not page.main.number_input


def test_the_unit_is_asked_once_and_stays_in_the_address(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = at_the_counter(unit=None)
    assert page.button(key="entry_start").disabled
    offered = page.selectbox(key="unit").options
    assert "Bưu điện TP Hạ Long" in offered and "Bưu cục Bãi Cháy · Hạ Long" in offered
    assert not any("tỉnh" in one or "Hoành Bồ" in one for one in offered)
    page.selectbox(key="unit").select("bai_chay").run()
    page.text_input(key="seller").input("mp0001").run()
    assert "Trần Mẫu Bình" in words_of(page)
    page.button(key="entry_start").click().run()
    assert "Bãi Cháy · Trần Mẫu Bình" in words_of(page)
    assert page.query_params["unit"] == "bai_chay"
    assert page.query_params["seller"] == "mp0001"
    assert page.button(key="entry_save").label == "Lưu"


def test_a_sale_of_today_is_saved_now_and_undone(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = filled(at_the_counter(seller="MP0001"))
    assert page.button(key="entry_save").label == "Lưu 760.000\u00a0đồng"
    assert store.current() == 1, "filling in writes nothing"
    page.button(key="entry_save").click().run()
    assert not page.exception and not page.error and not page.warning
    (said,) = page.success
    assert said.value.startswith("EMS \\(chuyển phát nhanh\\) × 8, 760\\.000 đồng")
    assert "Đã lưu lúc 11:05" in titles(page)
    (sale,) = sales(store)
    assert (sale["unit_id"], sale["staff_code"], sale["service_code"]) == (
        *("ha_long", "MP0001"),
        "EMS",
    )
    assert (sale["quantity"], sale["revenue_vnd"]) == (8, 760_000)
    assert sale["sold_at"] == datetime(2024, 9, 21, 11, 5)
    assert figures(page) == {"Của tôi hôm nay": "0,8", "Hạ Long": "0,8"}
    page.button(key="entry_undo").click().run()
    assert not page.exception and not page.error
    assert sales(store) == []
    assert "760\\.000 đồng" not in words_of(page)
    assert "760.000\u00a0đồng không còn được tính" in page.success[0].value
    assert figures(page)["Của tôi hôm nay"] == "0,0"
    assert page.button(key="entry_save").label == "Lưu"


def test_what_is_saved_is_told_from_the_ledger_after_a_reload(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = filled(at_the_counter())
    page.button(key="entry_save").click().run()
    draft = page.query_params["draft"]
    again = at_the_counter(draft=draft)
    assert "Đã lưu lúc 11:05" in titles(again)
    assert not again.number_input
    again.button(key="entry_next").click().run()
    assert again.number_input[0].value == 1
    assert again.query_params["draft"] != draft
    other = at_the_counter(sender="Mai", draft=draft)
    assert other.number_input, "a key is its sender's own"
    assert len(sales(store)) == 1


def test_a_busy_store_keeps_what_is_typed_and_the_retry_counts_once(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = filled(at_the_counter())
    with FileLock(store.generations.folder / "write.lock"):
        page.button(key="entry_save").click().run()
        assert not page.exception
        (said,) = page.error
        assert said.value == (
            "Kho số liệu chưa phản hồi\\. Các ô đã nhập vẫn giữ nguyên, bấm Lưu lại sau ít giây\\."
        )
        assert "Đã lưu" not in titles(page)
        assert page.button(key="entry_save").label == "Lưu lại 760.000\u00a0đồng"
        assert [one.value for one in page.number_input] == [8, 760_000]
    now(MIDDAY.replace(minute=20))
    page.button(key="entry_save").click().run()
    assert "Đã lưu lúc 11:20" in titles(page) and not page.error
    (sale,) = sales(store)
    assert sale["sold_at"] == datetime(2024, 9, 21, 11, 5), "it was sold when it was first tried"


def test_a_full_disk_is_said_and_nothing_is_lost(
    store: Store, now: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = filled(at_the_counter())
    with monkeypatch.context() as patch:
        patch.setattr("lib.store.workbench.copy", no_space)
        page.button(key="entry_save").click().run()
        assert not page.exception
        assert "không ghi được vào kho" in page.error[0].value
    page.button(key="entry_save").click().run()
    assert len(sales(store)) == 1 and not page.error


def test_an_edit_after_an_unknown_outcome_cannot_count_twice(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = filled(at_the_counter())
    draft = page.query_params["draft"]
    elsewhere = filled(at_the_counter(draft=draft), count=9)
    elsewhere.button(key="entry_save").click().run()
    page.button(key="entry_save").click().run()
    assert not page.exception and not page.error
    assert "× 9, 760\\.000 đồng" in page.success[0].value, "what was saved is what is shown"
    assert [one["quantity"] for one in sales(store)] == [9]


def test_what_the_checks_refuse_is_said_beside_its_field(
    store: Store, now: Callable[[datetime], None]
) -> None:
    page = at_the_counter()
    page.button(key="entry_save").click().run()
    said = words_of(page)
    assert ":red[Thiếu Dịch vụ\\. Điền ô còn thiếu\\.]" in said
    assert ":red[Thiếu Doanh thu\\. Điền ô còn thiếu\\.]" in said
    assert store.current() == 1
    filled(page).button(key="entry_save").click().run()
    assert "Đã lưu lúc 11:05" in titles(page)
    page.button(key="entry_next").click().run()
    assert not page.error and ":red[" not in words_of(page)


def test_a_receipt_number_counts_once(store: Store, now: Callable[[datetime], None]) -> None:
    page = filled(at_the_counter(), receipt="GD-7")
    page.button(key="entry_save").click().run()
    page.button(key="entry_next").click().run()
    filled(page, count=2, receipt="gd-7").button(key="entry_save").click().run()
    assert "Số phiếu gd\\-7 đã nhập lúc 11\\:05" in words_of(page)
    assert len(sales(store)) == 1


def test_warnings_are_shown_once_it_is_saved(store: Store, now: Callable[[datetime], None]) -> None:
    now(EVENING)
    page = filled(at_the_counter())
    assert not page.warning
    page.button(key="entry_save").click().run()
    assert [one.value for one in page.warning if "21\\:00" in one.value]
    page.button(key="entry_next").click().run()
    filled(page).button(key="entry_save").click().run()
    assert len(page.warning) == 2, "outside hours, and perhaps the same sale again"
    assert len(sales(store)) == 2


def test_after_the_campaign_the_time_may_be_left_out_or_given(
    store: Store, now: Callable[[datetime], None]
) -> None:
    now(AFTERWARDS)
    page = filled(at_the_counter())
    page.button(key="entry_save").click().run()
    assert not page.warning, "the form itself says that time and seller may be left out"
    page.button(key="entry_next").click().run()
    field(filled(page), "time").input("15h30").run()
    page.button(key="entry_save").click().run()
    found = sorted((one["sold_on"].isoformat(), str(one["sold_at"])) for one in sales(store))
    assert found == [("2024-09-21", "2024-09-21 15:30:00"), ("2024-09-21", "None")]


def at_the_counter(*, unit: str | None = "ha_long", sender: str = "Lan", **url: str) -> AppTest:
    """The page of someone who has given the code."""
    page = open_page("entry", campaign="day", **({"unit": unit} if unit else {}), **url)
    page.session_state["desk.sender"] = sender
    return page.run()


def filled(page: AppTest, *, count: int = 8, receipt: str = "") -> AppTest:
    """Eight express parcels for 760.000 đồng; the product by its search field."""
    field(page, "product").select("EMS/").run()
    field(page, "quantity").set_value(count).run()
    field(page, "amount").set_value(760_000).run()
    if receipt:
        field(page, "receipt").input(receipt).run()
    return page


def field(page: AppTest, name: str) -> object:
    """A field of the form, whatever the key of the sale."""
    widgets = (*page.main.selectbox, *page.main.number_input, *page.main.text_input)
    (found,) = (one for one in widgets if str(one.key).startswith(f"entry_{name}"))
    return found


def titles(page: AppTest) -> str:
    """The titles of the boxes on the page."""
    return "\n".join(one.proto.title for one in (*page.success, *page.error))


def figures(page: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in page.metric}


def sales(store: Store) -> list[dict[str, object]]:
    """The sales without a void, each as the ledger keeps it."""
    found = []
    for batch_id in range(1, 9):
        scope = {"batch_id": batch_id, "as_of": datetime(9999, 12, 30)}
        found += intake.standing_sales(store, **scope)["sale_id"].tolist()
    kept = intake.unnumbered_sales(
        store,
        unit_ids=["ha_long", "bai_chay"],
        first_day=datetime(2024, 9, 21).date(),
        last_day=datetime(2024, 9, 21).date(),
        as_of=datetime(9999, 12, 30),
    ).to_dict("records")
    numbered = intake.counted_receipts(
        store, receipt_keys=["gd-7"], as_of=datetime(9999, 12, 30)
    ).to_dict("records")
    assert len(found) == len(kept) + len(numbered)
    return [
        {name: None if str(value) in ("NaT", "<NA>") else value for name, value in one.items()}
        for one in (*kept, *numbered)
    ]


def no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")
