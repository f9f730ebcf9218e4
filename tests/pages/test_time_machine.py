"""The slider beside every page: a past cut-off is evident everywhere, and one button leads back."""

from datetime import datetime
from typing import Any

import pytest

from lib.store import Store
from lib.ui import clock
from lib.ui.addresses import PATHS
from tests.pages.conftest import open_page, words_of

NOON = datetime(2024, 9, 21, 12, 0)
REPLAY = "Xem lại số liệu lúc 11:07, 21/9/2024"


def slider(page: Any) -> Any:
    return page.sidebar.select_slider(key="as_of_slider")


def said(page: Any) -> str:
    return words_of(page).replace("\\", "")


def at_noon(monkeypatch: pytest.MonkeyPatch, moment: datetime = NOON) -> None:
    """Let it be noon of the campaign's day."""
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_that_it_looks_back(board: Store, path: str) -> None:
    page = open_page(path, as_of="11:07")
    assert not page.exception
    assert REPLAY in said(page)
    assert slider(page).value == "11:07"
    assert page.sidebar.button(key="as_of_to_latest").label == "Về số liệu mới nhất"


def test_one_button_leads_back_to_the_latest(board: Store) -> None:
    page = open_page("progress", as_of="11:07")
    page.sidebar.button(key="as_of_to_latest").click().run()
    assert not page.exception
    assert REPLAY not in said(page)
    assert "as_of" not in page.query_params
    assert slider(page).value == "latest"


def test_sliding_writes_the_address_and_the_field(board: Store) -> None:
    page = open_page("progress")
    assert slider(page).value == "latest"
    assert [one for one in page.sidebar.button if one.key == "as_of_to_latest"] == []
    slider(page).set_value("10:45").run()
    assert not page.exception
    assert page.query_params["as_of"] == "10:45"
    assert page.sidebar.text_input(key="as_of").value == "10:45"
    assert "Xem lại số liệu lúc 10:45, 21/9/2024" in said(page)
    slider(page).set_value("latest").run()
    assert "as_of" not in page.query_params


def test_an_exact_time_becomes_a_step_while_it_is_chosen(board: Store) -> None:
    page = open_page("progress", as_of="11:07")
    assert "11:07" in slider(page).options
    assert page.query_params["as_of"] == "11:07"
    slider(page).set_value("11:15").run()
    assert "11:07" not in slider(page).options
    page.sidebar.text_input(key="as_of").set_value("09:01").run()
    assert slider(page).value == "09:01"


def test_while_the_campaign_runs_steps_come_and_the_choice_stays(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_noon(monkeypatch)
    page = open_page("progress", as_of="11:00")
    assert slider(page).options[-2:] == ["11:45", "mới nhất"]
    at_noon(monkeypatch, NOON.replace(hour=15, minute=1))
    page.run()
    assert not page.exception
    assert slider(page).options[-2:] == ["15:00", "mới nhất"]
    assert slider(page).value == "11:00"
    assert page.query_params["as_of"] == "11:00"


def test_the_latest_stays_the_latest_when_steps_come(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_noon(monkeypatch)
    page = open_page("progress")
    at_noon(monkeypatch, NOON.replace(hour=13, minute=31))
    page.run()
    assert slider(page).value == "latest"
    assert "as_of" not in page.query_params


def test_before_the_opening_there_is_nothing_to_slide(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_noon(monkeypatch, datetime(2024, 9, 21, 6, 0))
    page = open_page("progress")
    assert not page.exception
    assert not page.sidebar.select_slider


def test_a_long_campaign_is_looked_through_by_days_at_the_same_time_of_day(board: Store) -> None:
    page = open_page("progress", campaign="120-ngay", as_of="2024-09-21T11:07")
    assert not page.exception
    assert len(slider(page).options) == 121
    assert slider(page).value == "2024-09-21T11:07"
    slider(page).set_value("2024-09-20T11:07").run()
    assert "Xem lại số liệu lúc 11:07, 20/9/2024" in said(page)
    year = open_page("progress", campaign="nam-2024")
    assert len(slider(year).options) < 200
