"""What holds of every page, in both languages and in every state of the store."""

from collections.abc import Callable
from datetime import datetime

import pytest
import streamlit as st

from lib.i18n import catalog
from lib.store import Store
from lib.ui import clock
from lib.ui.addresses import PATHS
from tests.intake.setup import store_in
from tests.pages.conftest import counted_queries, open_page, words_of

TITLES = {
    "progress": "progress.title",
    "leaderboard": "leaderboard.title",
    "explore": "explore.title",
    "checks": "checks.title",
    "unit": "unit.title",
    "person": "person.title",
    "changes": "changes.title",
    "compare": "compare.title",
    "fairness": "fairness.title",
    "awards": "awards.title",
    "decision": "decision.title",
    "import": "import.title",
    "entry": "entry.title",
    "ledger": "ledger.title",
    "evidence": "evidence.title",
    "remote": "remote.title",
    "screens": "screens.title",
    "console": "console.title",
}
PERSONAL = {"import", "entry", "remote", "console"}
"""Pages that show no figures before the operator's code is given."""
LONG = "120-ngay"
EACH_PAGE_AND_ONE_IN_ENGLISH = pytest.mark.parametrize(
    ("path", "language"), [*((path, "vi") for path in PATHS), (PATHS[0], "en")]
)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_in_each_language_without_an_error(
    board: Store, path: str, language: str
) -> None:
    page = open_page(path, lang=language)
    assert not page.exception
    assert not page.error
    assert [one.value for one in page.title] == [catalog.sentences(language)[TITLES[path]]]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_that_figures_are_simulated_and_the_date_assumed(
    board: Store, path: str
) -> None:
    page = open_page(path, lang="vi")
    words = catalog.sentences("vi")
    assert words["board.simulated"] in words_of(page)
    assert "Thứ 7, 21/9/2024 (ngày giả định)" in words_of(page)
    if path not in PERSONAL:
        assert words["board.simulated_sentence"] in page.main.caption[-1].value


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_for_a_campaign_of_many_days(board: Store, path: str) -> None:
    page = open_page(path, campaign=LONG)
    assert not page.exception
    assert not page.error
    assert page.selectbox(key="campaign").value == LONG


@pytest.mark.parametrize("path", PATHS)
def test_a_page_survives_what_people_do_to_links(board: Store, path: str) -> None:
    page = open_page(
        path,
        lang="xx",
        campaign="'; drop table sales",
        unit="<b>nowhere</b>",
        as_of="*lunch*",
        level="99",
        title="%00",
    )
    assert not page.exception
    assert not page.error
    assert [one.value for one in page.title] == [catalog.sentences("vi")[TITLES[path]]]
    assert "\\*lunch\\*" in page.sidebar.warning[0].value


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_the_store_nothing_twice_and_nothing_again_on_a_rerun(
    board: Store, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()  # a minute that turns between two visits is another question
    monkeypatch.setattr(clock, "now", lambda: moment)
    page = open_page(path)
    with counted_queries() as asked_by_the_next_visitor:
        open_page(path)
    assert dict(asked_by_the_next_visitor) == {}
    page.session_state["desk.sender"] = "tester"
    st.cache_resource.clear()
    with counted_queries() as asked:
        page.run()
    assert not page.exception
    assert asked, "nothing was asked: nothing was counted"
    assert {query: times for query, times in asked.items() if times > 1} == {}
    with counted_queries() as asked_again:
        page.run()
    assert dict(asked_again) == {}


@EACH_PAGE_AND_ONE_IN_ENGLISH
def test_an_empty_store_says_what_to_do(
    other_board: Callable[..., Store], path: str, language: str
) -> None:
    store = other_board()
    store.prepare(at=datetime(2024, 9, 21, 6, 0))
    page = open_page(path, lang=language)
    assert not page.exception
    words = catalog.sentences(language)
    assert [one.value for one in page.title] == [words["board.empty_title"]]
    assert [one.value for one in page.info] == [words["board.empty"]]
    assert "python -m lib demo" in words["board.empty"]


@EACH_PAGE_AND_ONE_IN_ENGLISH
def test_a_campaign_that_has_sold_nothing_shows_no_zeros(
    other_board: Callable[..., Store], path: str, language: str
) -> None:
    served = other_board()
    store_in(served.generations.folder)
    page = open_page(path, lang=language)
    assert not page.exception
    assert not page.error
    assert not page.metric
    assert catalog.sentences(language)["freshness.none"] in words_of(page)
    assert catalog.sentences(language)["board.simulated"] not in words_of(page)


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize("as_of", ("0001-01-01", "9999-12-31"))
def test_a_cut_off_at_the_ends_of_time_is_a_cut_off(board: Store, path: str, as_of: str) -> None:
    page = open_page(path, as_of=as_of)
    assert not page.exception
    assert not page.error
