"""The one look at the store's pointer, for walls, stages and phones; none while nobody waits."""

import asyncio
import contextlib
from collections.abc import Iterator

from lib.store import Store
from lib.ui import data

LOOK_SECONDS = 0.1
"""How often the store's pointer is looked at: a publish is news within this time."""


class Follower:
    """Somebody who wants to know of a publish."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Come back now."""
        self._woken.set()

    async def publish(self, seconds: float) -> None:
        """Come back at a publish, when woken, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()


class Pulse:
    """Looks at the pointer while there are followers, however many of them."""

    def __init__(self) -> None:
        self.generation = 0
        """The generation last seen; 0 before the first look."""
        self._followers: set[Follower] = set()
        self._task: asyncio.Task[None] | None = None
        self._store: Store | None = None

    @contextlib.contextmanager
    def following(self) -> Iterator[Follower]:
        """A follower, for as long as the block lasts."""
        follower = Follower()
        self._store = None  # asked for anew: the one of who begins to follow
        self._look()
        self._followers.add(follower)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._go_on())
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    async def _go_on(self) -> None:
        while self._followers:
            await asyncio.sleep(LOOK_SECONDS)
            self._look()

    def _look(self) -> None:
        # whatever stands in the way, the next look is not far
        with contextlib.suppress(Exception):
            if self._store is None:  # asked for at every look it would be the dearer half of it
                self._store = data.store()
            found = self._store.current()
            if found != self.generation:
                self.generation = found
                for follower in self._followers:
                    follower.wake()


pulse = Pulse()
