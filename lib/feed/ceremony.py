"""The steps of a ceremony, and the one scene of a step: nothing of a later step is in it.

steps(honours)                          # opening, nominees and reveal of each title, closing
scene(honours, "Ngày thứ 7", Shown(step=2))
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.awards.honours import Honours
from lib.charts.stage import (
    Border,
    Opening,
    Person,
    black_scene,
    nominees_scene,
    opening_scene,
)
from lib.charts.stage_reveal import Card, reveal_scene
from lib.charts.stage_summary import summary_scene
from lib.charts.theme import BLACK, Palette, palette
from lib.charts.wall import Figure
from lib.feed import ceremony_words
from lib.i18n import catalog
from lib.i18n.catalog import text

OPENING, NOMINEES, REVEAL, CLOSING = "opening", "nominees", "reveal", "closing"
WAITING, DARKNESS = "waiting", "black"
THEMES = ("dark", "light")


@dataclass(frozen=True)
class Step:
    """One press of the presenter: what is shown, and of which title (counted from 0)."""

    kind: str
    title: int | None = None

    @property
    def key(self) -> str:
        """opening, nominees:1 … reveal:5, closing; titles counted from 1."""
        return self.kind if self.title is None else f"{self.kind}:{self.title + 1}"


@dataclass(frozen=True)
class Shown:
    """Where the ceremony stands, and how a hall wants to see it."""

    step: int = 0
    is_black: bool = False
    is_lifted: bool = False
    is_rehearsal: bool = False
    theme: str = "dark"
    language: str = "vi"


def steps(honours: Honours | None) -> tuple[Step, ...]:
    """The steps of a record in order; without one there is only the wait for it."""
    if honours is None:
        return (Step(WAITING),)
    titles = range(len(honours.titles))
    between = (Step(kind, at) for at in titles for kind in (NOMINEES, REVEAL))
    return (Step(OPENING), *between, Step(CLOSING))


def step_of_title(number: int) -> int:
    """At which step the nominees of a title stand; titles counted from 1."""
    return 2 * number - 1


def scene(honours: Honours | None, campaign_name: str, shown: Shown) -> Mapping[str, Any]:
    """The scene of a step as browsers read it: key, figure, background, a sentence.

    It is made of the titles up to the step and of nothing else, and the nominees of a title are
    in it without anything that says who won. A step beyond the last is the last.
    """
    catalog.speak(shown.language)
    colors = palette(shown.theme)
    if shown.is_black:
        return {
            "key": DARKNESS,
            "figure": black_scene(colors),
            "background": BLACK,
            "alt": text("stage.black"),
        }
    all_steps = steps(honours)
    step = all_steps[min(max(shown.step, 0), len(all_steps) - 1)]
    border = Border(
        campaign=campaign_name,
        corner=""
        if honours is None or step.title is None
        else text("stage.corner", number=step.title + 1, count=len(honours.titles)),
        mark=_mark(honours, shown),
        is_rehearsal=shown.is_rehearsal,
        is_lifted=shown.is_lifted,
    )
    figure, alt = _drawn(honours, campaign_name, step, border, colors)
    return {"key": step.key, "figure": figure, "background": colors.background, "alt": alt}


def _drawn(
    honours: Honours | None, campaign_name: str, step: Step, border: Border, colors: Palette
) -> tuple[Figure, str]:
    """The figure of a step, and the same in words for those who do not see it."""
    if honours is None or step.kind == OPENING:
        opening = (
            Opening(campaign_name, [text("stage.undecided")])
            if honours is None
            else ceremony_words.opening(honours, campaign_name)
        )
        return opening_scene(border, opening, colors), ". ".join([opening.title, *opening.lines])
    if step.title is None:
        summary = ceremony_words.summary(honours)
        rows = [f"{' '.join(one.title)}: {_named(one.winners)}" for one in summary.rows]
        return summary_scene(border, summary, colors), ". ".join([summary.counts, *rows])
    title = honours.titles[step.title]
    if step.kind == NOMINEES:
        listed = ceremony_words.nominees(title)
        alt = f"{title.title}. {listed.subtitle}: {_named(listed.people)}"
        return nominees_scene(border, listed, colors), alt
    shown = ceremony_words.reveal(title, honours)
    alt = f"{title.title}: {_named(shown.cards) or shown.empty}"
    return reveal_scene(border, shown, colors), alt


def _named(people: Iterable[Person | Card]) -> str:
    return "; ".join(f"{one.name}, {one.of}" for one in people)


def _mark(honours: Honours | None, shown: Shown) -> str:
    if shown.is_rehearsal:
        return text("stage.rehearsal")
    return text("stage.simulated") if honours is not None and honours.is_simulated else ""
