"""The council's papers: the list of those proposed, and the minutes of its meeting.

They are Vietnamese whatever language is spoken. What the system does not know (votes, place, the
number of the paper, who signs) is dotted: nothing is made up.
"""

from collections.abc import Sequence

from lib.awards import wording
from lib.awards.honours import Honours, Nominee, Title
from lib.exports import award_words as words
from lib.exports import typesetting
from lib.exports.award_words import Issuer, in_vietnamese
from lib.exports.council_parts import Document, Heading, Line, Part, table
from lib.i18n import formats
from lib.i18n.catalog import text

TEMPLATE = "council"
MEMBERS = 5
"""Dotted lines for members where no name is given."""
VOTES = "....../......"


@in_vietnamese
def proposal_list(honours: Honours, *, issuer: Issuer | None = None) -> bytes:
    """Who is proposed for each title and who comes next, by what: a PDF, A4 landscape."""
    return typesetting.pdf(TEMPLATE, proposed_document(honours, issuer).data())


@in_vietnamese
def minutes(
    honours: Honours, council: Sequence[str] = (), *, issuer: Issuer | None = None
) -> bytes:
    """The minutes of the council's meeting as a PDF; `council` are its members by name."""
    return typesetting.pdf(TEMPLATE, minutes_document(honours, council, issuer).data())


@in_vietnamese
def proposed_document(honours: Honours, issuer: Issuer | None = None) -> Document:
    """The list of those proposed."""
    parts: list[Part] = [*_basis(honours)]
    for number, title in enumerate(honours.titles, start=1):
        parts.append(_title_heading(number, title))
        parts.append(Line(_measured(title), is_small=True))
        codes = words.proposed(title)
        listed = words.by_place(title)
        if not listed:
            parts.append(Line(text("papers.nobody_nominated")))
            continue
        rows = [
            [
                formats.number(one.place),
                words.one_line(one.name),
                words.belongs(one),
                wording.points(one.points),
                words.results(one, with_points=True) or formats.MISSING,
                words.results(one, with_points=False) or formats.MISSING,
                text("papers.proposed") if one.code in codes else "",
            ]
            for one in listed
        ]
        strong = [at for at, one in enumerate(listed) if one.code in codes]
        headings = ("place", "name", "belongs", "points", "results", "gates", "proposed")
        parts.append(
            table(
                [text(f"papers.column_{one}") for one in headings],
                rows,
                (5, 16, 20, 6, 20, 24, 9),
                numbers=(0, 3),
                strong=strong,
            )
        )
    return _document(honours, issuer or Issuer(), "proposal", parts, signs=(), is_wide=True)


@in_vietnamese
def minutes_document(
    honours: Honours, council: Sequence[str] = (), issuer: Issuer | None = None
) -> Document:
    """The minutes, as parts."""
    parts: list[Part] = [
        Heading(text("papers.section_when")),
        Line(text("papers.when")),
        Line(text("papers.where")),
        Heading(text("papers.section_who")),
        *_members(council),
        Line(text("papers.secretary")),
        Heading(text("papers.section_basis")),
        *_basis(honours),
        Heading(text("papers.section_titles")),
    ]
    for number, title in enumerate(honours.titles, start=1):
        parts.extend(_decided(number, title))
    parts.extend(
        [
            Heading(text("papers.section_end")),
            Line(
                text(
                    "papers.conclusion",
                    teams=_total(honours, honours.collective_count),
                    people=_total(honours, honours.individual_count),
                    campaign=words.campaign_name(honours),
                )
            ),
            Line(text("papers.ended")),
        ]
    )
    hand = text("papers.sign_name")
    signs = ((text("papers.sign_secretary"), hand), (text("papers.sign_chair"), hand))
    return _document(honours, issuer or Issuer(), "minutes", parts, signs=signs)


def _document(
    honours: Honours,
    issuer: Issuer,
    kind: str,
    parts: Sequence[Part],
    *,
    signs: tuple[tuple[str, str], ...],
    is_wide: bool = False,
) -> Document:
    said = issuer.words()
    return Document(
        unit=said["unit"],
        body=text("papers.council"),
        number=text(f"papers.{kind}_number"),
        nation=text("papers.nation"),
        motto=text("papers.motto"),
        place_and_day=text(
            "papers.place_and_day", place=said["place"], day=text("papers.date_dotted")
        ),
        title=text(f"papers.{kind}_title"),
        subtitle=text(
            f"papers.{kind}_subtitle",
            campaign=words.campaign_name(honours),
            days=words.campaign_days(honours),
        ),
        badge=text("papers.simulated") if honours.is_simulated else "",
        parts=tuple(parts),
        signs=signs,
        is_wide=is_wide,
        page=text("takeaway.page", number="{number}", count="{count}"),
        foot=words.record(honours),
    )


def _basis(honours: Honours) -> list[Part]:
    """What figures rest on: the cut-off, the record, its whole hash, whether it is simulated."""
    reached = formats.millions(honours.revenue_vnd)
    plan = formats.millions(honours.plan_vnd)
    lines = [
        text("papers.cut_off", at=formats.moment(honours.cut_off), revenue=reached, plan=plan),
        text("papers.record_whole", number=honours.record_id, hash=honours.sha256),
    ]
    if honours.supersedes_id is not None:
        lines.append(text("papers.supersedes", number=honours.supersedes_id))
    if honours.is_date_assumed:
        lines.append(text("papers.date_assumed"))
    if honours.is_simulated:
        lines.append(text("papers.simulated_sentence"))
    return [Line(one) for one in lines]


def _members(council: Sequence[str]) -> list[Part]:
    named = [words.one_line(one) for one in council if one.strip()]
    lines = named or [text("papers.dots_line")] * MEMBERS
    return [Line(f"{number}. {one}") for number, one in enumerate(lines, start=1)]


def _title_heading(number: int, title: Title) -> Heading:
    seats = words.counted(title, title.seats)
    return Heading(
        text("papers.title_heading", number=number, title=words.one_line(title.title), seats=seats),
        level=2,
    )


def _measured(title: Title) -> str:
    return text(
        "papers.measured",
        criteria=words.criteria(title) or formats.MISSING,
        count=formats.number(title.participant_count),
    )


def _decided(number: int, title: Title) -> list[Part]:
    """One title: those nominated, who was proposed, who was decided on, and why it departs."""
    parts: list[Part] = [_title_heading(number, title), Line(_measured(title), is_small=True)]
    codes = words.proposed(title)
    chosen = {one.code for one in title.winners}
    listed = words.by_place(title)
    known = {one.code for one in listed}
    listed.extend(one for one in title.winners if one.code not in known)
    if listed:
        rows = [_decided_row(one, codes, chosen) for one in listed]
        strong = [at for at, one in enumerate(listed) if one.code in chosen]
        headings = ("place", "name", "belongs", "points", "proposed", "decided", "votes")
        parts.append(
            table(
                [text(f"papers.column_{one}") for one in headings],
                rows,
                (7, 21, 25, 8, 11, 13, 15),
                numbers=(0, 3),
                strong=strong,
            )
        )
    else:
        parts.append(Line(text("papers.nobody_nominated")))
    names = ", ".join(words.one_line(one.name) for one in title.winners)
    if names or not _is_decided(title):
        parts.append(Line(text("papers.decides", names=names or text("papers.dots"))))
    else:
        parts.append(Line(text("papers.decides_nobody")))
    if title.departure_reason.strip():
        reason = words.one_line(title.departure_reason)
        parts.append(Line(text("papers.departs", reason=reason)))
    elif names and codes - chosen:
        parts.append(Line(text("papers.departs", reason=text("papers.dots"))))
    elif names and codes == chosen:
        parts.append(Line(text("papers.as_proposed")))
    if title.decided_by.strip():
        parts.append(Line(text("papers.decided_by", names=words.one_line(title.decided_by))))
    return parts


def _is_decided(title: Title) -> bool:
    """Whether the council has said something: before, nobody is chosen and nobody is refused."""
    return bool(title.winners or title.departure_reason.strip() or title.decided_by.strip())


def _total(honours: Honours, number: int) -> str:
    is_whole = all(_is_decided(one) for one in honours.titles)
    return formats.number(number) if is_whole else text("papers.dots_short")


def _decided_row(one: Nominee, proposed: frozenset[str], chosen: set[str]) -> list[str]:
    return [
        formats.number(one.place),
        words.one_line(one.name),
        words.belongs(one),
        wording.points(one.points),
        text("papers.proposed") if one.code in proposed else "",
        text("papers.chosen") if one.code in chosen else "",
        VOTES,
    ]
