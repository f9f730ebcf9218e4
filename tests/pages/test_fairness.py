"""The fairness page: four rankings, the declared one marked, plain words with true figures."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.fairness import official
from lib.fairness.standings import RANKINGS, Standings, standings
from lib.i18n import catalog, formats
from lib.queries import fairness, leaderboard
from lib.store import Store
from lib.ui import fairness_parts, fairness_words
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, open_page, words_of

MORNING, LATE = datetime(2024, 9, 21, 10, 45), datetime(2024, 9, 21, 23, 59)


def found(
    store: Store, *, as_of: datetime = LATE, level: int = 0, parent_id: str | None = None
) -> Standings:
    about: dict[str, Any] = {"campaign_code": "ngay-thu-7", "as_of": as_of, "level": level}
    about["parent_id"] = parent_id
    return standings(
        leaderboard.units_by_attainment(store, **about),
        fairness.services(store, **about),
        fairness.roles(store, **about),
    )


def charts(page: Any) -> list[dict[str, Any]]:
    return [one.figure for one in drawn(page)]


def badges(page: Any) -> list[str]:
    words = catalog.sentences("vi")
    kinds = (words["fairness.official"], words["fairness.informs"])
    return [
        kind
        for one in page.main.markdown
        for kind in kinds
        if "-badge" in str(one.value) and kind in str(one.value)
    ]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("as_of", [None, "10:45"])
def test_the_table_holds_the_places_and_chances_of_the_model(
    board: Store, language: str, as_of: str | None
) -> None:
    page = open_page("fairness", lang=language, **({"as_of": as_of} if as_of else {}))
    assert not page.exception
    said = catalog.sentences(language)
    table = page.dataframe[0].value.set_index(said["table.unit"])
    units = leaderboard.units_by_attainment(
        board,
        campaign_code="ngay-thu-7",
        as_of=MORNING if as_of else LATE,
        level=0,
        parent_id=None,
    )
    names = units.set_index("unit_id")["short_name_en" if language == "en" else "short_name"]
    model = found(board, as_of=MORNING if as_of else LATE).places
    for row in model.to_dict("records"):
        shown = table.loc[names[row["unit_id"]]]
        for column, value in (("place", row["place"]), ("chance", row["chance"])):
            cell = shown[said[f"table.fair_{column}_{row['ranking']}"]]
            missing = formats.is_missing(value)
            assert formats.is_missing(cell) if missing else cell == pytest.approx(value)


def test_the_official_ranking_has_the_places_of_the_leaderboard(board: Store) -> None:
    places = found(board).places
    official_places = places[places["ranking"] == "attainment"].set_index("unit_id")["place"]
    units = leaderboard.units_by_attainment(
        board, campaign_code="ngay-thu-7", as_of=LATE, level=0, parent_id=None
    )
    assert list(official_places) == list(units["place"])


def test_there_are_slopes_and_four_rankings_side_by_side(board: Store) -> None:
    page = open_page("fairness")
    drawn = charts(page)
    assert len(drawn) == 5
    headings = [one["text"] for one in drawn[0]["layout"]["annotations"]]
    assert "<b>% kế<br>hoạch</b>" in headings
    subheaders = [one.value.replace("\\", "") for one in page.subheader]
    names = [catalog.sentences("vi")[f"fairness.name_{one}"] for one in RANKINGS]
    assert [sum(one.startswith(f"{name}: ") for one in subheaders) for name in names] == [1] * 4
    assert badges(page) == ["Tham khảo", "Tham khảo", "Chính thức", "Tham khảo"]


def test_each_chart_says_its_finding_to_those_who_do_not_see_it(board: Store) -> None:
    page = open_page("fairness")
    alts = [one.alt for one in drawn(page)]
    assert len(set(alts)) == 5
    assert "14 đơn vị qua bốn bảng" in alts[0]
    assert alts[1].startswith("Doanh thu: Hạ Long dẫn đầu.")


def test_the_declared_ranking_is_named_and_marked(
    board: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Bảng chính thức của chiến dịch: **% kế hoạch**" in words_of(open_page("fairness"))
    path = tmp_path / "rankings.toml"
    written = 'usual = "revenue"\n[[campaign]]\ncode = "ngay-thu-7"\nofficial = "per_head"\n'
    path.write_text(written, encoding="utf-8")
    declared = official.read_declared(path)
    monkeypatch.setattr(fairness_parts, "_declared", lambda: declared)
    page = open_page("fairness")
    assert "chính thức của chiến dịch: **Bình quân đầu người**" in words_of(page)
    assert badges(page) == ["Tham khảo", "Chính thức", "Tham khảo", "Tham khảo"]
    other = open_page("fairness", campaign="120-ngay")
    assert "chính thức của chiến dịch: **Doanh thu**" in words_of(other)


def test_the_words_say_how_far_the_smallest_and_the_largest_unit_are_believed(
    board: Store,
) -> None:
    weights = found(board).compared.set_index("unit_id")["own_weight"]
    small, large = weights.idxmin(), weights.idxmax()
    assert (small, large) == ("co_to", "ha_long")
    said = words_of(open_page("fairness"))
    assert "Đơn vị nhỏ được kéo về mức chung vì ít số liệu." in said
    assert f"tính {formats.percent(weights[small], 0)}, phần còn lại là mức chung" in said
    assert f"giao dịch): {formats.percent(weights[large], 0)}." in said


def test_a_unit_without_figures_stands_last_with_dashes(board: Store) -> None:
    page = open_page("fairness", as_of="10:45")
    assert page.main.warning[0].value.startswith("Chưa có số: Cô Tô.")
    table = page.dataframe[0].value.set_index("Đơn vị")
    assert table.loc["Cô Tô"][["Hạng doanh thu", "Hạng so kỳ vọng"]].isna().all()
    ends = [one["text"] for one in charts(page)[0]["layout"]["annotations"]]
    assert ends.count("–  Cô Tô") == 2


def test_counters_of_a_unit_are_compared_among_themselves(board: Store) -> None:
    page = open_page("fairness", unit="ha_long")
    model = found(board, level=1, parent_id="ha_long")
    assert len(page.dataframe[0].value) == len(model.places) / 4
    assert "**Bưu điện" in words_of(page)
    page = open_page("fairness", level="1")
    assert not page.exception
    assert len(page.dataframe[0].value) == len(found(board, level=1).places) / 4 > 40


def test_before_anything_is_sold_it_says_so_and_draws_nothing(board: Store) -> None:
    page = open_page("fairness", as_of="05:00")
    assert not page.exception
    assert "Chưa đơn vị nào có số" in words_of(page)
    assert not drawn(page)


def test_a_campaign_without_sales_draws_nothing(other_board: Callable[..., Store]) -> None:
    store_in(other_board().generations.folder)
    page = open_page("fairness")
    assert not page.exception
    assert not drawn(page)


def test_the_levels_open_as_a_table_with_what_is_expected(board: Store) -> None:
    page = open_page("fairness")
    box = next(one for one in page.expander if one.label == "Mức, khoảng và mức kỳ vọng")
    assert box is not None
    page.session_state["table_fairness.figures"] = True
    page.run()
    assert not page.exception
    table = page.dataframe[1].value.set_index("Đơn vị")
    compared = found(board).compared.set_index("unit_id")
    expected = compared.loc["ha_long", "expected_vnd"]
    assert table.loc["Hạ Long"]["Mức kỳ vọng (đồng)"] == pytest.approx(expected)
    low, high = "Doanh thu từ", "Doanh thu đến"
    assert (table[low] < table["Doanh thu (đồng)"]).all()
    assert (table["Doanh thu (đồng)"] < table[high]).all()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "< 1\u00a0%"),
        (0.0099, "< 1\u00a0%"),
        (0.01, "1\u00a0%"),
        (0.426, "43\u00a0%"),
        (0.99, "99\u00a0%"),
        (1.0, "> 99\u00a0%"),
        (None, "–"),
    ],
)
def test_no_chance_is_called_certain_or_impossible(value: float | None, said: str) -> None:
    assert fairness_words.chance(value) == said


def compared(*mixes: float) -> tuple[Standings, pd.DataFrame]:
    names = ["ha_long", "co_to", "ba_che"][: len(mixes)]
    known = pd.DataFrame({"unit_id": names, "mix": mixes})
    shown = pd.DataFrame({"unit_id": names, "shown": [one.title() for one in names]})
    return Standings(places=pd.DataFrame(), compared=known, spread=None), shown


def test_where_the_service_mix_weighs_most_is_said_or_that_it_does_not() -> None:
    said = fairness_words.mixed(*compared(1.01, 0.95, 1.02))
    assert said is not None
    assert "Co\\_To: −5,0\u00a0điểm" in said
    assert "không làm đổi" in str(fairness_words.mixed(*compared(1.0001, 1.0)))
    assert fairness_words.mixed(*compared()) is None


def test_in_the_simulated_campaign_all_were_given_the_same_mix(board: Store) -> None:
    assert "các đơn vị được giao cùng một cơ cấu" in words_of(open_page("fairness"))
