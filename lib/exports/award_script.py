"""What the presenter says: titles in order, nominees by given name, then those honoured.

In the language spoken, in type to be read on a stage. Without a decision it names no winner.
"""

from collections.abc import Sequence
from typing import Any

from lib.awards import wording
from lib.awards.honours import Honours, Nominee, Title
from lib.exports import award_words as words
from lib.exports import typesetting
from lib.i18n import formats
from lib.i18n.catalog import spoken, text

TEMPLATE = "script"


def script(honours: Honours) -> bytes:
    """The script as a PDF: the opening, a page for each title, the closing."""
    return typesetting.pdf(TEMPLATE, pages(honours))


def pages(honours: Honours) -> dict[str, Any]:
    """What the template is given."""
    count = len(honours.titles)
    titles = [
        {
            "corner": text("papers.script_corner", number=number, count=count),
            "heading": words.one_line(title.title),
            "parts": _title(honours, title),
        }
        for number, title in enumerate(honours.titles, start=1)
    ]
    campaign = words.campaign_name(honours)
    return {
        "language": spoken(),
        "title": text("papers.script_title"),
        "subtitle": f"{campaign}, {words.campaign_days(honours)}",
        "author": text("app.name"),
        "watermark": "" if honours.is_granted else text("papers.draft"),
        "simulated": text("papers.simulated") if honours.is_simulated else "",
        "foot": words.record(honours),
        "page": text("takeaway.page", number="{number}", count="{count}"),
        "pages": [
            {
                "corner": text("papers.script_opening"),
                "heading": text("papers.script_title"),
                "parts": _opening(honours),
            },
            *titles,
            {
                "corner": text("papers.script_closing"),
                "heading": campaign,
                "parts": _closing(honours),
            },
        ],
    }


def _opening(honours: Honours) -> list[dict[str, Any]]:
    parts = [
        _say(
            "papers.script_welcome",
            campaign=words.campaign_name(honours),
            days=words.campaign_days(honours),
            people=formats.number(_people(honours)),
            revenue=formats.money(honours.revenue_vnd),
        )
    ]
    if honours.plan_vnd:
        parts.append(
            _say(
                "papers.script_share",
                share=formats.percent(honours.revenue_vnd / honours.plan_vnd),
                reached=formats.number(honours.units_reached),
                units=formats.number(honours.unit_count),
            )
        )
    parts.append(
        _say(
            "papers.script_council",
            count=len(honours.titles),
            at=formats.moment(honours.cut_off),
        )
    )
    if not honours.is_granted:
        return [*parts, _note("papers.script_undecided")]
    number = words.one_line(honours.decision_number or "")
    day = words.long_date(honours.decided_on)
    return [*parts, _say("papers.script_decision", number=number, day=day)]


def _title(honours: Honours, title: Title) -> list[dict[str, Any]]:
    name = words.one_line(title.title)
    measured = [wording.measure(one.measure) for one in title.criteria]
    parts = [_say("papers.script_for", title=name, seats=words.counted(title, title.seats))]
    if measured:
        parts.append(_say("papers.script_measured", criteria="; ".join(dict.fromkeys(measured))))
    if not title.nominees:
        return [*parts, _say("papers.script_nobody")]
    parts.append(_say("papers.script_nominees"))
    parts.append(_names(words.by_name(title)))
    parts.append(_note("papers.script_pause"))
    is_one = len(title.winners) == 1 or (not honours.is_granted and title.seats == 1)
    key = "papers.script_winner" if is_one else "papers.script_winners"
    if not honours.is_granted:
        return [*parts, _say(key, title=name), _note("papers.script_later")]
    if not title.winners:
        return [*parts, _say("papers.script_nobody_honoured")]
    parts.append(_say(key, title=name))
    parts.append(_names(title.winners, is_honoured=True))
    return [*parts, _say("papers.script_invite")]


def _closing(honours: Honours) -> list[dict[str, Any]]:
    thanks = _say(
        "papers.script_thanks",
        people=formats.number(_people(honours)),
        campaign=words.campaign_name(honours),
    )
    if not honours.is_granted:
        return [thanks]
    listed = [
        {"name": words.one_line(one.name), "below": f"{title.title} · {words.belongs(one)}"}
        for title in honours.titles
        for one in title.winners
    ]
    congratulated = _say(
        "papers.script_all",
        teams=formats.number(honours.collective_count),
        people=formats.number(honours.individual_count),
    )
    return [congratulated, {"kind": "names", "is_honoured": False, "names": listed}, thanks]


def _people(honours: Honours) -> int:
    """How many took part."""
    return max((one.participant_count for one in honours.titles), default=0)


def _say(key: str, **values: Any) -> dict[str, Any]:
    return {"kind": "say", "words": text(key, **values)}


def _note(key: str) -> dict[str, Any]:
    return {"kind": "note", "words": text(key)}


def _names(nominees: Sequence[Nominee], *, is_honoured: bool = False) -> dict[str, Any]:
    listed = []
    for one in nominees:
        reached = words.results(one, with_points=True) if is_honoured else ""
        below = " · ".join(part for part in (words.belongs(one), reached) if part)
        listed.append({"name": words.one_line(one.name), "below": below})
    return {"kind": "names", "is_honoured": is_honoured, "names": listed}
