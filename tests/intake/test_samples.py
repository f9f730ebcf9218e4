"""The files people are given to try: they say they are simulated, and they are good."""

from pathlib import Path

import pytest

from lib import demo
from lib.intake.checking import check
from lib.intake.committing import commit
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.setup import NOON

SAMPLES = sorted(file for file in (PROJECT / "data" / "samples").iterdir() if file.is_file())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The simulated campaign."""
    folder = tmp_path_factory.mktemp("samples")
    store = Store(Generations(folder, keep=2, lock_seconds=10), threads=1)
    demo.build(store, at=NOON)
    return store


WHOLE = {
    "ban_hang_cam_pha_mo_phong.csv": 24,
    "ban_hang_uong_bi_mo_phong.xlsx": 24,
    "bao_cao_dam_ha_don_vi_o_tren_mo_phong.xlsx": 8,
    "bao_cao_dong_trieu_excel_mo_phong.csv": 8,
    "bao_cao_ha_long_nhieu_trang_mo_phong.xlsx": 12,
    "bao_cao_mong_cai_excel_cu_mo_phong.xls": 8,
    "bao_cao_quang_yen_unicode_text_mo_phong.txt": 8,
    "bao_cao_tien_yen_tcvn3_mo_phong.csv": 8,
    "bao_cao_van_don_cp1258_mo_phong.csv": 8,
    "ket_xuat_web_hai_ha_mo_phong.xls": 8,
    "may_ban_hang_binh_lieu_mo_phong.csv": 8,
}
"""How many sales each sample holds."""


def test_there_is_a_sample_of_each_layout_and_its_name_says_simulated() -> None:
    assert {file.name for file in SAMPLES} == set(WHOLE)
    assert {file.suffix for file in SAMPLES} == {".csv", ".xlsx", ".xls", ".txt"}
    assert all(file.stem.endswith("_mo_phong") for file in SAMPLES)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_a_sample_is_taken_whole(store: Store, file: Path) -> None:
    found = check(
        store,
        file.read_bytes(),
        file.name,
        campaign_code="ngay-thu-7",
        as_of=NOON,
        most_bytes=10**6,
        most_rows=1000,
    )
    assert (found.accepted, found.rejected, found.notices) == (WHOLE[file.name], 0, ())
    # its people, products and hours are those of the simulated campaign
    assert {one.code for one in found.findings} <= {"possible_duplicate"}
    [unit_id] = set(found.sales["competing_unit_id"].to_pylist())
    assert unit_id in file.name
    receipt = commit(store, found, sender="test", at=NOON, is_simulated=True)
    assert receipt.revenue_vnd == found.revenue_vnd > 0


def test_the_readme_says_what_each_sample_shows() -> None:
    told = (PROJECT / "README.md").read_text(encoding="utf-8")
    for file in SAMPLES:
        assert f"`{file.name.replace('_mo_phong', '')}`" in told, file.name
