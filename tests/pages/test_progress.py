"""The progress page: what it shows is what the queries answer, written in the viewer's language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from lib.i18n import catalog, formats
from lib.queries import progress
from lib.store import Store
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, open_page, words_of

CAMPAIGN = "ngay-thu-7"
MORNING = datetime(2024, 9, 21, 10, 45)


def overview_of(store: Store, *, unit_id: str | None = None) -> Any:
    return progress.overview(store, campaign_code=CAMPAIGN, as_of=MORNING, unit_id=unit_id).iloc[0]


def metrics(page: Any) -> dict[str, str]:
    return {one.label: one.value for one in page.metric}


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("unit_id", (None, "ha_long", "co_to"))
def test_the_figures_are_those_of_the_query(
    board: Store, language: str, unit_id: str | None
) -> None:
    chosen = {"unit": unit_id} if unit_id else {}
    page = open_page("progress", lang=language, as_of="10:45", **chosen)
    assert not page.exception
    overview, words = overview_of(board, unit_id=unit_id), catalog.sentences(language)
    shown = metrics(page)
    if not overview["sale_count"]:
        assert shown == {}
        return
    million = 1_000_000
    expected = {
        "progress.revenue": formats.number(overview["revenue_vnd"] / million, 1),
        "progress.waiting": formats.number(overview["waiting_vnd"] / million, 1),
        "progress.goods": formats.number(overview["goods_quantity"]),
        "progress.new_customers": formats.number(overview["new_customer_count"]),
        "progress.health_cover": formats.number(overview["health_cover_quantity"]),
        "progress.activation": (
            f"{formats.number(overview['active_staff_count'])} / "
            f"{formats.number(overview['staff_count'])}"
        ),
        "progress.snapshot_goods": formats.number(overview["snapshot_goods_quantity"]),
        "progress.snapshot_revenue": formats.money(overview["snapshot_revenue_vnd"]),
    }
    assert {words[key]: value for key, value in expected.items()}.items() <= shown.items()


def test_shortfall_and_pace_are_differences_of_what_is_shown(board: Store) -> None:
    page = open_page("progress", lang="en", as_of="10:45")
    words = catalog.sentences("en")
    shown = metrics(page)
    plan = overview_of(board)["plan_vnd"] / 1_000_000
    revenue, gap = (float(shown[words[key]]) for key in ("progress.revenue", "progress.gap"))
    assert revenue + gap == pytest.approx(plan)
    pace = next(one for one in page.metric if one.label == words["progress.pace"])
    expected = float(pace.proto.delta_description.split()[-1])
    assert revenue - expected == pytest.approx(float(pace.value.replace(formats.MINUS, "-")))
    assert pace.value.startswith(formats.MINUS)
    assert pace.proto.direction == pace.proto.MetricDirection.Value("DOWN")
    assert pace.proto.color == pace.proto.MetricColor.Value("RED")


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_a_past_cut_off_is_named(board: Store, language: str) -> None:
    page = open_page("progress", as_of="10:45", lang=language)
    said = catalog.sentences(language)["freshness.replay"].format(at="10:45, 21/9/2024")
    assert said in words_of(page).replace("\\", "")
    assert "10:45, 21/9/2024" in page.main.caption[-1].value


def test_at_the_end_the_share_of_the_plan_is_said(board: Store) -> None:
    page = open_page("progress", lang="vi")
    revenue = page.metric[0]
    overview = progress.overview(
        board, campaign_code=CAMPAIGN, as_of=datetime(9999, 1, 1), unit_id=None
    ).iloc[0]
    share = formats.percent(overview["attainment"])
    assert revenue.proto.delta_description.startswith(share)
    assert "tính đến" not in words_of(page)
    assert "Đã hết giờ 17:30" in words_of(page).replace("\\", "")


def test_a_unit_without_figures_is_named_in_the_morning_and_no_more_at_night(board: Store) -> None:
    assert [one.value for one in open_page("progress", as_of="10:45").main.warning] == [
        "Chưa có số: Cô Tô."
    ]
    assert [one.value for one in open_page("progress", as_of="10:45", lang="en").main.warning] == [
        catalog.sentences("en")["progress.silent"].format(units="Cô Tô")
    ]
    assert not open_page("progress").main.warning


def test_the_unit_filter_narrows_the_figures_and_stays_in_the_link(board: Store) -> None:
    page = open_page("progress", as_of="10:45")
    whole = page.metric[0].value
    page.selectbox(key="unit").select("ha_long").run()
    assert not page.exception
    assert page.query_params["unit"] in ("ha_long", ["ha_long"])
    assert page.metric[0].value == formats.number(
        overview_of(board, unit_id="ha_long")["revenue_vnd"] / 1_000_000, 1
    )
    assert page.metric[0].value != whole


def test_resetting_the_filters_brings_the_whole_and_the_latest_back(board: Store) -> None:
    page = open_page("progress", as_of="10:45", unit="ha_long")
    reset = next(one for one in page.button if one.label == "Đặt lại bộ lọc")
    reset.click().run()
    assert page.metric[0].value == open_page("progress").metric[0].value
    assert "unit" not in page.query_params and "as_of" not in page.query_params


def test_before_the_first_sale_there_is_a_plan_and_no_zeros(board: Store) -> None:
    page = open_page("progress", as_of="05:00")
    assert not page.exception
    assert not page.metric
    (told,) = page.main.info
    assert "05:00, 21/9/2024" in told.value
    assert "1.250,0\u00a0triệu đồng" in told.value
    (chart,) = drawn(page)
    names = [one["text"] for one in chart.figure["layout"]["annotations"]]
    assert any("Kế hoạch" in one for one in names)
    assert not any("Thực hiện" in one for one in names)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_every_chart_has_a_sentence_that_says_its_finding(board: Store, language: str) -> None:
    page = open_page("progress", lang=language, as_of="10:45")
    assert len(drawn(page)) == 3
    page.session_state["table_progress.hours_plain"] = True
    charts = drawn(page.run())
    assert len(charts) == 4
    assert all(one.alt.strip() for one in charts)


def test_the_tables_are_drawn_when_they_are_opened(board: Store) -> None:
    page = open_page("progress", as_of="10:45")
    assert not page.dataframe
    for key in ("curve_plain", "services_plain", "hours_plain", "facts_title"):
        page.session_state[f"table_progress.{key}"] = True
    page.run()
    assert not page.exception
    assert len(page.dataframe) == 4


def test_a_campaign_without_a_plan_shows_dashes_and_never_zero_percent(
    other_board: Callable[..., Store],
) -> None:
    sold(store_in(other_board().generations.folder))
    page = open_page("progress", as_of="10:45")
    assert not page.exception and not page.error
    shown = metrics(page)
    assert shown["Doanh thu phát sinh, triệu đồng"] == "2,5"
    assert shown["So với nhịp, triệu đồng"] == "–"
    assert shown["Còn thiếu, triệu đồng"] == "–"
    assert "chưa có kế hoạch" in page.metric[0].proto.delta_description


def test_a_plan_without_agreed_hours_has_a_share_but_no_pace(
    other_board: Callable[..., Store],
) -> None:
    store = store_in(other_board().generations.folder)
    with store.publish(actor="test", action="plan", subject="day", at=MORNING) as publication:
        publication.connection.execute("update campaigns set plan_vnd = 10_000_000")
    sold(store)
    page = open_page("progress", as_of="10:45")
    assert not page.exception and not page.error
    assert page.metric[0].proto.delta_description.startswith("25,0\u00a0% kế hoạch")
    assert metrics(page)["So với nhịp, triệu đồng"] == "–"


def test_a_unit_whose_target_is_zero_has_no_share(other_board: Callable[..., Store]) -> None:
    store = store_in(other_board().generations.folder)
    with store.publish(actor="test", action="plan", subject="day", at=MORNING) as publication:
        publication.connection.execute(
            "insert into targets values ('day', 'ha_long', 'HTD', 0), ('day', 'hai_ha', 'HTD', 9)"
        )
        publication.connection.execute(
            "insert into campaign_slots values ('day', '2024-09-21 07:00', '2024-09-21 18:00', "
            "'2024-09-21 00:00', '2024-09-22 00:00', 1)"
        )
        publication.rebuild_derived()
    sold(store)
    page = open_page("progress", as_of="10:45", unit="ha_long")
    assert not page.exception and not page.error
    assert page.metric[0].proto.delta_description.startswith("–")
    assert metrics(page)["So với nhịp, triệu đồng"] == "–"


def test_what_is_published_later_is_on_the_page_at_the_next_run(
    other_board: Callable[..., Store],
) -> None:
    store = store_in(other_board().generations.folder)
    page = open_page("progress", as_of="10:45")
    assert not page.metric
    sold(store)
    page.run()
    assert page.metric[0].value == "2,5"


def sold(store: Store) -> None:
    """Publish one sale of 2,5 triệu at nine o'clock."""
    nine = datetime(2024, 9, 21, 9, 0)
    sale = {
        "sale_id": 1,
        "batch_id": 1,
        "source_row": 1,
        "unit_id": "ha_long",
        "service_code": "HTD",
        "quantity": 5,
        "revenue_vnd": 2_500_000,
        "sold_on": nine.date(),
        "sold_at": nine,
        "recorded_at": nine,
        "is_simulated": False,
    }
    with store.publish(actor="test", action="sell", subject="sales", at=nine) as publication:
        publication.append("sales", pa.Table.from_pylist([sale]))


@pytest.mark.parametrize(
    ("language", "unit_id", "latest", "earliest"),
    [
        ("vi", None, "Khách hàng mới thứ 10", "Hạ Long có số đầu tiên"),
        ("en", None, "New customer no. 10", "Hạ Long: first sale"),
        ("vi", "ha_long", "Hạ Long vượt 25\u00a0% mục tiêu", None),
    ],
)
def test_milestones_are_listed_with_the_latest_first(
    board: Store, language: str, unit_id: str | None, latest: str, earliest: str | None
) -> None:
    chosen = {"unit": unit_id} if unit_id else {}
    page = open_page(
        "progress", lang=language, as_of="09:00" if unit_id is None else "09:31:10", **chosen
    )
    page.session_state["table_milestone.list"] = True
    page.run()
    assert not page.exception and not page.error
    words = catalog.sentences(language)
    (table,) = [one.value for one in page.dataframe if words["table.milestone"] in one.value]
    moments, told = table[words["table.at"]], list(table[words["table.milestone"]])
    assert list(moments) == sorted(moments, reverse=True)
    assert latest in told
    assert earliest is None or told[-1] == earliest
    assert len(set(told)) == len(told)
