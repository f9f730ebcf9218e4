"""The files of evidence that people are given to try: they say they are simulated, and are good."""

from datetime import datetime
from pathlib import Path

import pytest

from lib import demo
from lib.intake.evidence.checking import check
from lib.intake.evidence.committing import commit
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.reading import read
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations

FOLDER = PROJECT / "data" / "samples" / "evidence"
AFTER = datetime(2024, 9, 21, 20, 0)
SAMPLES = {
    "ket_qua_phat_bo_sung_mo_phong.xlsx": ("deliveries", 7, 0),
    "truyen_thong_mo_phong.csv": ("activities", 10, 1),
    "diem_danh_bo_sung_tcvn3_mo_phong.csv": ("attendance", 8, 0),
    "bao_cao_gio_bo_sung_mo_phong.xlsx": ("hourly_reports", 10, 0),
}
"""Per file its kind, its rows, and how many of them warn."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The simulated campaign."""
    folder = tmp_path_factory.mktemp("samples")
    store = Store(Generations(folder, keep=2, lock_seconds=10), threads=1)
    demo.build(store, at=AFTER)
    return store


def test_there_is_one_of_each_kind_and_its_name_says_it_is_simulated() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(SAMPLES)
    assert {kind for kind, _, _ in SAMPLES.values()} == set(LAYOUTS)
    assert all(Path(name).stem.endswith("mo_phong") for name in SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_accepted_whole_and_counts(store: Store, name: str) -> None:
    kind, count, warned = SAMPLES[name]
    scope = {"campaign_code": "ngay-thu-7", "as_of": AFTER}
    before = store.query(f"evidence/{kind}", scope).num_rows
    data = (FOLDER / name).read_bytes()
    file = read(data, name, kind, most_bytes=1_000_000, most_rows=1_000)
    checked = check(store, file, campaign_code="ngay-thu-7", as_of=AFTER)
    problems = [one.code for row in checked.rejected for one in row.problems]
    assert problems == []
    assert (checked.total, len(checked.warned)) == (count, warned)
    commit(store, checked, sender="Lan", at=AFTER)
    assert store.query(f"evidence/{kind}", scope).num_rows == before + count
