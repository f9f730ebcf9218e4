"""An organiser's own tables: all of them together, or none."""

from datetime import datetime
from pathlib import Path

import pytest

from lib.errors import RowsRefused, SetupRefused
from lib.intake.setup import load_setup
from lib.queries import campaigns, leaderboard, setup
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations

AT = datetime(2024, 9, 20, 8, 0)
SLOT = "day,2024-09-21 08:00,2024-09-21 12:00,2024-09-21 00:00,2024-09-22 00:00,1"

FILES = {
    "service_groups": "group_code,name,name_en,sort_order\nG,Hàng hóa,Goods,1",
    "services": "service_code,group_code,name,name_en,counter_code,sort_order\n"
    "HTD,G,Hàng tiêu dùng,Goods,goods,1",
    "roles": "role_code,name,name_en,sort_order\npostman,Bưu tá,Postman,1",
    "org_units": "unit_id,kind,sort_order,valid_from,valid_to,is_simulated\n"
    "north,district,1,2020-01-01,9999-12-31,false\n"
    "north-1,counter,2,2020-01-01,9999-12-31,false",
    "org_unit_names": "unit_id,name,name_en,short_name,short_name_en,valid_from,valid_to\n"
    "north,Bưu điện Bắc,North,Bắc,North,2020-01-01,9999-12-31\n"
    "north-1,Bưu cục Bắc 1,North 1,Bắc 1,North 1,2020-01-01,9999-12-31",
    "org_hierarchy": "tree,child_id,parent_id,valid_from,valid_to\n"
    "post,north-1,north,2020-01-01,9999-12-31",
    "staff": "staff_code,full_name,role_code,unit_id,valid_from,valid_to,is_simulated\n"
    "00123,Nguyễn Mẫu An,postman,north-1,2020-01-01,9999-12-31,true",
    "campaigns": "campaign_code,name,name_en,tree,starts_on,ends_on,opens_at,closes_at,plan_vnd,"
    "date_status,is_simulated\n"
    "day,Ngày ra quân,The day,post,2024-09-21,2024-09-21,2024-09-21 08:00,2024-09-21 12:00,"
    "1000,confirmed,false",
    "campaign_units": "campaign_code,unit_id\nday,north",
    "campaign_services": "campaign_code,service_code\nday,HTD",
    "campaign_slots": "campaign_code,starts_at,ends_at,takes_from,takes_until,plan_share\n" + SLOT,
    "targets": "campaign_code,unit_id,service_code,target_vnd\nday,north-1,HTD,1000",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    made = Store(Generations(tmp_path / "store", keep=3, lock_seconds=5))
    made.prepare(at=AT)
    return made


def written(folder: Path, **changed: str) -> Path:
    """A folder with the good files, some of them replaced."""
    folder.mkdir(exist_ok=True)
    for table, content in {**FILES, **changed}.items():
        (folder / f"{table}.csv").write_text(content + "\n", encoding="utf-8")
    return folder


def refused(store: Store, folder: Path) -> str:
    """The problems a folder is refused for, in one text; nothing may have been written."""
    before = store.current()
    with pytest.raises(SetupRefused) as refusal:
        load_setup(store, folder, actor="tester", at=AT)
    assert store.current() == before
    return "\n".join(refusal.value.values["problems"])


def test_a_campaign_of_ones_own_shows_its_units_and_targets(store: Store, tmp_path: Path) -> None:
    receipt = load_setup(store, written(tmp_path / "own"), actor="tester", at=AT)
    assert receipt.rows["staff"] == 1
    units = campaigns.units(store, campaign_code="day", as_of=AT)
    assert list(units["unit_id"]) == ["north", "north-1"]
    board = leaderboard.units_by_attainment(
        store, campaign_code="day", as_of=AT, level=0, parent_id=None
    )
    assert list(board["target_vnd"]) == [1000]
    assert setup.broken_references(store, as_of=AT).empty


def test_a_staff_code_keeps_its_zeros(store: Store, tmp_path: Path) -> None:
    load_setup(store, written(tmp_path / "own"), actor="tester", at=AT)
    people = store.query("intake/staff_codes", {"as_of": AT}).to_pandas()
    assert list(people["staff_code"]) == ["00123"]


def test_loading_again_replaces_and_leaves_other_tables(store: Store, tmp_path: Path) -> None:
    load_setup(store, written(tmp_path / "own"), actor="tester", at=AT)
    more = tmp_path / "more"
    more.mkdir()
    (more / "targets.csv").write_text(
        "campaign_code,unit_id,service_code,target_vnd\nday,north,HTD,1000\n", encoding="utf-8"
    )
    receipt = load_setup(store, more, actor="tester", at=AT)
    assert dict(receipt.rows) == {"targets": 1}
    assert len(campaigns.units(store, campaign_code="day", as_of=AT)) == 2


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"staff": "staff_code,full_name\n1,An"}, "staff.csv: column role_code is missing"),
        ({"roles": FILES["roles"] + ",7"}, "roles.csv, row 2: more cells than the header has"),
        (
            {"targets": FILES["targets"].replace("1000", "1.000")},
            "targets.csv, row 2, target_vnd: cannot read '1.000'",
        ),
        (
            {"targets": FILES["targets"].replace("1000", "999")},
            "targets do not add up to plan_vnd",
        ),
        (
            {"targets": FILES["targets"] + "\nday,north,HTD,0"},
            "a unit above it has a target for the same service",
        ),
        ({"staff": FILES["staff"].replace("north-1", "nowhere")}, "unit is not in org_units"),
        ({"campaign_slots": FILES["campaign_slots"][:-1] + "0.9"}, "do not add up to 1"),
        (
            {"campaign_slots": FILES["campaign_slots"].replace("day,", "night,")},
            "campaign_slots: night (campaign is not in campaigns)",
        ),
        (
            {"campaigns": FILES["campaigns"].replace(",post,", ",admin,")},
            "campaigns: day (tree is not in org_hierarchy)",
        ),
        (
            {"service_aliases": "alias,service_code,source\nGà,GA,reference"},
            "service_aliases: ga (service is not in services)",
        ),
        (
            {"targets": FILES["targets"].replace("HTD,1000", "GA,1000")},
            "targets: north-1 (service is not in services)",
        ),
        (
            {
                "teams": "campaign_code,team_code,name,unit_id,leader_code\n"
                "day,T1,Nhóm 1,nowhere,00123"
            },
            "teams: T1 (unit is not in org_units)",
        ),
        ({"holidays": "day\n2024-09-02"}, "holidays.csv: no such table"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    store: Store, tmp_path: Path, changed: dict[str, str], named: str
) -> None:
    assert named in refused(store, written(tmp_path / "own", **changed))


def test_a_unit_may_compete_beside_the_one_it_once_stood_below(
    store: Store, tmp_path: Path
) -> None:
    apart = {
        "org_hierarchy": FILES["org_hierarchy"].replace("9999-12-31", "2024-09-21"),
        "campaign_units": FILES["campaign_units"] + "\nday,north-1",
    }
    assert load_setup(store, written(tmp_path / "own", **apart), actor="tester", at=AT).rows
    together = apart["org_hierarchy"].replace("2024-09-21", "2024-09-22")
    folder = written(tmp_path / "own", **{**apart, "org_hierarchy": together})
    assert "north-1 (unit stands below another competing unit)" in refused(store, folder)


def test_every_problem_is_named_at_once(store: Store, tmp_path: Path) -> None:
    folder = written(
        tmp_path / "own",
        staff=FILES["staff"].replace("true", "perhaps"),
        targets=FILES["targets"].replace("1000", "much"),
    )
    problems = refused(store, folder)
    assert "is_simulated" in problems
    assert "target_vnd" in problems


def test_a_key_that_stands_twice_is_refused(store: Store, tmp_path: Path) -> None:
    before = store.current()
    folder = written(tmp_path / "own", roles=FILES["roles"] + "\npostman,Bưu tá,Postman,2")
    with pytest.raises(RowsRefused):
        load_setup(store, folder, actor="tester", at=AT)
    assert store.current() == before


def test_an_empty_folder_is_refused(store: Store, tmp_path: Path) -> None:
    assert "no CSV file" in refused(store, tmp_path / "nothing")


def test_the_sample_folder_of_the_readme_loads(store: Store) -> None:
    receipt = load_setup(store, PROJECT / "data" / "samples" / "setup", actor="tester", at=AT)
    assert receipt.rows["targets"] == 4
