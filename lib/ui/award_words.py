"""What a title's decision says in sentences: who leads, how ties were decided, how firm it is."""

from collections.abc import Mapping
from typing import Any

from lib.awards import wording
from lib.awards.measures import kind
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui.award_known import TitleView


def candidate(title: TitleView, key: str) -> Mapping[str, Any]:
    """A candidate of a title by key."""
    found: Mapping[str, Any] = next(one for one in title["candidates"] if one["key"] == key)
    return found


def under(one: Mapping[str, Any], title: TitleView) -> str:
    """What stands below a name: job and unit, or the unit and the commander of a team."""
    unit = one[in_language("unit_short_name")]
    if title["subject"] == "team":
        return text("awards.under_team", unit=unit, leader=one["leader_name"] or formats.MISSING)
    return text("awards.under_person", role=one[in_language("role_name")], unit=unit)


def finding(title: TitleView) -> str:
    """The chart's title: how many are proposed, and what decided at the last seat."""
    count = len(title["proposed"])
    if not count and not title["open"]:
        return text("awards.empty")
    subject = "teams" if title["subject"] == "team" else "people"
    said = text(f"awards.finding_{subject}", count=count)
    cut = title["cut"]
    if title["open_seats"]:
        return text("awards.finding_open", said=said, seats=title["open_seats"])
    if cut and cut["tie"]:
        return text("awards.finding_tie", said=said, place=len(title["proposed"]))
    if cut and cut["is_close"]:
        return text("awards.finding_close", said=said, points=_number(cut["margin"]))
    if cut:
        return text("awards.finding_margin", said=said, points=_number(cut["margin"]))
    return said


def notes(title: TitleView) -> list[str]:
    """What the council should know: ties and the step that decided, who is proposed twice."""
    found = []
    cut = title["cut"]
    if title["open_seats"]:
        names = ", ".join(candidate(title, one)["name"] for one in title["open"])
        found.append(text("awards.note_open", names=names, seats=title["open_seats"]))
    if cut:
        last, following = candidate(title, cut["last"]), candidate(title, cut["next"])
        two = {"name": last["name"], "other": following["name"]}
        if cut["tie"]:
            step = title["ties"].index(cut["tie"]) + 1
            found.append(
                text(
                    "awards.note_tie",
                    **two,
                    points=_number(last["points"]),
                    step=step,
                    measure=wording.measure(cut["tie"]).lower(),
                    value=wording.value(cut["tie"], last["values"][cut["tie"]]),
                    less=wording.value(cut["tie"], following["values"][cut["tie"]]),
                )
            )
        elif cut["is_close"]:
            found.append(text("awards.note_close", **two, points=_number(cut["margin"])))
    return found


def passed_over(title: TitleView, names: Mapping[str, str]) -> list[str]:
    """Those who would have a seat, were they not proposed for an earlier title."""
    worst = max((candidate(title, one)["place"] for one in title["proposed"]), default=0)
    return [
        text("awards.note_twice", name=one["name"], title=names.get(one["by_award"], ""))
        for one in title["candidates"]
        if one["standing"] == "passed_over" and one["place"] <= worst
    ]


def firmness(title: TitleView) -> str:
    """The robustness line: what would have to be taken away for others to be proposed."""
    held = title["hold"]
    if held is None:
        return ""
    name = candidate(title, held["of"])["name"]
    is_money = kind(held["follows"]) == "money"
    if not held["least"]:
        return text("awards.firm_whatever", name=name)
    least = wording.value(held["follows"], held["least"])
    if not is_money:
        what = wording.measure(held["follows"]).lower()
        return text("awards.firm_count", name=name, least=least, what=what)
    unverified = int(held["unverified"] or 0)
    if unverified < int(held["least"]):
        return text("awards.firm_money", name=name, least=least)
    return text("awards.firm_unverified", name=name, least=least, open=formats.money(unverified))


def mark(one: Mapping[str, Any], title: TitleView, names: Mapping[str, str]) -> str:
    """What becomes of a candidate, in a few words."""
    standing = one["standing"]
    if standing == "passed_over":
        return text("awards.mark_passed_over", title=names.get(one["by_award"], ""))
    if standing == "gated":
        return missed(one)
    cut = title["cut"]
    if standing == "below" and cut and cut["tie"] and one["key"] == cut["next"]:
        return text("awards.mark_equal", place=candidate(title, cut["last"])["place"])
    if standing == "below" and one["group_place"] > 1:
        return text("awards.mark_in_group", place=one["group_place"])
    return text(f"awards.mark_{standing}")


def missed(one: Mapping[str, Any]) -> str:
    """The conditions a candidate does not meet, or that there is nothing to judge by."""
    failed = [check["measure"] for check in one["gates"] if not check["passed"]]
    if not failed or all(not one["values"][name] for name in failed):
        return text("awards.mark_no_data")
    measures = ", ".join(
        f"{wording.measure(name).lower()} {wording.value(name, one['values'][name])}"
        for name in failed
    )
    return text("awards.mark_gated", measures=measures)


def _number(points: str) -> str:
    return formats.number(float(points), 1)
