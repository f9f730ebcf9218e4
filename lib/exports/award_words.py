"""What the papers of a ceremony say of a record: dates, people, who was proposed, who signs."""

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from lib.awards import wording
from lib.awards.honours import Honours, Nominee, Title
from lib.i18n import formats
from lib.i18n.catalog import speak, spoken, text
from lib.i18n.collation import name_key

P = ParamSpec("P")
R = TypeVar("R")
HASH_LETTERS = 12
"""As many characters of a record's hash as tell it from any other."""


@dataclass(frozen=True)
class Issuer:
    """Who gives the certificates and who signs; "" stands for the province's post office."""

    name: str = ""
    """As it stands above "tặng", in capitals."""
    unit: str = ""
    """The office whose council meets, in capitals."""
    signer: str = ""
    """The office of who signs, in capitals; no name: that is written by hand."""
    place: str = ""

    def words(self) -> dict[str, str]:
        """Each with the default where nothing is said."""
        return {
            "name": one_line(self.name) or text("papers.issuer"),
            "unit": one_line(self.unit) or text("papers.issuer_unit"),
            "signer": one_line(self.signer) or text("papers.signer"),
            "place": one_line(self.place) or text("papers.place"),
        }


def in_vietnamese(function: Callable[P, R]) -> Callable[P, R]:
    """A paper that is Vietnamese whatever language is spoken."""

    @wraps(function)
    def spoken_in_vietnamese(*given: P.args, **named: P.kwargs) -> R:
        def run() -> R:
            speak("vi")
            return function(*given, **named)

        return copy_context().run(run)

    return spoken_in_vietnamese


def one_line(words: str) -> str:
    """Words without line breaks and without spaces on end."""
    return " ".join(str(words).split())


def long_date(day: date | None) -> str:
    """ngày 07 tháng 9 năm 2024; dotted where it is not known.

    Days below 10 and the months 1 and 2 have a nought before them, so that nothing can be added.
    """
    if day is None:
        return text("papers.date_dotted")
    if spoken() != "vi":
        return f"{day.day} {day:%B} {day.year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return text("papers.date", day=f"{day.day:02d}", month=month, year=day.year)


def campaign_days(honours: Honours) -> str:
    """The day of the campaign, or its first and its last."""
    if honours.starts_on == honours.ends_on:
        return long_date(honours.ends_on)
    return text("papers.days", first=long_date(honours.starts_on), last=long_date(honours.ends_on))


def campaign_name(honours: Honours) -> str:
    """The campaign's name in the language spoken."""
    return one_line(honours.campaign_name_en if spoken() == "en" else honours.campaign_name)


def belongs(nominee: Nominee) -> str:
    """Role and unit of a person, the unit of a team."""
    role = nominee.role_name_en if spoken() == "en" else nominee.role_name
    return ", ".join(one_line(one) for one in (role, nominee.unit_name) if one.strip())


def short_hash(honours: Honours) -> str:
    """The beginning of the record's hash."""
    return honours.sha256[:HASH_LETTERS]


def record(honours: Honours) -> str:
    """Which record a paper is made from: its number and the beginning of its hash."""
    return text("papers.record", number=honours.record_id, hash=short_hash(honours))


def results(nominee: Nominee, *, with_points: bool) -> str:
    """What was reached: in the parts of the points, or in the conditions and tie-breakers."""
    listed = [one for one in nominee.results if bool(one.points) == with_points]
    return "; ".join(wording.result(one) for one in listed)


def criteria(title: Title) -> str:
    """What the points add up from: "Doanh thu 60 + Khách hàng mới 40"."""
    parts = [
        text("papers.criterion", measure=wording.measure(one.measure), weight=_weight(one.weight))
        for one in title.criteria
    ]
    return " + ".join(parts)


def counted(title: Title, number: int) -> str:
    """2 tập thể, or 2 cá nhân."""
    key = "papers.teams" if title.is_collective else "papers.people"
    return text(key, count=formats.number(number))


def by_name(title: Title) -> list[Nominee]:
    """Those nominated, ordered by given name as Vietnamese lists are."""
    return sorted(title.nominees, key=lambda one: (name_key(one.name), one.code))


def by_place(title: Title) -> list[Nominee]:
    """Those nominated, the best first, who has no place last."""
    return sorted(title.nominees, key=lambda one: (one.place is None, one.place or 0, one.code))


def proposed(title: Title) -> frozenset[str]:
    """The codes of those whom the rule proposed: not equals for whom there are too few seats."""
    placed = [one for one in title.nominees if one.place is not None]
    return frozenset(
        one.code
        for one in placed
        if sum(1 for other in placed if (other.place or 0) <= (one.place or 0)) <= title.seats
    )


def _weight(written: str) -> str:
    number = float(written)
    return formats.number(number, 0 if number.is_integer() else 1)
