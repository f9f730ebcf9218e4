"""The remote: what is tapped is ordered, for one screen or all, and told with who and when."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import office, screens
from lib.access.screens import Remote, Screen, Turn
from lib.errors import OrderRefused
from lib.i18n import catalog
from lib.store import Store
from lib.ui import clock, data, screen_words
from tests.intake.setup import store_in
from tests.pages.conftest import open_page, words_of

NOW = datetime(2024, 9, 21, 16, 40, 5)


@pytest.fixture
def book(other_board: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office file of a board whose clock stands at 16:40 on the campaign's day."""
    store_in(other_board().generations.folder)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return data.settings().office_file


def remote(sender: str = "Mai", **url: str) -> AppTest:
    """The remote in the hand of somebody who has given the code."""
    page = open_page("remote", **url)
    page.session_state["desk.sender"] = sender
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    """What the page says, as people read it: without what keeps it from coming alive."""
    return words_of(page).replace("\\", "").replace("\u2060", "")


def tap(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_nothing_can_be_ordered_before_the_code_is_given(book: Path, language: str) -> None:
    page = open_page("remote", lang=language)
    words = catalog.sentences(language)
    assert words["import.operator_why"] in words_of(page)
    assert words["remote.now"] not in words_of(page)
    assert not any(str(one.key).startswith("remote") for one in page.button)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_a_scene_is_pinned_and_given_back(book: Path, language: str) -> None:
    page = remote(lang=language)
    words = catalog.sentences(language)
    assert words["remote.nothing"] in words_of(page)
    labels = [page.button(key=f"remote_pin_{scene}").label for scene in screens.SCENES]
    assert labels == [words[f"scene.{scene}"] for scene in screens.SCENES]
    tap(page, "remote_pin_map")
    assert screens.remote(book, "sanh-chinh") == Remote(
        pinned="map", changed_at=NOW, changed_by="Mai"
    )
    pinned = words["remote.pinned"].format(scene=words["scene.map"])
    assert f"{pinned} · Mai, 16:40, 21/9/2024" in said(page)
    tap(page, "remote_unpin")
    assert screens.remote(book, "sanh-chinh") == Remote()


def test_holding_during_a_speech_and_going_on(book: Path) -> None:
    page = tap(remote(), "remote_hold")
    assert screens.remote(book, "*").held
    assert "Giữ nguyên cảnh · Mai, 16:40, 21/9/2024" in said(page)
    tap(page, "remote_go_on")
    assert not screens.remote(book, "*").held


def test_a_message_is_sent_literally_and_cleared(book: Path) -> None:
    page = remote()
    page.text_input(key="remote_line").input("  Mời *cả nhà* về\thội trường [x](http://y) ")
    tap(page, "remote_send")
    assert screens.remote(book, "*").message == "Mời *cả nhà* về hội trường [x](http://y)"
    assert "\\*cả nhà\\*" in words_of(page)
    tap(page, "remote_clear")
    assert screens.remote(book, "*").message is None


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_an_empty_message_is_not_sent_and_says_why(book: Path, language: str) -> None:
    page = remote(lang=language)
    tap(page, "remote_send")
    words = catalog.sentences(language)
    refused = words["remote.refused"].format(why=words["remote.problem_empty"])
    assert [one.value for one in page.warning] == [refused]
    assert screens.version(book) == 0


def test_a_message_that_is_too_long_is_not_cut_and_not_sent(book: Path) -> None:
    page = remote()
    assert page.text_input(key="remote_line").max_chars == 90
    # a browser does not let one type more, and the server takes no more from others
    page.text_input(key="remote_line").input("x" * 91)
    tap(page, "remote_send")
    assert page.warning
    assert screens.version(book) == 0


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("reason", ["too_long", "not_minutes", "not_offered", "not_a_name"])
def test_every_refusal_has_its_words(language: str, reason: str) -> None:
    catalog.speak(language)
    why = catalog.sentences(language)[f"remote.problem_{reason}"]
    assert why in screen_words.refusal(OrderRefused(key="message", reason=reason))


def test_the_ranking_freezes_before_closing_or_now_and_is_released_after_asking(
    book: Path,
) -> None:
    page = remote()
    page.number_input(key="remote_minutes").set_value(45).run()
    assert page.button(key="remote_freeze_before").label == "Tự giữ nguyên 45 phút cuối"
    tap(page, "remote_freeze_before")
    assert screens.remote(book, "*").freeze_minutes == 45
    assert "45 phút trước giờ chốt (17:15, 21/9/2024) · Mai" in said(page)
    tap(page, "remote_unfreeze")
    assert "Mọi người sẽ thấy ngay thứ hạng hiện tại" in said(page)
    assert screens.remote(book, "*").freeze_minutes == 45, "asked first"
    screens.release(book, "*", by="An", at=NOW)
    page = tap(remote(), "remote_freeze_now")
    assert screens.remote(book, "*").frozen_at == NOW.replace(microsecond=0)
    assert "Xếp hạng giữ nguyên từ 16:40, 21/9/2024" in said(page)


def test_one_screen_is_ordered_by_itself_and_takes_part_in_what_is_for_all(book: Path) -> None:
    screens.order(book, "*", by="An", at=NOW, held=True, message="Chung")
    page = remote(screen="sanh-chinh")
    assert page.selectbox(key="screen").value == "sanh-chinh"
    assert "Giữ nguyên cảnh (lệnh chung) · An" in said(page)
    tap(page, "remote_go_on")
    assert not screens.remote(book, "sanh-chinh").held
    assert screens.remote(book, "khac").held
    everywhere = remote()
    assert "Sảnh chính: chuyển cảnh tiếp · Mai" in said(everywhere)
    tap(everywhere, "remote_release")
    assert "Bỏ mọi lệnh trên Tất cả màn hình?" in said(everywhere)
    assert screens.remote(book, "khac").held, "asked first"


def test_the_scenes_are_those_of_the_playlist_and_a_unit_is_chosen_for_repeated_ones(
    book: Path,
) -> None:
    playlist = (Turn("map", "ha_long"), Turn("tiers"), Turn("services", per_district=True))
    screens.save(book, Screen("cua-vao", playlist=playlist), by="An", at=NOW)
    page = remote(screen="cua-vao")
    keys = [str(one.key) for one in page.button if str(one.key).startswith("remote_pin_")]
    assert keys == ["remote_pin_map:ha_long", "remote_pin_tiers", "remote_pin_unit"]
    assert page.button(key="remote_pin_map:ha_long").label == "Bản đồ · Hạ Long"
    assert page.button(key="remote_pin_unit").disabled
    page.selectbox(key="remote_unit").select("services:hai_ha").run()
    tap(page, "remote_pin_unit")
    assert screens.remote(book, "cua-vao").pinned == "services:hai_ha"
    assert "Chỉ chiếu Dịch vụ · Hải Hà" in said(page)


def test_a_busy_office_file_is_said_and_nothing_changes(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = remote()
    monkeypatch.setattr(office, "BUSY_SECONDS", 0.05)
    with office.office(book):
        tap(page, "remote_hold")
        assert "Chưa có gì thay đổi" in page.error[0].value
    assert screens.remote(book, "*") == Remote()
