"""The checks page: what is found, in words that accuse nobody, with the way to the sales."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.checks import rules
from lib.checks.rules import CHECKS, read_rules
from lib.i18n import catalog
from lib.queries import checks, ledger
from lib.store import Store
from lib.ui import checks_list
from tests.intake.setup import NOON, store_in
from tests.intake.test_voiding import with_sales
from tests.pages.conftest import open_page, words_of

EVENING = datetime(2024, 9, 21, 23, 0)
ACCUSING = r"gian lận|vi phạm|nghi ngờ|bất thường|khống|cheat|fraud|suspicio|violat|guilt|abnormal"
HOSTILE = "<img src=x> **d** :red[x] =1+1"


def found(store: Store, check: str, **about: Any) -> pd.DataFrame:
    """What the query of a check says by the shipped thresholds."""
    asked = {"campaign_code": "ngay-thu-7", "as_of": EVENING, "unit_id": None, **about}
    frame: pd.DataFrame = getattr(checks, check)(
        store, **asked, **asdict(getattr(read_rules(), check))
    )
    return frame


def tables_of(page: AppTest) -> list[pd.DataFrame]:
    assert not page.exception and not page.error
    return [one.value for one in page.dataframe]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_each_check_says_what_it_looks_for_and_lists_what_its_query_finds(
    board: Store, language: str
) -> None:
    page = open_page("checks", lang=language)
    words = catalog.sentences(language)
    assert [one.value for one in page.main.subheader] == [
        words[f"checks.{check}_title"] for check in CHECKS
    ]
    by_query = [found(board, check) for check in CHECKS]
    filled = [frame for frame in by_query if len(frame)]
    assert len(filled) >= 4, "the simulated day shows something"
    for shown, expected in zip(tables_of(page), filled, strict=True):
        assert list(shown[words["table.revenue"]]) == list(expected["revenue_vnd"])
        assert list(shown[words["table.sales"]]) == list(expected["sale_count"])
    total = sum(map(len, by_query))
    assert words["checks.cases_all"].format(count=total) in words_of(page)
    nothing = f":material/check: {words['checks.nothing']}"
    assert words_of(page).count(nothing) == len(by_query) - len(filled)


@pytest.mark.parametrize("check", CHECKS)
def test_the_simulated_day_has_a_handful_of_cases_at_most(board: Store, check: str) -> None:
    assert len(found(board, check)) <= 8


def test_the_thresholds_stand_in_the_sentences(board: Store) -> None:
    said = words_of(open_page("checks"))
    known = read_rules()
    assert f"không quá {known.split_orders.minutes} phút" in said
    assert f"gấp từ {known.end_of_day_spikes.times:.0f} lần" in said
    assert "bội số của 50.000" in said
    assert "17:30, 21/9/2024" in said.replace("\\", "")


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_nothing_on_the_page_accuses(language: str) -> None:
    for key, sentence in catalog.sentences(language).items():
        if key.startswith(("checks.", "table.check_")):
            assert not re.search(ACCUSING, sentence, re.IGNORECASE), key
    for check in CHECKS:
        reason = catalog.sentences(language)[f"checks.{check}_may_be"]
        assert reason.startswith({"vi": "Có thể là", "en": "It may be"}[language])


@pytest.mark.parametrize("unit_id", [None, "ha_long"])
def test_each_link_opens_the_ledger_at_the_sales_of_its_row(
    board: Store, unit_id: str | None
) -> None:
    url = {"unit": unit_id} if unit_id else {}
    shown = tables_of(open_page("checks", as_of="18:00", **url))
    filled = [
        frame
        for check in CHECKS
        if len(
            frame := found(board, check, unit_id=unit_id, as_of=EVENING.replace(hour=18, minute=0))
        )
    ]
    assert len(shown) == len(filled) > 0
    for table, expected in zip(shown, filled, strict=True):
        link = urlsplit(table["Giao dịch gốc"].iloc[0])
        assert link.path == "ledger"
        asked = dict(parse_qsl(link.query, strict_parsing=True))
        assert asked["as_of"] == "2024-09-21T18:00:00"
        page = open_page("ledger", **asked)
        listed = tables_of(page)[0]
        row = expected.iloc[0]
        number = board_sale(board, int(row["first_sale_id"]))
        assert len(listed) >= row["sale_count"]
        assert number["receipt_no"] in set(listed["Số phiếu"])
        if "sale" in asked:
            assert asked["sale"] == str(row["first_sale_id"])


def board_sale(store: Store, sale_id: int) -> pd.Series:
    return ledger.sale(store, campaign_code="ngay-thu-7", sale_id=sale_id, as_of=EVENING).iloc[0]


def test_links_by_customer_and_by_batch_find_those_sales_and_no_other(board: Store) -> None:
    [_, _, customers, late] = tables_of(open_page("checks"))
    for table in (customers, late):
        for href, count in zip(table["Giao dịch gốc"], table["Giao dịch"], strict=True):
            page = open_page("ledger", **dict(parse_qsl(urlsplit(href).query)))
            assert f"**{count} giao dịch**" in words_of(page), href


def test_a_past_cut_off_shows_what_was_known_then(board: Store) -> None:
    page = open_page("checks", as_of="12:00")
    noon = [found(board, check, as_of=datetime(2024, 9, 21, 12, 0)) for check in CHECKS]
    assert [len(one) for one in tables_of(page)] == [len(one) for one in noon if len(one)]
    assert "Chiến dịch chưa đóng tính đến lúc này." in words_of(page)
    assert "chưa đóng" not in words_of(open_page("checks"))


def test_a_unit_shows_its_own_cases(board: Store) -> None:
    page = open_page("checks", unit="cam_pha")
    shown = [len(one) for one in tables_of(page)]
    assert shown == [
        count for check in CHECKS if (count := len(found(board, check, unit_id="cam_pha")))
    ]
    assert sum(shown) < sum(len(found(board, check)) for check in CHECKS)


def test_links_speak_the_viewers_language(board: Store) -> None:
    [first, *_] = tables_of(open_page("checks", lang="en"))
    assert "lang=en" in first["Its sales"].iloc[0]


def test_nothing_found_says_so(other_board: Callable[..., Store]) -> None:
    with_sales(store_in(other_board().generations.folder), 250_000)
    page = open_page("checks", campaign="day")
    assert not tables_of(page)
    said = words_of(page)
    assert "**Không có gì cần xem thêm.**" in said
    assert said.count(":material/check: Không có gì cần xem thêm.") == len(CHECKS)


def test_nothing_written_in_a_sale_comes_alive(other_board: Callable[..., Store]) -> None:
    store = store_in(other_board().generations.folder)
    for staff in ("MP0001", "MP0002"):
        about = {"customer_code": HOSTILE, "is_new_customer": True, "staff_code": staff}
        with_sales(store, 250_000, **about)
    page = open_page("checks", campaign="day")
    [table] = tables_of(page)
    assert list(table["Mã khách hàng"]) == [HOSTILE]
    assert HOSTILE not in words_of(page)
    asked = dict(parse_qsl(urlsplit(table["Giao dịch gốc"].iloc[0]).query))
    assert asked["q"] == HOSTILE


def test_a_long_list_is_cut_and_says_so(
    other_board: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_list, "MOST", 2)
    store = store_in(other_board().generations.folder)
    for hour in range(3):
        sold_at = NOON - timedelta(hours=hour)
        with_sales(store, 1_500_000, 1_500_000, staff_code="MP0001", sold_at=sold_at)
    page = open_page("checks", campaign="day")
    assert len(tables_of(page)[0]) == 2
    assert "Chỉ hiện 2 trong 3 trường hợp" in words_of(page)


def test_thresholds_that_cannot_be_used_are_named_and_the_page_stays(
    board: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "checks.toml"
    file.write_text(rules.SHIPPED.read_text(encoding="utf-8").replace("times = 3.0", "times = 0"))
    monkeypatch.setattr(rules.read_rules, "__defaults__", (file,))
    page = open_page("checks")
    assert not page.exception
    [error] = page.error
    assert "end_of_day_spikes times" in error.value
    assert [one.value for one in page.title] == ["Đối soát số liệu"]
    assert not page.dataframe
