"""News for stages and consoles, as server-sent events: that something changed, never what.

A command given in this process wakes those who listen at once; what another process wrote is
found within `LOOK_SECONDS`. With nobody listening nothing is looked for.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import anyio
from starlette.requests import Request
from starlette.responses import StreamingResponse

from lib.access import ceremonies
from lib.ui import data
from lib.ui.ceremony_known import Hall, standing
from lib.ui.live_pulse import Follower, pulse
from lib.ui.live_streams import Audience, Listener, news, streamed

LOOK_SECONDS = 0.08
BEAT_SECONDS = 2.0
RETRY_MS = 700
CONSOLE = "console"


class _Seat(Listener):
    """A stage, or a console, that listens."""

    def __init__(self, campaign: str | None, *, is_stage: bool) -> None:
        super().__init__()
        self.campaign = campaign
        self.is_stage = is_stage
        self.known: tuple[str, int] | None = None


class Hub(Audience[_Seat]):
    """The stages and consoles that listen."""

    def __init__(self) -> None:
        super().__init__()
        self._follower: Follower | None = None

    def stages(self, campaign: str | None) -> int:
        """How many stages of a campaign listen to this process."""
        return sum(one.is_stage and one.campaign == campaign for one in self.listeners)

    def wake(self) -> None:
        """Look now: something was written by this process, or somebody came."""
        if self._follower is not None:
            self._follower.wake()

    async def look(self) -> None:
        """Look for news and tell them, until nobody listens."""
        seen: tuple[int, int] | None = None
        tags: dict[str | None, str] = {}
        beat = 0.0
        with pulse.following() as self._follower:
            while self.listeners:
                with contextlib.suppress(Exception):  # whatever it is, the next look is not far
                    found = (ceremonies.version(data.settings().office_file), pulse.generation)
                    campaigns = {one.campaign for one in self.listeners}
                    if found != seen or not campaigns <= tags.keys():
                        tags = {one: await anyio.to_thread.run_sync(_tag, one) for one in campaigns}
                        seen = found
                    self._tell(tags)
                if (now := asyncio.get_running_loop().time()) >= beat:
                    beat = now + BEAT_SECONDS
                    self._beat()
                await self._follower.news(LOOK_SECONDS)

    def _tell(self, tags: dict[str | None, str]) -> None:
        for seat in self.listeners:
            tag, stages = tags.get(seat.campaign), self.stages(seat.campaign)
            if tag is None:
                continue
            known = (tag, 0 if seat.is_stage else stages)
            if seat.known != known:
                seat.known = known
                seat.tell("scene", news("scene", {"tag": tag, "stages": stages}))

    def _beat(self) -> None:
        for campaign in {one.campaign for one in self.listeners}:
            told = news("beat", {"stages": self.stages(campaign)})
            for seat in self.listeners:
                if seat.campaign == campaign:
                    seat.tell("beat", told)


hub = Hub()


def _tag(campaign: str | None) -> str:
    found = standing(campaign)
    return "" if found is None else found.tag


async def events(request: Request) -> StreamingResponse:
    """GET feed/stage/events: an endless stream of `scene` and `beat`."""
    is_stage = request.query_params.get("role") != CONSOLE
    asked = Hall.read(request.query_params).campaign
    # a stage without a campaign in its address listens to the one it is shown
    with contextlib.suppress(Exception):
        found = await anyio.to_thread.run_sync(standing, asked)
        asked = asked if found is None else found.campaign_code
    return streamed(_stream(asked, is_stage=is_stage))


async def _stream(campaign: str | None, *, is_stage: bool) -> AsyncIterator[bytes]:
    with hub.listening(_Seat(campaign, is_stage=is_stage)) as seat:
        yield f"retry: {RETRY_MS}\n\n".encode()
        async for one in seat.told():
            yield one.plain
