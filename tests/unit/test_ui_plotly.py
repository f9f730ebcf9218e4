"""The bundle of plotly.js that is shipped: the version for which figures are made."""

import re
from pathlib import Path

import plotly

from lib.ui.wall_feed import PLOTLY

WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def test_the_bundle_is_of_the_version_that_the_package_makes_figures_for() -> None:
    assert _version(PLOTLY) == _version(WHOLE)


def test_the_bundle_is_a_third_of_the_whole() -> None:
    assert PLOTLY.stat().st_size < WHOLE.stat().st_size / 3


def _version(file: Path) -> str:
    with file.open(encoding="utf-8") as text:
        head = text.read(200)
    found = re.search(r"plotly\.js .*?v(\d+\.\d+\.\d+)", head)
    assert found, head
    return found[1]
