"""What a scene of a ceremony says of a record, in the language spoken."""

from collections.abc import Sequence
from decimal import Decimal

from lib.awards import wording
from lib.awards.honours import Honours, Nominee, Title
from lib.charts.stage import Nominees, Opening, Person
from lib.charts.stage_reveal import Card, Reveal
from lib.charts.stage_summary import Row, Summary
from lib.i18n import formats
from lib.i18n.catalog import spoken, text
from lib.i18n.collation import name_key, word_key

FULL_SCALE = Decimal(100)
HEADS = ("Nhóm bán hàng", "Chỉ huy", "Chiến sĩ")
"""How titles begin: a line that ended in the middle of a word of two syllables would read badly."""
ROUNDING = Decimal("0.5")
"""How far weights written with one decimal may add up beside the whole."""


def opening(honours: Honours, campaign_name: str) -> Opening:
    """The campaign, what is about to be, and on which decision."""
    lines = [text("stage.opening", count=len(honours.titles))]
    if honours.decision_number and honours.decided_on:
        lines.append(
            text(
                "stage.decision",
                number=honours.decision_number,
                day=formats.day(honours.decided_on).rpartition(", ")[2],
            )
        )
    return Opening(campaign_name, lines)


def nominees(title: Title) -> Nominees:
    """A title and its nominees, as lists of names are ordered; nothing of who won."""
    key = "stage.seats_teams" if title.is_collective else "stage.seats_people"
    return Nominees(
        title=title.title,
        subtitle=text(
            key,
            seats=formats.number(title.seats),
            nominees=formats.number(len(title.nominees)),
            people=formats.number(title.participant_count),
        ),
        people=[Person(one.name, of(one), unit_of(one)) for one in in_list_order(title)],
        criteria=_criteria(title),
        note=text("stage.by_name_of_100" if _is_of_100(title) else "stage.by_name"),
    )


def in_list_order(title: Title) -> list[Nominee]:
    """The nominees by given name (teams by name), then unit and code: whoever won."""
    key = word_key if title.is_collective else name_key
    return sorted(
        title.nominees, key=lambda one: (key(one.name), word_key(one.unit_short_name), one.code)
    )


def reveal(title: Title, honours: Honours) -> Reveal:
    """A title of a record and its winners, best first, with what they reached."""
    closed = honours.cut_off
    at = formats.clock(closed) if closed.date() == honours.ends_on else formats.moment(closed)
    foot = "stage.foot_council" if title.departure_reason else "stage.foot"
    return Reveal(
        title=title.title,
        cards=[_card(title, one) for one in title.winners],
        unit=text("stage.points"),
        foot=text(foot, count=formats.number(len(title.nominees)), at=at),
        empty=text("stage.nobody"),
    )


def summary(honours: Honours) -> Summary:
    """All titles with their winners, the revenue and its share of the target."""
    share = []
    if honours.plan_vnd:
        ratio = Decimal(honours.revenue_vnd) / Decimal(honours.plan_vnd)
        share.append(text("stage.share", share=formats.percent(ratio)))
    if honours.unit_count:
        share.append(
            text(
                "stage.units_reached",
                reached=formats.number(honours.units_reached),
                units=formats.number(honours.unit_count),
            )
        )
    return Summary(
        counts=text(
            "stage.counts",
            teams=formats.number(honours.collective_count),
            people=formats.number(honours.individual_count),
        ),
        revenue=formats.millions(honours.revenue_vnd),
        share=" · ".join(share),
        rows=[
            Row(parted(one.title), [Person(winner.name, unit_of(winner)) for winner in one.winners])
            for one in honours.titles
        ],
    )


def parted(title: str) -> list[str]:
    """A title in two parts where one may be broken: Chiến sĩ, then kinh doanh giỏi."""
    for head in HEADS:
        if title.startswith(f"{head} "):
            return [head, title[len(head) + 1 :]]
    return [title]


def of(one: Nominee) -> str:
    """Role and unit: "Bưu tá, Tiên Yên"; a team has only its unit."""
    role = one.role_name_en if spoken() == "en" else one.role_name
    return ", ".join(part for part in (role, unit_of(one)) if part)


def unit_of(one: Nominee) -> str:
    """The unit's short name."""
    return one.unit_short_name_en if spoken() == "en" else one.unit_short_name


def initials(name: str) -> str:
    """The first letters of the first and the last word: VT for Vũ Đức Thịnh."""
    parts = name.split()
    if len(parts) < 2:
        return name[:2].upper()
    return (parts[0][:1] + parts[-1][:1]).upper()


def _card(title: Title, winner: Nominee) -> Card:
    return Card(
        initials=initials(winner.name),
        name=winner.name,
        of=of(winner),
        points=wording.points(winner.points) if winner.points else "",
        result=_result(title, winner),
    )


def _result(title: Title, winner: Nominee) -> str:
    """What was reached in what weighs first."""
    measures: Sequence[str] = [one.measure for one in title.criteria]
    known = {one.measure: one for one in winner.results}
    for measure in [*measures, *known]:
        if measure in known and known[measure].value:
            return wording.result(known[measure])
    return ""


def _criteria(title: Title) -> list[tuple[str, str]]:
    if len(title.criteria) == 1:
        return [("", text("stage.ranked_by", measure=_lower(title.criteria[0].measure)))]
    return [
        (formats.number(weight, 0 if weight == int(weight) else 1), _lower(one.measure))
        for one in title.criteria
        for weight in (Decimal(one.weight or 0),)
    ]


def _is_of_100(title: Title) -> bool:
    total = sum(Decimal(one.weight or 0) for one in title.criteria)
    return len(title.criteria) > 1 and abs(total - FULL_SCALE) <= ROUNDING


def _lower(measure: str) -> str:
    """A measure in the middle of a line; what is written in capitals stays."""
    words = wording.measure(measure)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
