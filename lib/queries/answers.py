"""The answers of one generation, each worked out once for all who ask."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import pandas as pd

from lib.queries.frames import Reader

QueryFunction = Callable[..., pd.DataFrame]

MOST_ANSWERS = 1_000
"""Of one generation: what a replay or an analyst asks for all day long must not pile up."""
MOST_KEPT = 24
"""Questions of all generations whose answer does not change from one to the next."""
MOST_MOMENTS = 2
"""Of one of them: as things stand now, and before that or in a replay; some megabytes each at most.
Each hour has one of its own, which grows with the day: all of them would pile up."""


class Kept:
    """What was worked out, by a key; the latest of it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()
        self._guard = threading.Lock()

    def __contains__(self, key: tuple[Any, ...]) -> bool:
        with self._guard:
            return key in self._known

    def once(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """What `work` gives, worked out once for a key; what it raises is not kept."""
        with self._guard:
            found = self._known.get(key)
            mine = found is None
            if found is None:
                found = self._known[key] = Future()
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
            else:
                self._known.move_to_end(key)
        if mine:
            try:
                found.set_result(work())
            except BaseException as error:  # noqa: BLE001  raised to all who wait
                with self._guard:
                    self._known.pop(key, None)
                found.set_exception(error)
        return found.result()


class Answers:
    """What is known of one generation; whoever asks first works it out, the others wait for it."""

    def __init__(self, reader: Reader, generation: int, always: Kept | None = None) -> None:
        self.generation = generation
        self._reader = reader
        self._known = Kept(MOST_ANSWERS)
        self._always = always or Kept(MOST_KEPT)

    def read(self, query: QueryFunction, **parameters: Any) -> pd.DataFrame:
        """The answer of a query function; do not change it."""
        key = _key(query, parameters)
        found: pd.DataFrame = self.once(key, lambda: query(self._reader, **parameters))
        return found

    def read_settled(
        self, query: QueryFunction, proof: tuple[Any, ...], **parameters: Any
    ) -> pd.DataFrame:
        """The same, kept for later generations too; do not change it.

        `proof` stands for the moments among the parameters: wherever it is the same, so is the
        answer.
        """
        asked = {
            name: value for name, value in parameters.items() if not isinstance(value, datetime)
        }
        of_moments: Kept = self._always.once(_key(query, asked), lambda: Kept(MOST_MOMENTS))
        found: pd.DataFrame = of_moments.once(proof, lambda: query(self._reader, **parameters))
        return found

    def is_asked(self, query: QueryFunction, **parameters: Any) -> bool:
        """Whether somebody has asked that already."""
        return _key(query, parameters) in self._known

    def once(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """What `work` gives, worked out once for a key; what it raises is not kept."""
        return self._known.once(key, work)


class Library:
    """The answers of the newest generation asked about, and of those that somebody still holds.

    A page that started before a publish holds those of its own generation to its end.
    """

    def __init__(self, reader: Callable[[int], Reader]) -> None:
        self._reader = reader
        self._known: WeakValueDictionary[int, Answers] = WeakValueDictionary()
        self._newest: Answers | None = None
        self._always = Kept(MOST_KEPT)
        self._guard = threading.Lock()

    def of(self, generation: int) -> Answers:
        """The answers of one generation."""
        with self._guard:
            found = self._known.get(generation)
            if found is None:
                found = Answers(self._reader(generation), generation, self._always)
                self._known[generation] = found
            if self._newest is None or generation > self._newest.generation:
                self._newest = found
            return found


def _key(query: QueryFunction, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    asked = [(name, _fixed(value)) for name, value in sorted(parameters.items())]
    return (query.__module__, query.__qualname__, *asked)


def _fixed(value: Any) -> Any:
    """A value that can be part of a key."""
    return tuple(value) if isinstance(value, list) else value
