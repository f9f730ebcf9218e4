"""The constraints: all hold as built, and each breaks by name when its figure is moved."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, timedelta

import pytest

from lib.demo.constraints import findings

Tables = dict[str, list[dict]]


def broken(tables: Tables) -> set[str]:
    return {finding.constraint for finding in findings(tables) if not finding.holds}


def test_every_constraint_holds(built):
    found = list(findings(built.tables))
    assert [finding for finding in found if not finding.holds] == []
    assert len(found) > 80


def first(tables: Tables, **wanted: object) -> dict:
    return next(
        row for row in tables["sales"] if all(row[name] == value for name, value in wanted.items())
    )


def cheaper_goods(tables: Tables) -> None:
    first(tables, service_code="HTD")["revenue_vnd"] -= 500


def another_contract(tables: Tables) -> None:
    first(tables, service_code="BHYT_BT")["quantity"] += 1


def new_grocery_customer(tables: Tables) -> None:
    first(tables, service_code="VT")["is_new_customer"] = True


def fewer_new_customers(tables: Tables) -> None:
    for row in tables["sales"]:
        if row["sold_at"] < datetime(2024, 9, 21, 10, 30):
            row["is_new_customer"] = False


def smaller_roster(tables: Tables) -> None:
    tables["staff"] = tables["staff"][:600]


def fuller_hall(tables: Tables) -> None:
    tables["attendance"] = tables["attendance"] + tables["attendance"][:10]


def shorter_snapshot(tables: Tables) -> None:
    tables["campaigns"][0]["snapshot_at"] -= timedelta(minutes=15)


def another_seat(tables: Tables) -> None:
    tables["award_titles"][0]["seats"] = 3


def another_title(tables: Tables) -> None:
    tables["award_titles"][0]["title"] = "Nhóm bán hàng giỏi"


def larger_target(tables: Tables) -> None:
    tables["targets"][0]["target_vnd"] += 10_000


def target_for_a_district(tables: Tables) -> None:
    tables["targets"][0]["unit_id"] = "ha_long"


def heavier_slot(tables: Tables) -> None:
    tables["campaign_slots"][0]["plan_share"] += 0.01


def stranger(tables: Tables) -> None:
    tables["sales"][0]["staff_code"] = "MP9999"


def moved_sale(tables: Tables) -> None:
    tables["sales"][0]["role_code"] = "bd_vhx"


def foreign_leader(tables: Tables) -> None:
    tables["teams"][0]["leader_code"] = tables["teams"][1]["leader_code"]


def second_receipt(tables: Tables) -> None:
    tables["sales"][0]["receipt_no"] = tables["sales"][1]["receipt_no"]


def hasty_record(tables: Tables) -> None:
    tables["sales"][0]["recorded_at"] = tables["sales"][0]["sold_at"]


def real_person(tables: Tables) -> None:
    tables["staff"][0]["full_name"] = "Nguyễn Văn An"


def real_row(tables: Tables) -> None:
    tables["sales"][0]["is_simulated"] = False


def void(tables: Tables) -> None:
    tables["voids"] = [{"sale_id": 1}]


def early_island(tables: Tables) -> None:
    first(tables, unit_id="co_to-bc-01")["recorded_at"] = datetime(2024, 9, 21, 10, 0)


def empty_quarantine(tables: Tables) -> None:
    tables["quarantine"] = []


def absent_postman(tables: Tables) -> None:
    tables["deliveries"] = tables["deliveries"][1:]


def stranger_who_posts(tables: Tables) -> None:
    tables["activities"][0]["staff_code"] = "MP9999"


def more_delivered(tables: Tables) -> None:
    tables["deliveries"][0]["first_attempt"] = tables["deliveries"][0]["taken_out"] + 1


def best_level_with_the_next(tables: Tables) -> None:
    clean = [row for row in tables["deliveries"] if not row["complaints"] + row["losses"]]
    for row in sorted(clean, key=lambda row: row["first_attempt"] / row["taken_out"])[-2:]:
        row["first_attempt"] = row["taken_out"] = row["on_time"] = 100


def everybody_refers_none(tables: Tables) -> None:
    for row in tables["activities"]:
        row["referred_customers"] = row["referred_orders"] = 0


def unknown_team(tables: Tables) -> None:
    tables["hourly_reports"][0]["team_code"] = "ha_long-99"


def reported_again(tables: Tables) -> None:
    tables["hourly_reports"] = tables["hourly_reports"] + tables["hourly_reports"][:1]


def odd_hour(tables: Tables) -> None:
    tables["hourly_reports"][0]["due_at"] = datetime(2024, 9, 21, 8, 5)


def report_from_the_future(tables: Tables) -> None:
    tables["hourly_reports"][0]["reported_at"] = datetime(2024, 9, 21, 19, 0)


def evidence_of_another_kind(tables: Tables) -> None:
    batch_id = tables["deliveries"][0]["batch_id"]
    next(row for row in tables["batches"] if row["batch_id"] == batch_id)["kind"] = "sales"


def another_day(tables: Tables) -> None:
    first(tables, service_code="DL")["sold_on"] = date(2024, 9, 22)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (cheaper_goods, "revenue of HTD"),
        (cheaper_goods, "list prices hold"),
        (another_contract, "health cover of the day"),
        (new_grocery_customer, "new customers come with a delivery"),
        (fewer_new_customers, "F6 new delivery customers after 3 hours"),
        (smaller_roster, "F1 roster"),
        (smaller_roster, "every seller is on the roster"),
        (fuller_hall, "F2 present at the launch"),
        (shorter_snapshot, "F3 hours"),
        (shorter_snapshot, "F4 goods after 3 hours"),
        (another_seat, "F9 awards"),
        (another_title, "F10 titles"),
        (larger_target, "targets of ngay-thu-7"),
        (target_for_a_district, "targets of ngay-thu-7 are given at the lowest level"),
        (heavier_slot, "slot shares of ngay-thu-7"),
        (stranger, "every seller is on the roster"),
        (moved_sale, "a sale has its seller's unit and role"),
        (foreign_leader, "leaders are members"),
        (second_receipt, "receipt_no is unique"),
        (hasty_record, "recorded after it was sold"),
        (hasty_record, "recorded with its batch"),
        (real_person, "names are plainly made up"),
        (real_row, "every row says it is simulated"),
        (void, "no voids"),
        (early_island, "Cô Tô first reports at 11:00"),
        (empty_quarantine, "rows that wait"),
        (another_day, "F8 day revenue"),
        (absent_postman, "every postman present delivers"),
        (absent_postman, "batches count their rows"),
        (stranger_who_posts, "evidence names people of the roster and their units"),
        (stranger_who_posts, "those who tell others are present"),
        (more_delivered, "no more delivered than taken out"),
        (best_level_with_the_next, "two deliver best"),
        (everybody_refers_none, "one refers most"),
        (unknown_team, "reports are of teams"),
        (reported_again, "an hour is reported once"),
        (odd_hour, "reports are due when a slot ends"),
        (report_from_the_future, "reports are recorded after they came"),
        (evidence_of_another_kind, "evidence is recorded with its batch"),
    ],
)
def test_a_moved_figure_breaks_its_constraint_by_name(
    built, change: Callable[[Tables], None], named: str
):
    touched = {
        name: deepcopy(rows) if name != "sales" else [dict(row) for row in rows]
        for name, rows in built.tables.items()
    }
    change(touched)
    assert named in broken(touched)
