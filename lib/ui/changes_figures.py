"""What the changes page reckons with: rows under their names, parts rounded so that they add up."""

from itertools import pairwise
from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import in_language
from lib.ui import leaderboard_parts

PARTS = ("new_vnd", "late_vnd", "corrected_vnd")
COUNTS = ("new_count", "late_count", "voided_count", "replaced_count")


def with_corrections(parts: pd.DataFrame) -> pd.DataFrame:
    """The rows of queries.changes.parts with what was put right (corrected_vnd) and changed_vnd."""
    return parts.assign(
        corrected_vnd=parts["replaced_vnd"] - parts["voided_vnd"],
        changed_vnd=parts["now_vnd"] - parts["then_vnd"],
    )


def of_units(parts: pd.DataFrame, now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """The unit rows under the names of the leaderboards, what changed most first (`shown`)."""
    boards = [now.assign(shown=leaderboard_parts.shown_names(now))]
    boards.append(then.assign(shown=leaderboard_parts.shown_names(then)))
    names = pd.concat(boards).drop_duplicates("unit_id").set_index("unit_id")["shown"]
    found = parts[parts["part"] == "unit"]
    shown = [str(names.get(unit_id, unit_id)) for unit_id in found["unit_id"]]
    return _by_change(found.assign(shown=shown))


def of_groups(parts: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """The rows of service groups under their names, what changed most first (`shown`)."""
    names = services.drop_duplicates("group_code").set_index("group_code")
    found = parts[parts["part"] == "group"]
    shown = [str(names.loc[code, in_language("group_name")]) for code in found["group_code"]]
    return _by_change(found.assign(shown=shown))


def has_changed(rows: pd.DataFrame) -> pd.Series:
    """Which rows have anything between the two moments, also where it comes to nothing."""
    changed: pd.Series = rows[list(COUNTS)].sum(axis=1) > 0
    return changed


def adding_up(total: pd.Series) -> list[int]:
    """Then, the parts and now, each as it is shown, so that what is seen adds up.

    The running sums are rounded and the parts are their differences: none is off by more than
    0,1 triệu.
    """
    exact = [int(total["then_vnd"]), *(int(total[one]) for one in PARTS)]
    sums = [formats.as_shown(sum(exact[: count + 1])) for count in range(len(exact))]
    return [sums[0], *(later - earlier for earlier, later in pairwise(sums)), sums[-1]]


def moved(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """The units of now with the place they had then (then_place), now (place), and `shown`."""
    earlier = then.set_index("unit_id")["place"]
    found = now.assign(
        then_place=pd.array([_place(earlier.get(one)) for one in now["unit_id"]], dtype="Int64"),
        shown=leaderboard_parts.shown_names(now),
    )
    return found.assign(gained=found["then_place"] - found["place"])


def _place(value: Any) -> int | None:
    return None if formats.is_missing(value) else int(value)


def _by_change(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(
        ["changed_vnd", "now_vnd", "shown"], ascending=[False, False, True], ignore_index=True
    )
