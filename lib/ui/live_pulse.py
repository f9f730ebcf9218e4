"""The one look for what is new, for walls, stages and phones; none while nobody waits."""

import asyncio
import contextlib
import math
from collections.abc import Iterator
from datetime import datetime

from lib.access import screens
from lib.store import Store
from lib.ui import clock, data, live_watch

LOOK_SECONDS, ORDERS_SECONDS = 0.25, 0.3
"""How often the store's pointer and the remote's orders are looked at: they are news within it.
Of a publish the system gives word at once, but for a folder on a network."""
BREATH_SECONDS = 1.0
"""Publishes are told no closer together: while many hand in at once, screens that are drawn for
each of them would leave no processor to those who ask."""


Due = tuple[int, int, datetime]
"""Generation, orders and minute: what is worked out with them holds until one is another.

Opening, closing, freezing and midnight, which change screens by themselves, begin with a minute.
"""


class Follower:
    """Somebody who wants to know of a publish or an order."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Come back now."""
        self._woken.set()

    async def news(self, seconds: float) -> None:
        """Come back at a publish or an order, when woken, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()


class Pulse:
    """Looks at pointer and orders while there are followers, however many of them."""

    def __init__(self) -> None:
        self.generation = 0
        """The generation last seen; 0 before the first look."""
        self.orders = 0
        """How often screens or the remote's orders had changed when they were last looked at."""
        self._told_at = -math.inf
        """When a publish was last news. Loop time, s, as is the next."""
        self._orders_at = 0.0
        self._followers: set[Follower] = set()
        self._task: asyncio.Task[None] | None = None
        self._store: Store | None = None

    @property
    def due(self) -> Due:
        """What whatever is worked out now holds for."""
        return self.generation, self.orders, clock.now().replace(second=0, microsecond=0)

    @contextlib.contextmanager
    def following(self) -> Iterator[Follower]:
        """A follower, for as long as the block lasts."""
        follower = Follower()
        self._store = None  # asked for anew: the one of who begins to follow
        self._orders_at = 0.0
        self._look()
        self._followers.add(follower)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._go_on())
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    async def _go_on(self) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(Exception):  # without a store there is nothing to watch yet
                folder = data.store().generations.folder
                stack.enter_context(
                    live_watch.watching(folder, lambda: loop.call_soon_threadsafe(self._look))
                )
            while self._followers:
                await asyncio.sleep(LOOK_SECONDS)
                self._look()

    def _look(self) -> None:
        before = self.generation, self.orders
        now = asyncio.get_running_loop().time()
        # whatever stands in the way, the next look is not far
        with contextlib.suppress(Exception):
            if self._store is None:  # asked for at every look it would be the dearer half of it
                self._store = data.store()
            generation = self._store.current()
            if generation != self.generation and now >= self._told_at + BREATH_SECONDS:
                if self.generation:  # what is seen first was no news
                    self._told_at = now
                self.generation = generation
        if now >= self._orders_at:
            self._orders_at = now + ORDERS_SECONDS
            with contextlib.suppress(Exception):
                settings = data.settings()
                self.orders = screens.version(settings.office_file, settings.screens_file)
        if (self.generation, self.orders) != before:
            for follower in self._followers:
                follower.wake()


pulse = Pulse()
