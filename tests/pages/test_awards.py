"""The awards page: each title with its rule and its candidates, nobody where there is no data."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lib.i18n import catalog, formats
from lib.queries import awards
from lib.store import Store
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, linked_names, open_page, words_of

TITLES = {
    "team_sales": "Nhóm bán hàng xuất sắc",
    "team_leader": "Chỉ huy nhóm giỏi",
    "salesperson": "Chiến sĩ kinh doanh giỏi",
    "communicator": "Chiến sĩ truyền thông giỏi",
    "deliverer": "Chiến sĩ phát giỏi",
}
NO_DATA = {"communicator", "deliverer"}


def test_the_five_titles_are_offered_word_for_word_in_the_order_of_announcement(
    board: Store,
) -> None:
    page = open_page("awards")
    offered = list(page.button_group(key="title").options)
    assert [one.split(" · ")[0] for one in offered] == list(TITLES.values())
    assert sum(int(one.split(" · ")[1].split()[0]) for one in offered) == 9


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("award", sorted(TITLES.keys() - NO_DATA))
def test_a_title_shows_its_candidates_and_how_they_are_judged(
    board: Store, award: str, language: str
) -> None:
    page = open_page("awards", title=award, lang=language)
    assert not page.exception and not page.error
    words = catalog.sentences(language)
    assert words["awards.preview"] in [one.value for one in page.info]
    assert len(drawn(page)) == 1
    assert len(page.dataframe[0].value) > 0
    for key in ("awards.how", "awards.gates", "awards.ties"):
        assert words[key] in [one.value for one in page.subheader]
    assert words[f"awards.{award}_ties"] in words_of(page)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("award", sorted(NO_DATA))
def test_a_title_without_data_proposes_nobody_and_says_so(
    board: Store, award: str, language: str
) -> None:
    page = open_page("awards", title=award, lang=language)
    assert not page.exception and not page.error
    words = catalog.sentences(language)
    assert words["awards.no_data"] in [one.value for one in page.info]
    assert words[f"awards.{award}_needs"] in words_of(page)
    assert not drawn(page)
    assert not page.dataframe


def test_the_salespeople_are_those_of_the_query(board: Store) -> None:
    page = open_page("awards", title="salesperson")
    people = awards.salespeople(
        board,
        campaign_code="ngay-thu-7",
        as_of=datetime(9999, 1, 1),
        limit_count=8,
        minimum_sales=5,
        minimum_services=2,
    )
    table = page.dataframe[0].value
    assert linked_names(table["Họ tên"]) == list(people["full_name"])
    assert list(table["Doanh thu (đồng)"]) == list(people["revenue_vnd"])
    best = people.iloc[0]
    said = (
        f"{best['full_name']} bán gấp {formats.number(best['role_multiple'], 1)} lần "
        "bình quân nhóm nghề"
    )
    assert said in [one.value for one in page.subheader]


def test_points_of_a_team_add_up_as_they_are_shown(board: Store) -> None:
    page = open_page("awards", title="team_sales")
    (chart,) = drawn(page)
    bars = [one for one in chart.figure["data"] if one["type"] == "bar"]
    written = [[float(one.replace(",", ".")) for one in bar["text"]] for bar in bars]
    totals = [round(sum(parts), 1) for parts in zip(*written, strict=True)]
    table = page.dataframe[0].value
    assert totals == [float(one) for one in table["Điểm"][: len(totals)]]


def test_while_the_campaign_runs_the_list_is_said_to_change(board: Store) -> None:
    page = open_page("awards", as_of="10:45", title="team_sales")
    assert catalog.sentences("vi")["awards.preview_open"] in [one.value for one in page.info]


def test_before_anything_is_sold_nobody_is_proposed(board: Store) -> None:
    for award in ("team_sales", "salesperson", "team_leader"):
        page = open_page("awards", as_of="05:00", title=award)
        assert not page.exception, award
        assert catalog.sentences("vi")["awards.empty"] in [one.value for one in page.info], award
        assert not drawn(page), award


def test_a_campaign_without_titles_says_so(other_board: Callable[..., Store]) -> None:
    store_in(other_board().generations.folder)
    page = open_page("awards")
    assert not page.exception
    assert [one.value for one in page.info] == [catalog.sentences("vi")["awards.no_rules"]]
