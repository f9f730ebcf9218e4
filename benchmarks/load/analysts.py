"""Analysts at Explore without a browser: `python -m benchmarks.load.analysts PORT COUNT SEED`.

Each has a session of its own and speaks Streamlit's messages (benchmarks/sessions.py): it opens
the page, then presses a pill of the groups or of the roles every 15 s or so, as somebody does who
looks at what comes; between clicks it follows what is published as a browser does (the page's own
timer). Timed until the last chart or figure of the run has come, and until the run
is over. "ready" is written once all pages are open; a click is a line of JSON (`at`, `drawn`,
`done`, seconds). It goes on until stdin is closed; who fails says so in a line (`failed`).
"""

import contextlib
import json
import random
import sys
import threading
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.sessions import MOST_SECONDS, PageFailed, Session, begins

EVERY_SECONDS = (10.0, 20.0)
PILLS = ("-group", "-role")
"""The filters that are pressed, as their widgets' names end."""


class Analyst(Session):
    """One page of Explore; what is chosen is kept as a browser keeps it."""

    def __init__(self, port: int, query: str = "") -> None:
        super().__init__(port, "explore", query)
        self._pills: dict[str, list[str]] = {}
        self._chosen: dict[str, list[str]] = {}

    def open(self) -> None:
        """Open the page, and see which pills there are."""
        self.run()
        for one in self.deltas:
            group = one.new_element.button_group
            if group.id.endswith(PILLS):
                self._pills[group.id] = [option.content for option in group.options]
        if len(self._pills) != len(PILLS):
            raise PageFailed("the filters are not on the page")

    def click(self, drawn: random.Random) -> tuple[float, float]:
        """Press one pill: seconds until the last chart or figure came, and until the run's end."""
        pills = drawn.choice(sorted(self._pills))
        option = drawn.choice(self._pills[pills])
        self._chosen[pills] = [] if self._chosen.get(pills) == [option] else [option]
        before, began = self._shown(), time.monotonic()
        self._ask()
        took = self._until_over(began)
        if before == self._shown():
            raise PageFailed("a click changed no figure")
        return took

    def look(self, seconds: float) -> None:
        """Read what comes without a click, and ask again for what the page wants to be looked at.

        A line nobody reads is given up by its library.
        """
        until = time.monotonic() + seconds
        asked_at = time.monotonic()
        while (now := time.monotonic()) < until:
            fragment, every = next(iter(self.timers.items()), ("", seconds))
            if fragment and now >= asked_at + every:
                asked_at = now
                self._ask(fragment_id=fragment, is_auto_rerun=True)
            with contextlib.suppress(TimeoutError):
                self._next(min(until, asked_at + every))

    def _ask(self, **more: Any) -> None:
        """Have the page, or a part of it, run with what is chosen."""
        state = ClientState(
            query_string=self._query,
            page_name=self._page,
            page_script_hash=self._hash,
            cached_message_hashes=self._hashes(),
            **more,
        )
        for name, chosen in self._chosen.items():
            widget = WidgetState(id=name)
            widget.string_array_value.data.extend(chosen)
            state.widget_states.widgets.append(widget)
        self._line.send(BackMsg(rerun_script=state).SerializeToString())

    def _shown(self) -> tuple[str, ...]:
        """The page's figures as they are written."""
        found = [one.new_element for one in self.deltas]
        return tuple(one.metric.body for one in found if one.WhichOneof("type") == "metric")

    def _until_over(self, began: float) -> tuple[float, float]:
        """Wait for the run that was asked for; one that was under way is broken off or ends."""
        drawn, has_begun = 0.0, False
        while True:
            message = self._next(began + MOST_SECONDS)
            kind = message.WhichOneof("type")
            has_begun = has_begun or begins(message)
            if not has_begun:
                continue
            if kind in ("delta", "ref_hash"):
                element = self.deltas[-1].new_element
                if element.WhichOneof("type") == "exception":
                    raise PageFailed(element.exception.message)
                is_chart = element.bidi_component.component_name.endswith("chart")
                if is_chart or element.WhichOneof("type") == "metric":
                    drawn = time.monotonic() - began
            elif (
                kind == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return drawn, time.monotonic() - began


def tell(**found: Any) -> None:
    """One line for who measures."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def work(analyst: Analyst, drawn: random.Random, over: threading.Event) -> None:
    """Click until it is over."""
    try:
        while not over.is_set():
            analyst.look(drawn.uniform(*EVERY_SECONDS))  # not all of them at once
            at = time.time()
            last, done = analyst.click(drawn)
            tell(at=at, drawn=last, done=done)
    except Exception as error:  # noqa: BLE001  told, and judged by who measures
        if not over.is_set():
            tell(failed=f"{type(error).__name__}: {error}")


def main(port: int, count: int, seed: int) -> None:
    """All analysts, until stdin is closed."""
    over = threading.Event()
    analysts = [Analyst(port) for _ in range(count)]
    for one in analysts:
        one.open()
    tell(ready=count)
    threads = [
        threading.Thread(target=work, args=(one, random.Random(seed + number), over), daemon=True)
        for number, one in enumerate(analysts)
    ]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:4]))
