"""Saved views beside each page: saved, opened from anywhere, changed, deleted and taken back."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import journal, saved_views
from lib.access.saved_views import View
from lib.i18n import catalog, formats
from lib.settings import read_settings
from lib.store import Store
from lib.ui import links, saved_choices
from lib.ui.addresses import PAGES, PATHS
from tests.pages.conftest import FILES, open_page
from tests.pages.test_explore import metric

NOW = datetime(2024, 9, 21, 17, 5)
EXPLORED = {"district": "ha_long", "role": "buu_ta", "pick_hour": "9", "find": "htd"}


@pytest.fixture
def book(board: Store) -> Iterator[Path]:
    """The board's office file, without views before and after."""
    path = read_settings().office_file
    _empty(path)
    yield path
    _empty(path)


def _empty(path: Path) -> None:
    for view in saved_views.views(path):
        saved_views.remove(path, view.view_id, by="", at=NOW)


def kept(book: Path, name: str, path: str = "explore", **chosen: str) -> View:
    return saved_views.save(book, name, path, chosen, by="Mai", at=NOW)


def opened(page: AppTest) -> AppTest:
    """The page with its menu of views open."""
    page.session_state["views_menu"] = True
    return page.run()


def linked(page: AppTest) -> list[Any]:
    """The links to views; each has the words on it and the query it leads to."""
    links_ = [one.proto for one in page.get("page_link")]
    return [one for one in links_ if f"{links.WHOLE}=" in one.query_string]


def follow(page: AppTest, view: View) -> AppTest:
    """Take the link to a view up, as the browser does."""
    link = next(one for one in linked(page) if f"{links.WHOLE}={view.view_id}" in one.query_string)
    page.query_params.clear()
    page.query_params.update(dict(parse_qsl(link.query_string)))
    return page.switch_page(FILES[view.path]).run()


def save(page: AppTest, name: str, by: str = "") -> AppTest:
    page.text_input(key="views_by").set_value(by)
    page.text_input(key="views_name").set_value(name)
    return press(page, "views.save")


def press(page: AppTest, key: str) -> AppTest:
    label = catalog.sentences("vi")[key]
    return next(one for one in page.button if one.label == label).click().run()


def said(page: AppTest) -> list[str]:
    return [str(one.value) for one in (*page.info, *page.warning)]


def words(key: str, name: str) -> str:
    return catalog.sentences("vi")[f"views.{key}"].format(name=formats.plain(name))


def chosen_in(page: AppTest) -> dict[str, Any]:
    """What the address says, but for the mark of a view."""
    return {key: one for key, one in page.query_params.items() if one and key != links.WHOLE}


def view_of(book: Path, name: str) -> View:
    return next(one for one in saved_views.views(book) if one.name == name)


def test_what_is_chosen_is_saved_and_opened_again_on_another_page(book: Path) -> None:
    page = save(opened(open_page("explore", **EXPLORED)), "Giao ban **sáng**", "Mai")
    assert said(page) == [words("saved", "Giao ban **sáng**")]
    [view] = saved_views.views(book)
    assert (view.path, view.chosen, view.saved_by) == ("explore", EXPLORED, "Mai")
    revenue = metric(page, "explore.revenue").value

    other = opened(open_page("leaderboard", unit="cam_pha", level="1", as_of="11:00"))
    follow(other, view)
    assert other.title[0].value == catalog.sentences("vi")["explore.title"]
    assert chosen_in(other) == EXPLORED, "the cut-off of before is let go of"
    assert metric(other, "explore.revenue").value == revenue


def test_a_view_opened_on_its_own_page_replaces_every_choice_but_the_language(
    book: Path,
) -> None:
    view = kept(book, "Cô Tô", district="co_to")
    page = opened(open_page("explore", **EXPLORED, sort="amount", lang="en"))
    follow(page, view)
    assert chosen_in(page) == {"district": "co_to", "lang": "en"}
    assert page.multiselect(key="district").value == ["co_to"]
    assert page.text_input(key="find").value == ""
    assert page.selectbox(key="sort").value == "latest"


def test_pinned_views_stand_under_the_filters_five_at_most(book: Path) -> None:
    for number in range(7):
        view = kept(book, f"Đội {number}", district="co_to")
        saved_views.pin(book, view.view_id, is_pinned=number > 0, by="", at=NOW)
    page = open_page("progress")
    assert [one.label for one in linked(page)] == [f"Đội {number}" for number in range(1, 6)]
    follow(page, view_of(book, "Đội 1"))
    assert page.title[0].value == catalog.sentences("vi")["explore.title"]
    assert chosen_in(page) == {"district": "co_to"}


def test_the_list_stands_as_vietnamese_sorts_it(book: Path) -> None:
    names = ["An Sinh", "Ân Thi", "Cẩm Phả", "Dân Tiến", "Đầm Hà", "Hạ Long"]
    for name in random.Random(3).sample(names, len(names)):
        kept(book, name)
    page = opened(open_page("progress"))
    assert [one.label for one in linked(page)] == names


def test_a_name_that_is_taken_asks_before_it_replaces(book: Path) -> None:
    before = kept(book, "Giao ban", district="co_to")
    page = save(opened(open_page("explore", role="buu_ta")), "GIAO BAN", "An")
    assert said(page) == [words("taken", "Giao ban")]
    press(page, "views.leave")
    assert saved_views.views(book) == [before]
    assert said(page) == []
    save(page, "giao ban", "An")
    press(page, "views.replace")
    [view] = saved_views.views(book)
    assert (view.name, view.chosen, view.saved_by) == ("giao ban", {"role": "buu_ta"}, "An")


def test_what_is_refused_is_said_and_not_kept(book: Path) -> None:
    page = save(opened(open_page("progress")), " \u200b ")
    assert said(page) == [words("problem_name_missing", "")]
    assert saved_views.views(book) == []


def test_a_view_is_pinned_renamed_deleted_and_taken_back_under_a_name(book: Path) -> None:
    view = kept(book, "Một", unit="ha_long", path="leaderboard")
    page = opened(open_page("explore", district="co_to"))
    page.text_input(key="views_by").set_value("Chi").run()
    page.selectbox(key="views_chosen").set_value(view.view_id).run()
    assert page.code[0].value.endswith("/leaderboard?unit=ha_long")
    press(page, "views.pin")
    assert said(page) == [words("pinned_now", "Một")]
    page.text_input(key="views_new_name").set_value("Hai")
    press(page, "views.rename")
    assert said(page) == [words("renamed", "Hai")]
    press(page, "views.remove")
    assert saved_views.views(book) == []
    press(page, "views.undo")
    [back] = saved_views.views(book)
    assert (back.name, back.is_pinned, back.view_id) == ("Hai", True, view.view_id)
    log = journal.entries(book, beginning="view.", most=4)
    assert {one.by for one in log} == {"Chi"}
    assert chosen_in(page) == {"district": "co_to"}, "what is looked at stays"


def test_what_somebody_else_deleted_in_the_meantime_is_said(book: Path) -> None:
    view = kept(book, "Một")
    page = opened(open_page("explore"))
    page.selectbox(key="views_chosen").set_value(view.view_id).run()
    saved_views.remove(book, view.view_id, by="", at=NOW)
    press(page, "views.remove")
    assert said(page) == [words("problem_gone", "")]
    assert not page.exception


def test_only_what_a_page_knows_is_saved_and_opened(book: Path) -> None:
    page = save(opened(open_page("explore", role="buu_ta", evil="<b>", lang="vi")), "Một")
    assert saved_views.views(book)[0].chosen == {"role": "buu_ta"}
    view = kept(book, "Hai", role="giao_dich_vien", evil="<b>", unit="ha_long")
    kept(book, "Ba", path="nowhere")
    opened(page)
    assert [one.label for one in linked(page)] == ["Hai", "Một"], (
        "a page that is no longer there leads nowhere"
    )
    follow(page, view)
    assert chosen_in(page) == {"role": "giao_dich_vien"}


def test_a_view_whose_campaign_and_unit_are_gone_opens_all_the_same(book: Path) -> None:
    view = kept(book, "Cũ", path="leaderboard", campaign="gone", unit="gone", as_of="banana")
    page = opened(open_page("explore", role="buu_ta"))
    follow(page, view)
    assert page.title[0].value == catalog.sentences("vi")["leaderboard.title"]
    assert not page.exception
    assert not page.error


def test_every_choice_a_page_writes_is_one_that_views_know(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    keep: Callable[..., str] = links._keep

    def noting(key: str, code: str, usual: str) -> str:
        asked.add(key)
        return keep(key, code, usual)

    page = open_page("progress")
    monkeypatch.setattr(links, "_keep", noting)
    unknown = {}
    for path in PATHS:
        asked.clear()
        page.switch_page(FILES[path]).run()
        assert not page.exception
        unknown[path] = asked - {links.LANGUAGE, *saved_choices.known(path)}
    assert not any(unknown.values()), unknown


def test_pages_that_views_know_are_pages() -> None:
    assert set(saved_choices.BY_PAGE) <= set(PATHS) == {page.path for page in PAGES}
