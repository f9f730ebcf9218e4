"""What the changes page says, in sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui.changes_figures import adding_up

NAMED = 6
"""How many units without a change are named before the rest is counted."""


def finding(total: pd.Series, named: Mapping[str, Any]) -> str:
    """How much the board gained or lost, in a sentence."""
    then, *_, now = adding_up(total)
    amount = formats.millions(abs(now - then))
    if now == then:
        return text("changes.level", **named)
    return text("changes.grew" if now > then else "changes.shrank", amount=amount, **named)


def contexts(total: pd.Series) -> dict[str, str]:
    """How many sales each part is of."""
    late, untimed = formats.number(total["late_count"]), int(total["untimed_vnd"])
    return {
        "new_vnd": text("changes.sales", count=formats.number(total["new_count"])),
        "late_vnd": text("changes.late_untimed", count=late, amount=formats.millions(untimed))
        if untimed
        else text("changes.sales", count=late),
        "corrected_vnd": text(
            "changes.corrections",
            voided=formats.number(total["voided_count"]),
            replaced=formats.number(total["replaced_count"]),
        ),
    }


def how(total: pd.Series, named: Mapping[str, Any]) -> list[str]:
    """What belongs to which part; of corrections more is said where there are any."""
    said = [text("changes.how", **named)]
    if total["voided_count"] or total["replaced_count"]:
        said.append(text("changes.how_corrected", **named))
    return said


def most(changed: pd.DataFrame, key: str) -> str:
    """Which unit or service group changed most."""
    if changed.empty:
        return text(f"changes.still_{key}")
    first = changed.iloc[int(changed["changed_vnd"].abs().astype("int64").argmax())]
    words = "grew_most" if first["changed_vnd"] >= 0 else "shrank_most"
    amount = formats.millions(abs(first["changed_vnd"]))
    return text(f"changes.{words}", name=first["shown"], amount=amount)


def unchanged(names: list[str]) -> str:
    """The units without any difference, named as far as there is room."""
    listed = formats.plain(", ".join(names[:NAMED]))
    if len(names) > NAMED:
        more = formats.number(len(names) - NAMED)
        return text("changes.unchanged_many", units=listed, more=more)
    return text("changes.unchanged", units=listed)


def climbed(moved: pd.DataFrame, named: Mapping[str, Any]) -> str:
    """How many changed places, and who gained most."""
    if moved["place"].isna().all():
        return text("changes.places_unplanned")
    if moved["then_place"].isna().all():
        return text("changes.places_none", **named)
    gained = moved["gained"].fillna(0)
    count = int((gained != 0).sum())
    if not count:
        return text("changes.places_kept", **named)
    if gained.max() <= 0:
        return text("changes.places_moved", count=formats.number(count))
    best = moved.iloc[int(gained.astype("int64").argmax())]
    return text(
        "changes.places_climbed",
        count=formats.number(count),
        unit=best["shown"],
        before=formats.number(best["then_place"]),
        after=formats.number(best["place"]),
    )
