"""Any sale of a campaign, its life and its batch, and who has yet to report."""

from typing import Any

import pandas as pd
import pytest

from lib.i18n.folding import fold
from lib.intake import waiting
from lib.queries import intake, ledger, progress
from lib.ui.ledger_search import known, parameters, terms
from tests.worlds import LATER, World, asked, at, by, ground, only, rows, tiny

SCOPE = {"campaign_code": "day", "as_of": LATER}


def scope(clock: str | None = None) -> dict[str, Any]:
    return {**SCOPE, "as_of": at(clock) if clock else LATER}


def search(world: World, typed: str = "", *, clock: str | None = None, **more: Any) -> pd.DataFrame:
    """The sales found for what somebody types."""
    reader, asked_for = asked(world), scope(clock)
    words = known(ledger.search_words(reader, **asked_for))
    given = {"unit_id": None, "status": "all", "batch_id": None, "limit_count": 99, "skip_count": 0}
    given |= parameters(terms(typed, words)) | more
    found = ledger.sales(reader, **asked_for, **given)
    totals = only(
        ledger.sales_found(
            reader,
            **asked_for,
            **{k: v for k, v in given.items() if k not in ("limit_count", "skip_count")},
        )
    )
    if not typed and given["batch_id"] is None:
        whole = {name: given[name] for name in ("unit_id", "status")}
        assert only(ledger.totals(reader, **asked_for, **whole)) == totals
    if not given["skip_count"] and given["limit_count"] == 99:
        assert totals["sale_count"] == len(found)
        assert totals["counted_count"] == int((~found["is_voided"]).sum())
        assert totals["counted_vnd"] == found.loc[~found["is_voided"], "revenue_vnd"].sum()
        assert totals["voided_vnd"] == found.loc[found["is_voided"], "revenue_vnd"].sum()
    return found


def ids(world: World, typed: str = "", **more: Any) -> list[int]:
    return rows(search(world, typed, **more), "sale_id")


def named() -> World:
    """The small world with Vietnamese names, receipts, notes and file names."""
    world = tiny()
    names = {"north": "Bưu điện TX Đông Triều", "south": "Bưu điện TP Hạ Long"}
    for row in world.tables["org_unit_names"]:
        if row["unit_id"] in names:
            row["name"] = names[row["unit_id"]]
    world.add(
        "org_unit_aliases",
        alias_folded="dt",
        unit_id="north",
        valid_from=at("00:00").date(),
        valid_to=LATER.date(),
        source="reference",
    )
    written = ("PĐ-0001", "GD_0002", "GD-0003", "GD-0004", None, None, "K9")
    notes = (None, "Khách hẹn lại", "khach hen", "100%", "<b>:red[x]</b>", None, "=1+1")
    for sale, receipt_no, note in zip(world.tables["sales"], written, notes, strict=True):
        sale |= {"receipt_no": receipt_no, "note": note}
    world.tables["batches"][0]["file_name"] = "cẩm_phả_1530.csv"
    return world


# Finding


def test_they_have_the_promised_columns() -> None:
    reader = asked(tiny())
    assert tuple(search(tiny())) == ledger.SALES
    assert tuple(ledger.sale(reader, **SCOPE, sale_id=1)) == ledger.SALE
    assert tuple(ledger.search_words(reader, **SCOPE)) == ledger.SEARCH_WORDS


def test_all_sales_of_the_campaign_stand_the_newest_recorded_first() -> None:
    assert ids(tiny()) == [5, 6, 7, 3, 4, 2, 1]


def test_sales_recorded_together_have_an_order() -> None:
    world = ground()
    for _ in range(3):
        world.sale(1, unit_id="north-1", sold_at=at("09:00"))
    assert ids(world) == [3, 2, 1]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    world = tiny()
    pages = [ids(world, limit_count=3, skip_count=skip) for skip in (0, 3, 6, 9)]
    assert pages == [[5, 6, 7], [3, 4, 2], [1], []]


def test_sales_outside_of_the_campaign_are_not_in_its_ledger() -> None:
    world = tiny()
    world.sale(7, unit_id="province")
    world.sale(7, unit_id="north-1", sold_on=LATER.date())
    assert len(ids(world)) == 7


def test_a_unit_is_asked_for_with_all_below_it() -> None:
    assert ids(tiny(), unit_id="north") == [5, 6, 7, 3, 4, 1]
    assert ids(tiny(), unit_id="north-2") == [5]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dong trieu", [5, 6, 7, 3, 4, 1]),
        ("Đông Triều", [5, 6, 7, 3, 4, 1]),
        ("dt", [5, 6, 7, 3, 4, 1]),
        ("ha long", [2]),
        ("hà long", [2]),
        ("north-2", [5]),
        ("nguyen mau chi", [3]),
        ("Chi", [3]),
        ("BHYT_BT", [3]),
        ("dich vu vt", [6]),
        ("dong trieu dung", [5]),
        ("ha long dung", []),
        ("pd-0001", [1]),
        ("PĐ-0001", [1]),
        ("pđ-0001", [1]),
        ("000", [3, 4, 2, 1]),
        ("gd_0002", [2]),
        ("k1", [7, 2]),
        ("hen", [3, 2]),
        ("hẹn", [3, 2]),
        ("khach lai", [2]),
        ("100%", [4]),
        ("%", [4]),
        ("_", [5, 6, 7, 3, 4, 2, 1]),
        ("<b>:red[x]</b>", [5]),
        ("=1+1", [7]),
        ("cam pha", [5, 6, 7, 3, 4, 2, 1]),
        ("cẩm_phả_1530.csv", [5, 6, 7, 3, 4, 2, 1]),
        ("nothing of the kind", []),
    ],
)
def test_what_is_typed_finds(typed: str, found: list[int]) -> None:
    assert ids(named(), typed) == found


def test_marks_limit_names_and_leave_notes_that_have_them() -> None:
    # `hẹn` stands with its marks in no list, so it is looked for without them too
    world = named()
    world.tables["staff"][0]["full_name"] = "Nguyễn Mẫu Hẹn"
    assert ids(world, "hẹn") == [7, 2, 1]
    assert ids(world, "hen") == [7, 3, 2, 1]


def test_every_letter_with_a_mark_is_found_without_it() -> None:
    letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    world = ground()
    world.sale(1, unit_id="office", sold_at=at("09:00"))["note"] = letters.upper()
    assert ids(world, fold(letters)) == [1]


def test_a_batch_is_found_by_its_number_and_kept_to_by_the_filter() -> None:
    world = tiny()
    world.batch(23, recorded_at=at("09:00"))
    world.sale(5, unit_id="north-1", sold_at=at("09:30"), batch_id=23)
    assert ids(world, "23") == [8]
    assert ids(world, batch_id=23) == [8]
    assert len(ids(world, batch_id=1)) == 7


def test_a_former_name_still_finds_what_was_booked_under_it() -> None:
    world = tiny()
    world.rename("south", "Tên mới", on=at("00:00").date())
    assert ids(world, "buu dien south") == [2]
    assert ids(world, "ten moi") == [2]


def test_a_moved_unit_is_found_under_where_it_hung_on_the_day() -> None:
    world = named()
    world.move("north-2", parent="south", on=at("00:00").date())
    assert ids(world, "ha long") == [5, 2]
    assert ids(world, "dong trieu") == [6, 7, 3, 4, 1]


@pytest.mark.parametrize(
    ("clock", "counted", "voided"),
    [("10:59", [6 + 1, 3, 4, 2, 1], []), ("11:00", [6, 7, 3, 2, 1], [4]), ("08:09", [], [])],
)
def test_a_sale_counts_from_when_it_was_recorded_until_it_was_voided(
    clock: str, counted: list[int], voided: list[int]
) -> None:
    assert ids(tiny(), status="counted", clock=clock) == counted
    assert ids(tiny(), status="voided", clock=clock) == voided


def test_the_list_says_when_a_sale_was_voided_and_that_its_batch_was_verified() -> None:
    world = tiny()
    world.verify(1, verified_at=at("11:15"))
    found = by(search(world, clock="11:15"), "sale_id")
    assert (found[4]["is_voided"], found[4]["voided_at"]) == (True, at("11:00"))
    assert (found[1]["is_voided"], found[1]["voided_at"]) == (False, None)
    assert all(row["is_verified"] for row in found.values())
    assert not any(rows(search(world, clock="11:14"), "is_verified"))


def test_nothing_recorded_is_nothing_found() -> None:
    assert ids(ground()) == []
    assert ids(ground(), "dong trieu") == []


# One sale


def test_the_life_of_a_sale_is_told_as_far_as_the_cut_off_knew_it() -> None:
    world = tiny()
    world.verify(1, verified_at=at("11:30"), note="đủ chứng từ")
    reader = asked(world)
    before = only(ledger.sale(reader, **scope("10:59"), sale_id=4))
    assert (before["is_voided"], before["voided_by"], before["reason_code"]) == (False, None, None)
    assert before["verified_at"] is None
    after = only(ledger.sale(reader, **scope("11:30"), sale_id=4))
    assert (after["voided_at"], after["voided_by"]) == (at("11:00"), "tester")
    assert (after["reason_code"], after["void_note"]) == ("mistyped", None)
    assert (after["verified_by"], after["verified_note"]) == ("control", "đủ chứng từ")
    assert (after["file_name"], after["sender"], after["source_row"]) == ("one.csv", "tester", 4)
    assert (after["unit_name"], after["competing_name"]) == ("Bưu điện north-1", "north")


def test_a_sale_of_another_campaign_or_of_later_has_no_life_here() -> None:
    world = tiny()
    world.sale(7, unit_id="province")
    reader = asked(world)
    assert ledger.sale(reader, **SCOPE, sale_id=8).empty
    assert ledger.sale(reader, **SCOPE, sale_id=99).empty
    assert ledger.sale(reader, **scope("08:09"), sale_id=1).empty
    assert only(ledger.sale_state(reader, sale_id=8, as_of=LATER))["revenue_vnd"] == 7


def test_the_state_of_a_sale_names_its_void() -> None:
    reader = asked(tiny())
    assert only(ledger.sale_state(reader, sale_id=4, as_of=LATER)) == {
        "sale_id": 4,
        "batch_id": 1,
        "revenue_vnd": 60,
        "voided_at": at("11:00"),
        "voided_by": "tester",
    }
    assert only(ledger.sale_state(reader, sale_id=4, as_of=at("10:59")))["voided_at"] is None
    assert ledger.sale_state(reader, sale_id=99, as_of=LATER).empty


# Batches


def batches(world: World, clock: str | None = None, **more: Any) -> pd.DataFrame:
    given = {"state": "all", "batch_id": None, "limit_count": 99, "skip_count": 0}
    return ledger.batches(asked(world), **scope(clock), **given | more)


def test_a_batch_says_what_it_counts_and_what_of_it_waits() -> None:
    world = tiny()
    world.wait(70, recorded_at=at("08:00"))
    world.wait(None, recorded_at=at("08:00"))
    found = only(batches(world))
    assert tuple(found) == ledger.BATCHES
    assert (found["sale_count"], found["revenue_vnd"]) == (6, 450)
    assert (found["waiting_count"], found["waiting_vnd"]) == (2, 70)
    assert (found["state"], found["batch_count"]) == ("reported", 1)


def test_a_batch_is_reported_then_verified_then_perhaps_undone() -> None:
    world = tiny()
    world.batch(2, recorded_at=at("09:00"))
    world.verify(2, verified_at=at("09:30"))
    world.void_batch(2, voided_at=at("10:00"))
    states = [by(batches(world, c), "batch_id")[2]["state"] for c in ("09:29", "09:30", "10:00")]
    assert states == ["reported", "verified", "undone"]
    assert rows(batches(world, "09:30", state="verified"), "batch_id") == [2]
    assert rows(batches(world, "10:00", state="reported"), "batch_id") == [1]


def test_a_batch_handed_in_for_another_campaign_is_listed_where_it_counts() -> None:
    world = tiny()
    world.campaign("month", starts_on=at("00:00").date(), ends_on=LATER.date())
    world.batch(2, recorded_at=at("09:00"))
    month = {**SCOPE, "campaign_code": "month"}
    given = {"state": "all", "batch_id": None, "limit_count": 9, "skip_count": 0}
    assert rows(ledger.batches(asked(world), **month, **given), "batch_id") == [1]


def test_the_number_of_batches_is_that_of_all_pages() -> None:
    world = ground()
    for number in (2, 3):
        world.batch(number, recorded_at=at("09:00"))
    page = batches(world, limit_count=1, skip_count=1)
    assert rows(page, "batch_id", "batch_count") == [(2, 3)]
    assert rows(batches(world, batch_id=3), "batch_id", "batch_count") == [(3, 1)]


def test_a_verification_is_known_from_when_it_was_made() -> None:
    world = tiny()
    world.verify(1, verified_at=at("11:30"))
    reader = asked(world)
    assert ledger.verification(reader, batch_id=1, as_of=at("11:29")).empty
    assert only(ledger.verification(reader, batch_id=1, as_of=at("11:30"))) == {
        "batch_id": 1,
        "verified_at": at("11:30"),
        "verified_by": "control",
        "note": None,
    }


# Who has yet to report


def reports(world: World, clock: str) -> list[Any]:
    found = intake.unit_reports(asked(world), **scope(clock), late_minutes=60)
    return rows(found, "unit_id", "state")


def test_the_units_to_call_stand_first() -> None:
    # south last recorded at 08:30, north at 11:00, office never
    assert reports(tiny(), "11:10") == [
        ("office", "silent"),
        ("south", "late"),
        ("north", "reporting"),
    ]


def test_a_unit_is_late_when_its_figures_are_older_than_the_hour_not_as_old() -> None:
    assert ("south", "reporting") in reports(tiny(), "09:30")
    assert ("south", "late") in reports(tiny(), "09:31")


def test_nobody_is_late_outside_of_selling_hours() -> None:
    assert ("south", "late") in reports(tiny(), "11:59")
    assert ("south", "late") not in reports(tiny(), "12:00")


def test_nobody_is_late_in_the_first_hour_of_a_day() -> None:
    world = ground()
    world.sale(1, unit_id="north-1", sold_at=at("06:00"))
    assert ("north", "reporting") in reports(world, "09:00")
    assert ("north", "late") in reports(world, "09:01")


def test_without_agreed_hours_selling_runs_from_opening_to_closing() -> None:
    world = tiny()
    world.tables["campaign_slots"].clear()
    assert ("south", "late") in reports(world, "11:59")
    assert ("south", "late") not in reports(world, "12:00")


def test_a_unit_whose_only_sale_is_voided_has_no_figures() -> None:
    world = ground()
    world.void(world.sale(5, unit_id="office", sold_at=at("09:00")), voided_at=at("09:30"))
    assert ("office", "reporting") in reports(world, "09:29")
    assert ("office", "silent") in reports(world, "09:30")


def test_a_report_counts_batches_sales_and_money() -> None:
    world = tiny()
    world.batch(2, recorded_at=at("09:00"))
    world.sale(5, unit_id="north-1", sold_at=at("09:30"), batch_id=2)
    found = by(intake.unit_reports(asked(world), **SCOPE, late_minutes=60), "unit_id")
    assert tuple(found["north"]) == intake.UNIT_REPORTS
    north = found["north"]
    assert (north["batch_count"], north["sale_count"], north["revenue_vnd"]) == (2, 6, 355)
    assert (north["last_recorded_at"], found["office"]["last_recorded_at"]) == (at("11:30"), None)


# What waits


def test_a_row_that_is_settled_waits_no_longer() -> None:
    world = tiny()
    world.tables["batches"][0]["file_sha256"] = "aa"
    world.wait(70, recorded_at=at("09:00"))
    world.settle(world.wait(30, recorded_at=at("09:00")), closed_at=at("10:00"))
    reader = asked(world)
    for clock, count, money in (("09:59", 2, 100), ("10:00", 1, 70)):
        day = scope(clock)
        overview = only(progress.overview(reader, **day, unit_id=None))
        assert (overview["waiting_count"], overview["waiting_vnd"]) == (count, money)
        assert only(ledger.status(reader, as_of=at(clock)))["waiting_count"] == count
        assert only(intake.batches(reader, **day, limit_count=9))["pending_vnd"] == money
        same_bytes = intake.standing_batches(reader, file_sha256="aa", as_of=at(clock))
        assert only(same_bytes)["pending_vnd"] == money
        assert only(batches(world, clock))["waiting_vnd"] == money
        assert len(ledger.waiting_rows(reader, **day)) == count


def waits(world: World) -> list[Any]:
    return rows(waiting.by_unit(asked(world), **SCOPE))


def test_a_waiting_row_is_of_the_unit_one_of_its_cells_names() -> None:
    world = tiny()
    world.wait(70, recorded_at=at("09:00"))["cells"] = '{"Ngày": "x", "Đơn vị": "BƯU ĐIỆN south-1"}'
    assert waits(world) == [("south", 1, 70)]


def test_a_waiting_row_that_names_no_unit_is_of_the_one_its_batch_brought_sales_of() -> None:
    world = ground()
    world.sale(5, unit_id="south-1", sold_at=at("09:00"))
    world.wait(70, recorded_at=at("09:00"))
    world.wait(None, recorded_at=at("09:00"))["cells"] = '["no", "object"]'
    assert waits(world) == [("south", 2, 70)]


def test_a_waiting_row_of_a_mixed_batch_that_names_no_unit_is_of_nobody() -> None:
    world = tiny()
    world.wait(70, recorded_at=at("09:00"))["cells"] = '{"Đơn vị": "Ở đâu đó"}'
    assert waits(world) == [(None, 1, 70)]


def test_nothing_waits_of_an_undone_batch() -> None:
    world = tiny()
    world.wait(70, recorded_at=at("09:00"))
    world.void_batch(1, voided_at=at("11:45"))
    assert waits(world) == []
