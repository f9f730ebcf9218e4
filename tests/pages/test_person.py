"""Your day: a person's figures, places and record; found without accents; printed on one page."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from lib.i18n import catalog, formats
from lib.queries import awards, people, progress
from lib.store import Store
from lib.ui import person_known, person_search
from tests.intake import setup
from tests.pages.conftest import open_page, words_of
from tests.pages.test_takeaway import Take, take
from tests.pages.test_unit import about, figures, names, pages_of, printed, way

__all__ = ["printed", "take"]

WHO = "MP0142"


def days(*listed: tuple[str, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sold_on": pd.to_datetime([day for day, _, _ in listed]),
            "revenue_vnd": pd.array([vnd for _, vnd, _ in listed], dtype="Int64"),
            "sale_count": pd.array([1] * len(listed), dtype="Int64"),
            "is_campaign": pd.array([own for _, _, own in listed], dtype="boolean"),
        }
    )


def standing(board: Store, staff_code: str = WHO) -> pd.Series:
    return people.standings(board, **about()).set_index("staff_code").loc[staff_code]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_figures_of_a_person_are_those_of_the_ledger(board: Store, language: str) -> None:
    page = open_page("person", staff=WHO, lang=language)
    assert not page.exception
    said, shown, row = catalog.sentences(language), figures(page), standing(board)
    shown = {label.replace("\\", ""): value for label, value in shown.items()}
    place = f"{row['place_in_role']} / {row['role_size']}"
    assert shown[said["drill.revenue"]] == formats.millions(row["revenue_vnd"], unit=False)
    assert shown[said["person.place_role"]] == place
    near = f"{row['place_in_unit']} / {row['unit_role_size']}"
    assert shown[said["person.place_unit"].format(unit="Hạ Long")] == near
    unit = progress.overview(board, **about(), unit_id=row["unit_id"]).iloc[0]
    share = formats.percent(row["revenue_vnd"] / unit["revenue_vnd"])
    assert shown[said["person.contribution"].format(unit="Hạ Long 01")] == share
    assert page.title[0].value == row["full_name"]


def test_the_place_is_the_one_the_council_sees(board: Store) -> None:
    seen = awards.person_standings(board, **about()).set_index("code")
    own = seen.loc[WHO]
    group = seen[seen["role_code"] == own["role_code"]]
    above = (group["revenue_vnd"] > own["revenue_vnd"]).sum()
    assert standing(board)["place_in_role"] == 1 + above
    assert "Chưa có mức giao cho từng người" in words_of(open_page("person", staff=WHO))


def test_the_way_up_is_links_and_each_sale_opens_in_the_ledger(board: Store) -> None:
    page = open_page("person", staff=WHO)
    assert [label for label, _ in way(page)][:3] == ["Toàn tỉnh", "Hạ Long", "Hạ Long 01"]
    table = page.dataframe[0].value
    sales = people.sales(board, **about(), staff_code=WHO, most=20)
    assert table["Doanh thu (đồng)"].tolist() == sales["revenue_vnd"].tolist()
    asked = parse_qs(urlsplit(table["Số giao dịch"].iloc[0]).query)
    assert asked == {"q": [WHO], "status": ["counted"], "sale": [str(sales["sale_id"].iloc[0])]}


def test_what_somebody_sold_is_listed_when_it_is_looked_at(board: Store) -> None:
    page = open_page("person", staff=WHO)
    page.session_state["table_person.products"] = True
    page.run()
    assert not page.exception
    table = page.dataframe[1].value
    assert table["Doanh thu (đồng)"].sum() == standing(board)["revenue_vnd"]


def test_who_has_sold_nothing_reads_so_without_zeros(board: Store) -> None:
    roster = people.standings(board, **about())
    quiet = roster.loc[roster["sale_count"] == 0, "staff_code"].iloc[0]
    page = open_page("person", staff=quiet)
    assert not page.exception
    assert not page.metric
    assert "sổ chưa có giao dịch nào của" in words_of(page)
    assert not open_page("person", staff=WHO, as_of="05:00").metric


def test_a_campaign_of_many_days_is_not_called_a_day(board: Store) -> None:
    assert "**Ngày của bạn** · " in words_of(open_page("person", staff=WHO))
    page = open_page("person", staff=WHO, campaign="120-ngay")
    assert not page.exception
    assert "**Chặng đường của bạn** · " in words_of(page)


def test_a_person_is_found_without_accents_and_an_unknown_code_is_said(board: Store) -> None:
    page = open_page("person", who="tran mau b")
    found = names(page, "Họ tên")
    assert found and all(name.startswith("Trần Mẫu B") for name in found)
    assert parse_qs(urlsplit(page.dataframe[0].value["Họ tên"].iloc[0]).query)["staff"]
    assert "612 người" in words_of(open_page("person"))
    page = open_page("person", staff="*x*", who="zzz")
    assert "«\\*x\\*»" in page.warning[0].value
    assert "Không có ai tên hoặc mã «zzz»" in words_of(page)


def test_more_people_than_are_listed_are_counted(board: Store) -> None:
    page = open_page("person", who="nguyen")
    assert len(page.dataframe[0].value) == person_search.MOST
    assert "đang hiện 20 người đầu" in words_of(page)


ROSTER = pd.DataFrame(
    {
        "full_name": ["Trần Mẫu Binh", "Trần Mẫu Bình", "Đỗ Mẫu An"],
        "staff_code": ["MP0001", "MP0002", "00123"],
    }
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("binh", ["MP0001", "MP0002"]),
        ("Bình", ["MP0002", "MP0001"]),
        ("bình trần", ["MP0001", "MP0002"]),
        ("do an", ["00123"]),
        ("00123", ["00123"]),
        ("mp", ["MP0001", "MP0002"]),
        ("inh", []),
    ],
)
def test_words_typed_begin_words_of_the_name_and_marks_bring_the_closest_first(
    typed: str, codes: list[str]
) -> None:
    assert person_search.matching(ROSTER, typed)["staff_code"].tolist() == codes


@pytest.mark.parametrize(
    ("known", "kind", "best"),
    [
        (days(("2024-09-21", 50, True)), "first", (50, date(2024, 9, 21))),
        (days(("2024-09-03", 40, False), ("2024-09-21", 50, True)), "new", (40, date(2024, 9, 3))),
        (
            days(("2024-09-03", 50, False), ("2024-09-21", 50, True)),
            "equal",
            (50, date(2024, 9, 3)),
        ),
        (
            days(("2024-09-02", 60, False), ("2024-09-03", 60, False), ("2024-09-21", 50, True)),
            "kept",
            (60, date(2024, 9, 2)),
        ),
        # the latest day of the campaign, against the days of it that came before
        (days(("2024-09-20", 90, True), ("2024-09-21", 50, True)), "kept", (90, date(2024, 9, 20))),
        # what came after the campaign is no record before it
        (
            days(("2024-09-21", 50, True), ("2024-09-22", 99, False)),
            "first",
            (50, date(2024, 9, 21)),
        ),
    ],
)
def test_the_record_compares_the_day_with_the_best_before_it(
    known: pd.DataFrame, kind: str, best: tuple[int, date]
) -> None:
    found = person_known.record(known)
    assert found is not None
    assert (found.kind, found.day_vnd) == (kind, 50)
    assert (found.best_vnd, found.best_on) == best


@pytest.mark.parametrize(
    ("earlier", "value", "words"),
    [
        (9_000_000, "9,0", "lập ngày Thứ 3, 3/9/2024"),
        (1_500_000, "4,6", "kỷ lục mới, trước đây 1,5\u00a0triệu đồng"),
        (4_609_500, "4,6", "bằng ngày Thứ 3, 3/9/2024"),
    ],
)
def test_the_record_is_said_with_the_day_it_was_set(
    board: Store, monkeypatch: pytest.MonkeyPatch, earlier: int, value: str, words: str
) -> None:
    def known(*_: Any, **__: Any) -> pd.DataFrame:
        return days(("2024-09-03", earlier, False), ("2024-09-21", 4_609_500, True))

    monkeypatch.setattr(known, "__qualname__", f"days_{earlier}")
    monkeypatch.setattr(people, "days", known)
    shown = open_page("person", staff=WHO).metric[-1]
    assert (shown.label, shown.value) == ("Kỷ lục cá nhân, triệu đồng", value)
    assert shown.proto.delta_description.replace("\\", "") == words


def test_there_is_no_record_before_the_first_sale() -> None:
    assert person_known.record(days()) is None
    assert person_known.record(days(("2024-09-03", 40, False))) is None


def test_a_persons_day_is_one_printed_page(board: Store, printed: list[Any]) -> None:
    roster = people.standings(board, **about())
    busiest = roster.sort_values("sale_count", ascending=False)["staff_code"].iloc[0]
    for staff_code in (WHO, busiest):
        printed.clear()
        open_page("person", staff=staff_code)
        [(make, name)] = printed
        [page] = pages_of(make())
        assert name == f"ngay-thu-7_{staff_code}_ngay_cua_ban_mo_phong.pdf"
        assert f"Ngày của bạn: {standing(board, staff_code)['full_name']}" in page
        for words in ("Dữ liệu mô phỏng", "số liệu đến", "Bản số liệu", "Kỷ lục cá nhân"):
            assert words in page


def test_a_name_from_outside_is_shown_as_it_is(
    other_board: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "![x](http://example.org/x.png) *An*"
    code, _, *rest = setup.STAFF[0]
    monkeypatch.setattr(setup, "STAFF", ((code, hostile, *rest), *setup.STAFF[1:]))
    setup.store_in(other_board().generations.folder)
    page = open_page("person", staff=code)
    assert not page.exception
    assert not page.metric
    assert page.title[0].value == formats.plain(hostile)
    assert "![x]" not in words_of(page)


def test_what_a_day_shows_can_be_taken_away(board: Store, take: Take) -> None:
    found = take("person", staff=WHO)
    assert found.charts == {"person_hours", "person_services"}
    row = standing(board)
    headings, *rows = found.table("person_sales")
    revenue = headings.index("Doanh thu (đồng)")
    assert sum(int(one[revenue]) for one in rows) == row["revenue_vnd"]
    printed = " ".join(pages_of(found.make("take_page_pdf_")))
    assert row["full_name"] in printed
    assert "\\" not in printed


def test_a_sale_in_the_ledger_leads_to_its_seller_and_its_unit(board: Store) -> None:
    sale_id = people.sales(board, **about(), staff_code=WHO, most=1)["sale_id"].iloc[0]
    said = words_of(open_page("ledger", sale=str(sale_id), q=WHO))
    assert f"](person?staff={WHO})" in said
    assert "](unit?unit=ha_long-bc-01)" in said
