"""What the analyst's desk says of a selection: its filters, what is picked, what charts find."""

from collections.abc import Mapping, Sequence

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries.explore import ALL
from lib.ui.explore_asked import Selection
from lib.ui.explore_known import Row


def filters(asked: Selection) -> str:
    """Everything that narrows the figures, in words."""
    known, found = asked.offered, []
    for codes, names in (
        (asked.unit_ids, known.units),
        (asked.service_codes, known.services),
        (asked.role_codes, known.roles),
    ):
        if codes is not ALL:
            found.append(", ".join(names.get(code, code) for code in codes))
    if asked.from_minute is not None or asked.until_minute is not None:
        opens, closes = asked.question.campaign["opens_at"], asked.question.campaign["closes_at"]
        since = _clock(asked.from_minute) or formats.clock(opens)
        until = _clock(asked.until_minute) or formats.clock(closes)
        found.append(f"{since}–{until}")
    found.extend(picks(asked).values())
    return "; ".join(found) or text("filter.whole")


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def picks(asked: Selection) -> dict[str, str]:
    """What is picked on the charts, in words by the key of the pick."""
    found, known = {}, asked.offered
    if asked.picked_unit is not None:
        found["pick_unit"] = text("explore.pick_unit", name=known.units[asked.picked_unit])
    if asked.picked_hour is not None:
        found["pick_hour"] = text("explore.pick_hour", hour=formats.hour(asked.picked_hour))
    if asked.picked_role is not None and asked.picked_group is not None:
        found["pick_cell"] = text(
            "explore.pick_cell",
            role=known.roles[asked.picked_role],
            group=known.groups[asked.picked_group],
        )
    return found


def units_finding(found: Sequence[Row]) -> str:
    """How much of the revenue the first of the units have, of rows in order."""
    everything = sum(one["revenue_vnd"] for one in found)
    if not everything:
        return text("explore.units_plain")
    if len(found) > 3:
        first = found[0]["revenue_vnd"] + found[1]["revenue_vnd"]
        return text("explore.units_finding_two", share=formats.percent(first / everything, 0))
    share = formats.percent(found[0]["revenue_vnd"] / everything, 0)
    return text("explore.units_finding", name=found[0]["label"], share=share)


def hours_finding(timed: Sequence[Row]) -> str:
    """The best hour; a plain title where there is none or more than one."""
    best = _best(timed)
    if best is None:
        return text("explore.hours_plain")
    hour, vnd = best["hour"], best["revenue_vnd"]
    return text("explore.hours_finding", hour=formats.hour(hour), amount=formats.money(vnd))


def matrix_finding(
    found: Sequence[Row], roles: Mapping[str, str], groups: Mapping[str, str]
) -> str:
    """Who sells most of what; a plain title where it is not one alone."""
    best = _best(found)
    if best is None or not best["row"]:
        return text("explore.matrix_plain")
    role, group = roles[best["row"]], groups[best["column"]]
    return text("explore.matrix_finding", role=role, group=group)


def _best(rows: Sequence[Row]) -> Row | None:
    """The one row that has the most."""
    most = max((one["revenue_vnd"] for one in rows), default=0)
    first = [one for one in rows if one["revenue_vnd"] == most]
    return first[0] if most > 0 and len(first) == 1 else None


def unfinished(asked: Selection) -> int | None:
    """The hour that is not over at the cut-off, while selling goes on."""
    campaign, as_of = asked.question.campaign, asked.question.as_of
    runs = campaign["opens_at"] <= as_of < campaign["closes_at"]
    return as_of.hour if runs and as_of.minute else None
