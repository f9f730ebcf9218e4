"""A viewer without a browser: Streamlit's own messages over its websocket, one page in one session.

It says what a browser says (where it is, how its theme is, which messages it keeps), and it reads
what the server sends whole; nothing is drawn.
"""

import time
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

MOST_SECONDS = 60
MOST_BYTES = 256 * 2**20
KEPT_RUNS = 4
"""A message is kept for so many runs that do without it."""


class PageFailed(Exception):
    """A run ended with an exception or a compile error."""


class Session:
    """One open page: `run` runs it again, `text` is what was last sent."""

    def __init__(self, port: int, page: str, query: str = "", *, host: str = "127.0.0.1") -> None:
        self._page, self._query = page, query
        self._url = f"http://{host}:{port}/{page}" + (f"?{query}" if query else "")
        self._line = connect(
            f"ws://{host}:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=MOST_BYTES,
            compression=None,
        )
        self._kept: dict[str, tuple[Delta, int]] = {}
        """Messages by their hash, each with the number of the last run that showed it."""
        self._runs = 0
        self._hash = ""
        self.received_bytes = 0
        self.deltas: list[Delta] = []
        """What the last run showed, in the order it was sent."""
        self.timers: dict[str, float] = {}
        """What the last run asked to be run again by itself: fragments, and how often (s)."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()

    def run(self) -> None:
        """Run the page and read all that it sends; PageFailed when it does not end well."""
        state = ClientState(
            query_string=self._query,
            page_name=self._page,
            page_script_hash=self._hash,
            cached_message_hashes=self._hashes(),
        )
        info = state.context_info
        info.timezone, info.timezone_offset, info.locale = "Asia/Ho_Chi_Minh", -420, "vi-VN"
        info.url, info.color_scheme = self._url, "light"
        self._line.send(BackMsg(rerun_script=state).SerializeToString())
        self._read()

    def charts(self) -> int:
        """How many charts the last run drew."""
        return sum(
            one.new_element.WhichOneof("type") == "bidi_component"
            and one.new_element.bidi_component.component_name.endswith("chart")
            for one in self.deltas
        )

    def _read(self) -> None:
        self.deltas, self.received_bytes = [], 0
        deadline = time.monotonic() + MOST_SECONDS
        while True:
            message = self._next(deadline)
            if (
                message.WhichOneof("type") == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                if any(one.new_element.WhichOneof("type") == "exception" for one in self.deltas):
                    raise PageFailed(self._url)
                return

    def _next(self, until: float) -> ForwardMsg:
        """The next message, and what a browser keeps of it; TimeoutError when none comes until."""
        frame = self._line.recv(timeout=max(until - time.monotonic(), 0), decode=False)
        self.received_bytes += len(frame)
        message = ForwardMsg.FromString(bytes(frame))
        kind = message.WhichOneof("type")
        if begins(message):
            self._runs += 1
            self.deltas, self.timers = [], {}
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta":
            self.deltas.append(message.delta)
            if message.metadata.cacheable:
                self._kept[message.hash] = message.delta, self._runs
        elif kind == "ref_hash":
            delta, _ = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = delta, self._runs
            self.deltas.append(delta)
        return message

    def _hashes(self) -> list[str]:
        """What need not be sent again; the rest is kept no longer."""
        since = self._runs - KEPT_RUNS
        self._kept = {one: kept for one, kept in self._kept.items() if kept[1] >= since}
        return list(self._kept)


def begins(message: ForwardMsg) -> bool:
    """Whether a run of the whole page begins with it."""
    is_whole = not message.metadata.run.fragment_ids
    return message.WhichOneof("type") == "new_session" and is_whole
