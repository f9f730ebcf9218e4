"""A page for everybody: made when asked for, with who sold nothing among them, in one file."""

import io
from typing import Any

import pypdf
import pytest

from lib.i18n import catalog, formats
from lib.i18n.collation import name_key
from lib.queries import awards, people, your_day
from lib.store import Store
from tests.pages.conftest import open_page
from tests.pages.test_person import standing
from tests.pages.test_unit import about, pages_of, printed

__all__ = ["printed"]


def roster(board: Store, unit_id: str | None = None) -> list[dict[Any, Any]]:
    """Who belongs to a unit, as people.sellers says."""
    listed = people.sellers(board, **about(), unit_id=unit_id)
    found: list[dict[Any, Any]] = listed[listed["is_member"].fillna(False)].to_dict("records")
    return found


def press(unit_id: str | None, printed: list[Any]) -> tuple[bytes, str]:
    """What the button for everybody makes of a unit's page, and what it is called."""
    page = open_page("unit", **({"unit": unit_id} if unit_id else {}))
    printed.clear()
    page.button(key="people_print").click().run()
    assert not page.exception
    [(content, name)] = [one for one in printed if isinstance(one[0], bytes)]
    return content, name


def test_everybody_of_a_unit_has_a_page_by_unit_and_given_name(
    board: Store, printed: list[Any]
) -> None:
    content, name = press("ha_long", printed)
    said = pages_of(content)
    members = roster(board, "ha_long")
    assert name == "ngay-thu-7_ha_long_ngay_cua_ban_mo_phong.pdf"
    assert len(said) == len(members) > 100
    for one in members:
        of = [page for page in said if f"mã {one['staff_code']} " in page]
        assert len(of) == 1
        assert f"Ngày của bạn: {one['full_name']}" in of[0]
        for words in ("Dữ liệu mô phỏng", "Trang 1/1", "Cảm ơn bạn"):
            assert words in of[0]
    first = [one for one in members if one["unit_id"] == members[0]["unit_id"]]
    codes = [page.partition(" mã ")[2].split(" ")[0] for page in said]
    placed = [codes.index(one["staff_code"]) for one in sorted(first, key=_by_given_name)]
    assert placed == sorted(placed)


def test_a_page_of_many_says_what_the_page_of_one_says(board: Store, printed: list[Any]) -> None:
    [best, *_] = roster(board, "ha_long")
    content, _ = press("ha_long", printed)
    [among] = [one for one in pages_of(content) if f"mã {best['staff_code']} " in one]
    printed.clear()
    open_page("person", staff=best["staff_code"])
    [alone] = pages_of(printed[0][0]())
    row = standing(board, best["staff_code"])
    services = your_day.services(board, **about())
    sold = services[services["staff_code"] == best["staff_code"]]
    words = [
        formats.millions(row["revenue_vnd"], unit=False),
        f"{row['place_in_role']} / {row['role_size']}",
        *sold["service_name"].head(6),
        *(formats.money(one) for one in sold["revenue_vnd"].head(6)),
        "Giờ cao nhất",
    ]
    for one in words:
        written = " ".join(str(one).split())
        assert written in among, written
        assert written in alone, written


def test_who_sold_nothing_reads_what_the_team_reached(board: Store, printed: list[Any]) -> None:
    members = dict(
        your_day.members(board, campaign_code="ngay-thu-7").itertuples(index=False, name=None)
    )
    silent = next(
        one for one in roster(board) if not one["sale_count"] and one["staff_code"] in members
    )
    teams = awards.team_standings(board, **about()).set_index("code")
    team = teams.loc[members[silent["staff_code"]]]
    open_page("person", staff=silent["staff_code"])
    [(make, _)] = printed
    [page] = pages_of(make())
    assert "Sổ chưa có giao dịch nào ghi tên bạn" in page
    assert f"{team['name']} của bạn đạt {formats.money(team['revenue_vnd'])}" in page.replace(
        formats.money(team["revenue_vnd"]).replace("\u00a0", " "),
        formats.money(team["revenue_vnd"]),
    )
    assert f"{team['active_count']} trong {team['member_count']} người" in page
    assert "Cảm ơn bạn đã cùng ra quân" in page
    assert "Hạng" not in page and "0,0" not in page


def test_deliveries_and_communications_are_said_where_there_are_any(
    board: Store, printed: list[Any]
) -> None:
    evidence = awards.person_standings(board, **about())
    for column, words in (
        ("taken_out", "bưu gửi giao đi phát"),
        ("verified_activity_count", "hoạt động đã xác nhận"),
    ):
        [has, *_] = evidence.loc[evidence[column].fillna(0) > 0, "code"]
        [lacks, *_] = evidence.loc[evidence[column].isna(), "code"]
        for code, is_said in ((has, True), (lacks, False)):
            printed.clear()
            open_page("person", staff=code)
            [page] = pages_of(printed[0][0]())
            assert (words in page) == is_said


def test_a_file_for_everybody_is_in_the_language_spoken(board: Store, printed: list[Any]) -> None:
    page = open_page("unit", unit="co_to", lang="en")
    printed.clear()
    page.button(key="people_print").click().run()
    [(content, _)] = [one for one in printed if isinstance(one[0], bytes)]
    read = pypdf.PdfReader(io.BytesIO(content))
    assert read.trailer["/Root"]["/Lang"] == "en"
    said = catalog.sentences("en")["person.title"]
    assert all(said in " ".join(one.extract_text().split()) for one in read.pages)


def _by_given_name(row: dict[Any, Any]) -> Any:
    return name_key(str(row["full_name"]))


@pytest.mark.parametrize("unit_id", ["khoi_vp", "co_to"])
def test_every_page_is_one_page(board: Store, printed: list[Any], unit_id: str) -> None:
    content, _ = press(unit_id, printed)
    assert len(pages_of(content)) == len(roster(board, unit_id))
