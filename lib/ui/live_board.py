"""The light board while phones look at it: worked out once per publish, told to all at once.

A phone is sent the board itself, not that there is a new one: for a few kB a request of its own
would cost the server ten times as much, and each phone a round trip.
"""

import asyncio
import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import anyio
import streamlit as st

from lib.feed import light_board
from lib.feed.scenes import Rendered, Scenes, milliseconds
from lib.ui import clock, data, news_first
from lib.ui.live_pulse import Due, Follower, pulse
from lib.ui.live_streams import Audience, Listener, News, news
from lib.ui.wall_feed import DRAWING, Lately
from lib.ui.wall_question import WallQuestion, WallView

CLOCK_SECONDS = 1.0
"""How often it is seen whether a minute has begun, which may open or close the campaign."""
BEAT_SECONDS = 15.0
RETRY_SECONDS = 10.0
WHOLE = b'"kept":null'
"""What stands in a board that is no last good one."""
KEPT = 12
"""Boards kept: the last generations of a few campaigns, in both languages."""


@st.cache_resource(show_spinner=False)
def boards() -> Scenes:
    """The boards of the process, each worked out once."""
    return Scenes(light_board.rendered, most_kept=KEPT)


def question(given: Mapping[str, str]) -> WallQuestion:
    """What an address of the board asks for: a campaign and a language, nothing of one viewer."""
    asked = {name: given.get(name, "") for name in ("campaign", "lang")}
    found = WallQuestion.read(asked)
    return replace(found, language=found.language or data.settings().language)


def settled(asked: WallQuestion) -> WallQuestion:
    """The question as it is kept: a campaign nobody knows is as if none were named.

    So there are no more questions than campaigns and languages, whatever is asked.
    """
    with contextlib.suppress(Exception):  # the store is away: answered when it is back
        view = WallView(asked)
        if view.campaign is not None and view.campaign["campaign_code"] == asked.campaign:
            return asked
    return replace(asked, campaign=None)


def worked_out(asked: WallQuestion) -> Rendered:
    """The board of a question now; raises what stands in the way when there is no last good one."""
    with news_first.worked_out():
        # the cut-off and the freeze are those of the wall's ranking
        view = WallView(replace(asked, scene="ranking"))
        if view.campaign is None:
            return light_board.empty(view.known.generation)
        found = replace(
            view.asked(),
            scene=light_board.SCENE,
            unit_id=None,
            theme="",
            language=asked.language or view.language,
        )
        return boards().scene(view.known, found)


class Boards(Lately[Rendered]):
    """Boards asked for by phones that come, or that cannot listen: looked into once a blink."""

    def look(self, question: WallQuestion) -> Rendered:
        """The board, in a thread."""
        return worked_out(question)


lately = Boards()


class Phone(Listener):
    """One phone that listens, and the board it has."""

    def __init__(self, asked: WallQuestion, tag: str) -> None:
        super().__init__()
        self.question = asked
        self.tag = tag


@dataclass(frozen=True)
class Known:
    """A board that is told."""

    due: str
    """What stood for it when something was due: the same then, it is not worked out anew."""
    tag: str
    told: News | None
    """None: it could not be worked out, and there is no last good one."""
    retried_at: float
    """When it is tried again though nothing is due, because it failed. Loop time, s."""


class Phones(Audience[Phone]):
    """The phones that listen."""

    def __init__(self) -> None:
        super().__init__()
        self._follower: Follower | None = None
        self._known: dict[WallQuestion, Known] = {}

    def wake(self) -> None:
        """Look now: a phone has come."""
        if self._follower is not None:
            self._follower.wake()

    async def look(self) -> None:
        """Work out each board as soon as it is due, and tell it, until nobody listens."""
        seen: Due | None = None
        beat_at = asyncio.get_running_loop().time() + BEAT_SECONDS
        with pulse.following() as self._follower:
            while self.listeners:
                now = asyncio.get_running_loop().time()
                is_due, seen = pulse.due != seen, pulse.due
                self._tell()
                for one in {one.question for one in self.listeners}:
                    if is_due or self._is_open(one, now):
                        await self._learn(one, now)
                        self._tell()
                if now >= beat_at:
                    beat_at = now + BEAT_SECONDS
                    told = news("beat", {"now": milliseconds(clock.now())})
                    for phone in self.listeners:
                        phone.tell("beat", told)
                await self._follower.news(CLOCK_SECONDS)
        self._known.clear()

    def _is_open(self, asked: WallQuestion, now: float) -> bool:
        """Whether a board is not known yet, or is to be tried again."""
        known = self._known.get(asked)
        return known is None or now >= known.retried_at

    async def _learn(self, asked: WallQuestion, now: float) -> None:
        known = self._known.get(asked, Known("", "", None, math.inf))
        try:
            due = await anyio.to_thread.run_sync(_due, asked)
        except Exception:  # noqa: BLE001  the store is away: asked again at the next look
            self._known[asked] = replace(known, retried_at=now)
            return
        if due == known.due and now < known.retried_at:
            return
        # held against it until it has come out well
        self._known[asked] = replace(known, due=due, retried_at=now + RETRY_SECONDS)
        with contextlib.suppress(Exception):  # phones go on with what they have
            found = await anyio.to_thread.run_sync(worked_out, asked, limiter=DRAWING)
            told = known.told
            if known.tag != found.tag:
                told = news("board", found.body, tag=found.tag)
            retried_at = math.inf if WHOLE in found.body else now + RETRY_SECONDS
            self._known[asked] = Known(due, found.tag, told, retried_at)

    def _tell(self) -> None:
        for phone in self.listeners:
            known = self._known.get(phone.question)
            if known is not None and known.told is not None and phone.tag != known.tag:
                phone.tag = known.tag
                phone.tell("board", known.told)


phones = Phones()


def _due(asked: WallQuestion) -> str:
    return WallView(asked).board_tag()
