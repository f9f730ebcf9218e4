"""The awards pages: each title with its rule and candidates; the way to a signed decision."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib import demo
from lib.awards.decide import decide
from lib.awards.granted import granted
from lib.awards.standings import standings
from lib.i18n import catalog, formats
from lib.store import Store
from lib.ui import clock
from lib.ui.award_known import rules_in_force
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, linked_names, open_page, words_of

CODE = "ngay-thu-7"
TITLES = {
    "team_sales": "Nhóm bán hàng xuất sắc",
    "team_leader": "Chỉ huy nhóm giỏi",
    "salesperson": "Chiến sĩ kinh doanh giỏi",
    "communicator": "Chiến sĩ truyền thông giỏi",
    "deliverer": "Chiến sĩ phát giỏi",
}


def said(key: str, **values: object) -> str:
    return catalog.text(f"awards.{key}", **values)


def test_the_five_titles_are_offered_word_for_word_in_the_order_of_announcement(
    board: Store,
) -> None:
    page = open_page("awards")
    offered = list(page.button_group(key="title").options)
    assert [one.split(" · ")[0] for one in offered] == list(TITLES.values())
    assert sum(int(one.split(" · ")[1].split()[0]) for one in offered) == 9


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("award", sorted(TITLES))
def test_a_title_shows_its_rule_its_candidates_and_how_firm_it_is(
    board: Store, award: str, language: str
) -> None:
    page = open_page("awards", title=award, lang=language)
    assert not page.exception and not page.error
    assert said("preview") in words_of(page)
    assert len(drawn(page)) == 1
    for key in ("how", "gates", "ties"):
        assert said(key) in [one.value for one in page.subheader]
    assert ":material/balance:" in words_of(page)


def test_the_candidates_are_those_of_the_decision(board: Store) -> None:
    page = open_page("awards", title="salesperson")
    found = standings(board, campaign_code=CODE, as_of=clock.now())
    [decided] = [one for one in decide(rules_in_force(), found) if one.rule.id == "salesperson"]
    table = page.dataframe[0].value
    assert linked_names(table["Họ tên"]) == [one.candidate.name for one in decided.judged]
    proposed = [one.candidate.name for one in decided.proposed]
    marked = table[table[said("standing")] == said("mark_proposed")]
    assert linked_names(marked["Họ tên"]) == proposed


def test_parts_add_up_to_the_points_as_they_are_shown(board: Store) -> None:
    page = open_page("awards", title="team_leader")
    [chart] = drawn(page)
    bars = [one for one in chart.figure["data"] if one["type"] == "bar"]
    assert len(bars) == 3
    written = [[float(one.replace(",", ".")) for one in bar["text"]] for bar in bars]
    totals = [round(sum(parts), 1) for parts in zip(*written, strict=True)]
    table = page.dataframe[0].value
    assert totals == [float(one) for one in table["Điểm"][: len(totals)]]


def test_choosing_somebody_opens_the_rows_behind_the_points(board: Store) -> None:
    page = open_page("awards", title="deliverer")
    best = page.selectbox(key="awards_rows_deliverer").options[0]
    page = page.selectbox(key="awards_rows_deliverer").select(best).run()
    assert not page.exception
    table = page.dataframe[1].value
    [row] = table[table[said("row_kind")] == said("kind_deliveries")].to_dict("records")
    first, taken = row[said("row_good")], row["Số lượng"]
    points = page.dataframe[0].value["Điểm"][0]
    assert round(100 * first / taken, 1) == pytest.approx(points, abs=0.05)


def test_another_weight_is_tried_without_touching_the_rule(board: Store) -> None:
    page = open_page("awards", title="team_leader")
    assert said("trial_same") in words_of(page)
    page = page.number_input(key="trial_team_leader_second_half_ratio").set_value(90).run()
    assert not page.exception
    assert said("trial_would") in words_of(page)
    assert said("trial_same") not in words_of(page)
    again = open_page("awards", title="team_leader")
    assert said("trial_same") in words_of(again)


def test_while_the_campaign_runs_the_list_is_said_to_change(board: Store) -> None:
    page = open_page("awards", as_of="10:45", title="team_sales")
    assert said("preview_open") in words_of(page)


def test_before_anything_is_handed_in_nobody_is_proposed(board: Store) -> None:
    for award in TITLES:
        page = open_page("awards", as_of="05:00", title=award)
        assert not page.exception, award
        assert not drawn(page), award
        told = [one.value for one in page.info]
        assert said("empty") in told or said("no_data") in told, award


@pytest.mark.parametrize("path", ["awards", "decision"])
def test_a_campaign_without_titles_says_so(other_board: Callable[..., Store], path: str) -> None:
    store_in(other_board().generations.folder)
    page = open_page(path)
    assert not page.exception
    assert said("no_rules") in [one.value for one in page.info]


def entered(page: AppTest) -> AppTest:
    """As somebody who has given the operator's code."""
    page.session_state["desk.sender"] = "Thư ký Mẫu"
    return page.run()


def pressed(page: AppTest, words: str) -> AppTest:
    """Press the button that says so."""
    [button] = [one for one in page.button if one.label == words]
    found = button.click().run()
    assert not found.exception
    return found


def test_the_council_locks_decides_and_grants(other_board: Callable[..., Store]) -> None:
    store = other_board()
    demo.build(store, at=clock.now())
    page = open_page("decision")
    assert not page.exception
    assert not [one for one in page.button if one.label == catalog.text("decision.lock")]
    page = entered(page)
    page = pressed(page, catalog.text("decision.lock"))
    assert catalog.text("decision.locked") in words_of(page)
    # without names nothing is written, and it is said why
    page = pressed(page, catalog.text("decision.accept_all", count=5))
    assert catalog.text("decision_refused.names_missing") in words_of(page)
    page = page.text_input(key="council_names").set_value("Bà Mẫu A, ông Mẫu B").run()
    page = pressed(page, catalog.text("decision.accept_all", count=5))
    assert catalog.text("decision.decided") in words_of(page)
    assert granted(store, campaign_code=CODE) is None
    page.text_input(key="decision_number").set_value("12/QĐ-MP")
    page = pressed(page, catalog.text("decision.grant"))
    honours = granted(store, campaign_code=CODE)
    assert honours is not None and honours.decision_number == "12/QĐ-MP"
    assert (honours.collective_count, honours.individual_count) == (2, 7)
    for title in honours.titles:
        for winner in title.winners:
            assert winner.name in words_of(page)
    page = pressed(page, catalog.text("award_verify.again"))
    assert catalog.text("award_verify.identical") in words_of(page)
    # open to anybody, by the address a certificate carries
    shown = open_page("awards", record=str(honours.record_id))
    assert not shown.exception and formats.plain("12/QĐ-MP") in words_of(shown)
    # and what comes in afterwards is refused until it is reopened
    page = open_page("awards")
    assert formats.plain("12/QĐ-MP") in words_of(page)
