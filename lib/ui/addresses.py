"""The pages there are, by address, and the sections of the navigation they stand in."""

from typing import NamedTuple


class Address(NamedTuple):
    """A page: its file below pages/, its address, its icon, and where it is found."""

    file: str
    path: str
    icon: str
    section: str = ""
    """A menu of the navigation; none: in the bar itself. HIDDEN: only links lead there."""
    by_unit: bool = False
    """Whether the unit filter applies to it."""
    has_charts: bool = False
    """Whether it draws some: what draws them is read as soon as the page is opened."""


HIDDEN = "hidden"
PAGES = (
    Address("campaign/progress.py", "progress", "monitoring", by_unit=True, has_charts=True),
    Address("campaign/leaderboard.py", "leaderboard", "leaderboard", by_unit=True, has_charts=True),
    Address("analysis/explore.py", "explore", "bar_chart", has_charts=True),
    Address("awards/proposal.py", "awards", "trophy", has_charts=True),
    Address("awards/decision.py", "decision", "gavel", HIDDEN),
    Address("desk/import_file.py", "import", "upload_file"),
    Address("analysis/unit.py", "unit", "store", "depth", by_unit=True, has_charts=True),
    Address("analysis/person.py", "person", "badge", "depth", has_charts=True),
    Address("analysis/changes.py", "changes", "difference", "depth", by_unit=True, has_charts=True),
    Address(
        "analysis/compare.py", "compare", "compare_arrows", "depth", by_unit=True, has_charts=True
    ),
    Address("analysis/fairness.py", "fairness", "balance", "depth", by_unit=True, has_charts=True),
    Address("analysis/checks.py", "checks", "fact_check", "depth", by_unit=True),
    Address("desk/quick_entry.py", "entry", "point_of_sale", "sales"),
    Address("desk/ledger.py", "ledger", "receipt_long", "sales", by_unit=True),
    Address("desk/evidence.py", "evidence", "assignment_turned_in", "sales"),
    Address("wallboard/remote.py", "remote", "settings_remote", "walls"),
    Address("office/screens.py", "screens", "connected_tv", "walls"),
    Address("ceremony/console.py", "console", "co_present", "walls"),
)
"""In the order of the navigation; the first is what the front door opens."""

PATHS = tuple(page.path for page in PAGES)

WALL = Address("wallboard/wall.py", "wall", "tv", HIDDEN)
STAGE = Address("ceremony/stage.py", "stage", "slideshow", HIDDEN)
ALONE = (WALL, STAGE)
"""Pages without a frame: nobody who looks at them would use navigation or filters."""
