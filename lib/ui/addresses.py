"""The pages there are: file, address, icon, and whether the unit filter applies to them."""

PAGES = (
    ("campaign/progress.py", "progress", "monitoring", True),
    ("campaign/leaderboard.py", "leaderboard", "leaderboard", True),
    ("analysis/explore.py", "explore", "bar_chart", False),
    ("analysis/checks.py", "checks", "fact_check", True),
    ("analysis/fairness.py", "fairness", "balance", True),
    ("awards/proposal.py", "awards", "trophy", False),
    ("desk/import_file.py", "import", "upload_file", False),
    ("desk/quick_entry.py", "entry", "point_of_sale", False),
    ("desk/ledger.py", "ledger", "receipt_long", True),
    ("wallboard/remote.py", "remote", "settings_remote", False),
    ("office/screens.py", "screens", "connected_tv", False),
)
"""In the order of the navigation; the first is what the front door opens."""

PATHS = tuple(path for _, path, _, _ in PAGES)

WALL = ("wallboard/wall.py", "wall")
"""The page without a frame: nobody who looks at it would use navigation or filters."""
