"""The small campaign in a store, made anew for each test."""

from pathlib import Path

import pytest

from lib.store import Store
from tests.awards.small import stored


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The small campaign, closed and not locked."""
    return stored(tmp_path / "warehouse")
