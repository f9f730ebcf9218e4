"""The page of screens: listed for anybody, edited by the operator, put back after asking."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.access import screens
from lib.access.screens import Screen, Turn
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.store import Store
from lib.ui import clock, data
from lib.ui.screen_form import turns_of
from tests.intake.setup import store_in
from tests.pages.conftest import open_page, words_of

NOW = datetime(2024, 9, 21, 9, 15)

HALL = """
[[screen]]
name = "sanh"
title = "Sảnh *lớn*"
unit = "ha_long"
playlist = [{ scene = "map", seconds = 15 }, { scene = "tiers", seconds = 10 }]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one screen."""
    path = tmp_path / "screens.toml"
    path.write_text(HALL, encoding="utf-8")
    return path


@pytest.fixture
def book(other_board: Callable[..., Store], file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office file of a board with that file of screens."""
    store_in(other_board(RAQUAN_SCREENS=str(file)).generations.folder)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return data.settings().office_file


def opened(**url: str) -> AppTest:
    """The page in the hands of somebody who has given the code."""
    page = open_page("screens", **url)
    page.session_state["desk.sender"] = "Mai"
    page.run()
    assert not page.exception
    return page


def field(kind: str, page: AppTest, ending: str) -> object:
    """A field of the form by the end of its key."""
    (found,) = [one for one in page.get(kind) if str(one.key).endswith(ending)]
    return found


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_anybody_sees_the_screens_and_nobody_edits_without_the_code(
    book: Path, language: str
) -> None:
    page = open_page("screens", lang=language)
    assert not page.exception and not page.error
    words = catalog.sentences(language)
    table = page.dataframe[0].value
    assert list(table[words["table.screen"]]) == ["default", "sanh"]
    assert list(table[words["table.screen_title"]]) == [words["screens.default"], "Sảnh *lớn*"]
    assert list(table[words["table.scope"]]) == [words["screens.whole"], "Hạ Long"]
    assert table[words["table.source"]][1] == words["screens.source_file"]
    assert words["screens.summary"].format(count=2, seconds=25) in table[words["table.scenes"]][1]
    assert words["import.operator_why"] in words_of(page)
    assert not any(one.key == "screens_save" for one in page.button)


def test_what_is_edited_is_saved_told_and_put_back_after_asking(book: Path, file: Path) -> None:
    page = opened(screen="sanh")
    field("text_input", page, "_title").input("Sảnh A").run()
    field("selectbox", page, "_unit").select("").run()
    field("button_group", page, "_theme").set_value("light").run()
    page.button(key="screens_save").click().run()
    assert not page.exception and not page.error
    assert "Đã lưu sanh lúc 09:15" in page.success[0].value
    assert screens.screen(book, file, "sanh") == Screen(
        name="sanh",
        title="Sảnh A",
        theme="light",
        playlist=(Turn("map", seconds=15), Turn("tiers", seconds=10)),
        source="office",
    )
    page.session_state["table_screens.history"] = True
    page.run()
    log = page.dataframe[-1].value
    assert log[["Ai", "Màn hình", "Việc"]].values.tolist() == [["Mai", "Sảnh A", "Sửa màn hình"]]
    page.button(key="screens_reset").click().run()
    assert screens.screen(book, file, "sanh").source == "office", "asked first"
    assert "bản trong tệp" in words_of(page)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_a_new_screen_is_named_then_saved(book: Path, file: Path, language: str) -> None:
    page = opened(lang=language)
    words = catalog.sentences(language)
    page.text_input(key="screens_new_name").input("Sảnh mới")
    _add(page)
    said = words["screens.refused"].format(
        where=words["screens.field_name"], why=words["screens.problem_not_a_name"]
    )
    assert [one.value for one in page.error] == [said]
    page.text_input(key="screens_new_name").input("sanh")
    _add(page)
    assert [one.value for one in page.info] == [words["screens.taken"].format(name="sanh")]
    page.text_input(key="screens_new_name").input("cua-vao")
    _add(page)
    assert not page.error
    assert page.query_params["screen"] == "cua-vao"
    assert screens.version(book) == 0, "naming writes nothing"
    page.button(key="screens_save").click().run()
    assert screens.screen(book, file, "cua-vao").source == "office"
    assert list(page.dataframe[0].value[words["table.screen"]]) == ["default", "sanh", "cua-vao"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("seconds = 15", "seconds = 2", "sanh, Dòng 1, giây: từ 5 đến 600"),
        ('title = "', 'colour = "', "sanh, colour: không có mục này"),
        ("[[screen]]", "[[screen", "screens.toml: "),
    ],
)
def test_a_file_that_cannot_be_used_is_said_and_the_page_goes_on(
    book: Path, file: Path, old: str, new: str, told: str
) -> None:
    file.write_text(HALL.replace(old, new, 1), encoding="utf-8")
    page = opened()
    assert told in page.warning[0].value.replace("\\", "").replace("\u2060", "")
    assert list(page.dataframe[0].value["Màn hình"]) == ["default"]


def test_a_unit_or_campaign_nobody_knows_any_more_stays_until_it_is_changed(
    book: Path, file: Path
) -> None:
    screens.save(
        book, Screen("cu", unit_id="da_giai_the", campaign_code="nam-ngoai"), by="An", at=NOW
    )
    page = opened(screen="cu")
    assert not page.error
    field("text_input", page, "_title").input("Cũ").run()
    page.button(key="screens_save").click().run()
    kept = screens.screen(book, file, "cu")
    assert (kept.title, kept.unit_id, kept.campaign_code) == ("Cũ", "da_giai_the", "nam-ngoai")


def test_the_way_to_the_board_for_phones_is_an_address_and_a_code_to_scan(book: Path) -> None:
    page = open_page("screens", lang="en")
    page.session_state["table_live_link.title"] = True
    page.run()
    assert not page.exception
    assert text("live_link.words") in words_of(page)
    (link,) = [one.proto for one in page.get("link_button") if "live" in one.proto.url]
    assert link.url.startswith("/live?") and link.url.endswith("lang=en")
    (code,) = page.get("image")
    assert code.proto.imgs[0].caption.endswith(link.url)


def playlist(*rows: tuple[object, ...]) -> pd.DataFrame:
    """What the table of the playlist holds once somebody has edited it."""
    return pd.DataFrame(
        rows, columns=["place", "scene", "seconds", "unit_id", "per_district"], dtype=object
    )


def test_the_playlist_follows_the_first_column_and_what_is_empty_is_not_guessed() -> None:
    assert turns_of(
        playlist(
            (2, "map", 30, None, False),
            (None, "services", 10, pd.NA, True),
            (1, "tiers", 600, "ha_long", None),
            (2, None, None, None, None),
        )
    ) == (
        Turn("tiers", "ha_long", 600),
        Turn("map", None, 30),
        Turn("", None, 0),
        Turn("services", None, 10, per_district=True),
    )


def _add(page: AppTest) -> None:
    (button,) = [one for one in page.button if "screens_new" in str(one.form_id)]
    button.click().run()
    assert not page.exception
