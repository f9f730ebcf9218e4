"""Arrows go down only: who may import whom, and which packages stay in which room."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import LIB, PAGES, ROOT, calls, dotted, imported, name, sources

BELOW_ALL = {"errors", "settings"}
"""Any room may import these."""

BELOW_UI = {
    "access",
    "awards",
    "charts",
    "checks",
    "demo",
    "exports",
    "fairness",
    "feed",
    "forecast",
    "i18n",
    "intake",
    "milestones",
    "queries",
    "store",
}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "settings": set(),
    "i18n": set(),
    "store": set(),
    "queries": {"store"},
    "charts": {"i18n"},
    "forecast": set(),
    "fairness": set(),
    "milestones": set(),
    "checks": set(),
    "exports": {"awards.honours", "awards.wording", "charts.theme", "i18n", "intake.grids"},
    "access": {"store"},
    "awards": {"i18n", "queries", "store"},
    "intake": {"i18n", "queries", "store"},
    "feed": {
        *("awards.honours", "awards.wording", "charts", "forecast"),
        *("i18n", "milestones", "queries"),
    },
    "demo": {"awards.honours", "awards.rules", "i18n", "store"},
    "backtest": {"exports", "forecast", "queries"},
    "ui": BELOW_UI,
    "upkeep": {"store"},
    "__main__": {*BELOW_UI, "backtest", "ui", "upkeep"},
    "dashboard": {*BELOW_UI, "ui"} - {"demo", "store"},
    "pages": {*BELOW_UI, "ui"} - {"demo", "store"},
}
"""The arrows of the architecture; `room.module` allows only that module of a room."""

ONLY_IN = {
    "streamlit": ("dashboard.py", "pages/", "lib/ui/"),
    "duckdb": ("lib/store/",),
    # the front door loads it before the first visitor does
    "plotly": ("lib/charts/", "lib/ui/", "dashboard.py"),
}

CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
CLOCK_KEEPERS = ("lib/ui/", "lib/__main__.py", "dashboard.py")

AGGREGATIONS = {
    "agg",
    "aggregate",
    "cumsum",
    "groupby",
    "mean",
    "merge",
    "pivot",
    "pivot_table",
    "rank",
    "sort_values",
    "sum",
}

SCRIPTS = {"lib.ui.frame"}
"""Run by Streamlit at each visit, never imported."""


def room(file: Path) -> str:
    """The room a file stands in: lib/ROOM/..., lib/ROOM.py, pages or dashboard."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "lib" and len(parts) > 1 else parts[0]


@pytest.mark.parametrize("file", sources(), ids=name)
def test_a_file_imports_only_rooms_below_its_own(file: Path) -> None:
    own = room(file)
    if file == LIB / "__init__.py":
        own = "errors"
    assert own in MAY_IMPORT, f"{name(file)}: say in MAY_IMPORT what {own} may import"
    allowed = {*MAY_IMPORT[own], *BELOW_ALL, own}
    for module in imported(file):
        if not module.startswith("lib."):
            continue
        words = module.split(".")
        assert allowed & {words[1], ".".join(words[1:3])}, (
            f"{name(file)} imports {module}: {own} may not"
        )


@pytest.mark.parametrize("file", sources(), ids=name)
def test_a_package_is_imported_only_where_it_belongs(file: Path) -> None:
    for module in imported(file):
        for package, places in ONLY_IN.items():
            if module.split(".")[0] == package:
                assert name(file).startswith(places), f"{name(file)} imports {module}"


@pytest.mark.parametrize("file", sources(PAGES), ids=name)
def test_a_page_asks_named_queries_and_leaves_sums_to_them(file: Path) -> None:
    for module in imported(file):
        assert module.split(".")[0] not in ("duckdb", "pandas", "sqlite3"), (
            f"{name(file)} imports {module}"
        )
    for called, call in calls(file):
        method = called.rpartition(".")[2]
        assert "." not in called or method not in AGGREGATIONS, (
            f"{name(file)} line {call.lineno} aggregates: {called}"
        )


@pytest.mark.parametrize("file", sources(), ids=name)
def test_only_the_screen_and_the_command_line_ask_what_time_it_is(file: Path) -> None:
    if name(file).startswith(CLOCK_KEEPERS):
        return
    for called, call in calls(file):
        assert not called.endswith(CLOCKS), f"{name(file)} line {call.lineno}: {called}()"


IMPORT_EACH = """
import builtins, importlib, pathlib, socket, sqlite3, sys
import duckdb, pandas, plotly.graph_objects, streamlit  # what they do at import is their own

def refuse(what):
    def refused(*_, **__):
        raise SystemExit(f"{sys.argv[-1]}: {module} {what} when it is imported")
    return refused

opened = builtins.open
def reading_only(file, mode="r", *rest, **named):
    if set(mode) & set("wax+"):
        refuse(f"opens {file} for writing")()
    return opened(file, mode, *rest, **named)

sys.dont_write_bytecode = True
builtins.open = reading_only
duckdb.connect = refuse("connects to DuckDB")
sqlite3.connect = refuse("connects to SQLite")
socket.socket.connect = refuse("connects to the network")
socket.socket.bind = refuse("listens on the network")
pathlib.Path.mkdir = refuse("makes a folder")
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def test_importing_a_module_does_nothing() -> None:
    modules = [dotted(file) for file in sources(LIB)]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH, *(m for m in modules if m not in SCRIPTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.strip()[-2_000:]


def test_no_page_stops_the_frame_around_it() -> None:
    stopping = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "pages").rglob("*.py"))
        if "st.stop(" in file.read_text(encoding="utf-8")
    ]
    assert not stopping, "lib.ui.page_flow.end leaves the filters to be drawn, st.stop does not"
