"""What the analyst's desk says of a selection: its filters, what is picked, what charts find."""

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries.explore import ALL
from lib.ui.explore_asked import Selection


def filters(asked: Selection) -> str:
    """Everything that narrows the figures, in words."""
    units = _named(asked.question.units, "unit_id", in_language("short_name"))
    services = _named(asked.services, "service_code", in_language("service_name"))
    roles = _named(asked.roles, "role_code", in_language("role_name"))
    found = []
    for codes, names in (
        (asked.unit_ids, units),
        (asked.service_codes, services),
        (asked.role_codes, roles),
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


def _named(frame: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    known = frame[frame[code].notna()]
    return {str(one): str(said) for one, said in zip(known[code], known[name], strict=True)}


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def picks(asked: Selection) -> dict[str, str]:
    """What is picked on the charts, in words by the key of the pick."""
    found = {}
    if asked.picked_unit is not None:
        name = asked.question.unit(asked.picked_unit)[in_language("short_name")]
        found["pick_unit"] = text("explore.pick_unit", name=name)
    if asked.picked_hour is not None:
        found["pick_hour"] = text("explore.pick_hour", hour=formats.hour(asked.picked_hour))
    if asked.picked_role is not None and asked.picked_group is not None:
        roles = dict(
            zip(asked.roles["role_code"], asked.roles[in_language("role_name")], strict=True)
        )
        named = dict(groups(asked, {asked.picked_group}))
        found["pick_cell"] = text(
            "explore.pick_cell", role=roles[asked.picked_role], group=named[asked.picked_group]
        )
    return found


def groups(asked: Selection, codes: set[str]) -> list[tuple[str, str]]:
    """The service groups among some codes, as (code, name) in their order."""
    rows = asked.services[asked.services["service_code"].isna()]
    names = zip(rows["group_code"], rows[in_language("group_name")], strict=True)
    return [(str(code), str(name)) for code, name in names if code in codes]


def units_finding(found: pd.DataFrame) -> str:
    """How much of the revenue the first of the units have."""
    everything = int(found["revenue_vnd"].sum())
    if not everything:
        return text("explore.units_plain")
    first = found["revenue_vnd"].iloc[:2].sum()
    if len(found) > 3:
        return text("explore.units_finding_two", share=formats.percent(first / everything, 0))
    share = formats.percent(found["revenue_vnd"].iloc[0] / everything, 0)
    return text("explore.units_finding", name=found["label"].iloc[0], share=share)


def hours_finding(timed: pd.DataFrame) -> str:
    """The best hour; a plain title where there is none or more than one."""
    amounts = timed["revenue_vnd"]
    if timed.empty or not amounts.max():
        return text("explore.hours_plain")
    best = timed[amounts == amounts.max()]
    if len(best) > 1:
        return text("explore.hours_plain")
    hour, vnd = best["hour"].iloc[0], best["revenue_vnd"].iloc[0]
    return text("explore.hours_finding", hour=formats.hour(hour), amount=formats.money(vnd))


def matrix_finding(found: pd.DataFrame, roles: dict[str, str], groups: dict[str, str]) -> str:
    """Who sells most of what; a plain title where it is not one alone."""
    amounts = found["revenue_vnd"]
    best = found[(amounts == amounts.max()) & (amounts > 0)]
    if len(best) != 1 or not best["row"].iloc[0]:
        return text("explore.matrix_plain")
    role, group = roles[str(best["row"].iloc[0])], groups[str(best["column"].iloc[0])]
    return text("explore.matrix_finding", role=role, group=group)


def cells(
    found: pd.DataFrame, roles: list[tuple[str, str]], groups: list[tuple[str, str]]
) -> pd.DataFrame:
    """The cells of the matrix with names (`role`, `group`), row by row as they are drawn."""
    order = {code: place for place, (code, _) in enumerate([*roles, *groups])}
    named = found.assign(
        role=found["row"].map(dict(roles)), group=found["column"].map(dict(groups))
    )
    return named.sort_values(["row", "column"], key=lambda codes: codes.map(order))


def unfinished(asked: Selection) -> int | None:
    """The hour that is not over at the cut-off, while selling goes on."""
    campaign, as_of = asked.question.campaign, asked.question.as_of
    runs = campaign["opens_at"] <= as_of < campaign["closes_at"]
    return as_of.hour if runs and as_of.minute else None
