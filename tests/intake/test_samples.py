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


def test_there_is_a_sample_in_each_format_and_its_name_says_simulated() -> None:
    assert {file.suffix for file in SAMPLES} == {".csv", ".xlsx"}
    assert all("_mo_phong" in file.stem for file in SAMPLES)


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
    assert (found.accepted, found.warned, found.rejected) == (24, 0, 0)
    receipt = commit(store, found, sender="test", at=NOON, is_simulated=True)
    assert receipt.revenue_vnd == found.revenue_vnd > 0
