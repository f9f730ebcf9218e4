"""One screen under watch: its frames, its pictures, its memory, and what the browser says.

Each frame the page draws is looked at from within (watch.js: one scene seen, with words, on the
same nodes), and each picture the browser composes is looked at from outside (Chromium's
screencast, made small): a share of it must be drawn on.
"""

import base64
import io
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

WATCH = Path(__file__).with_name("watch.js")
PICTURE = {"format": "jpeg", "quality": 40, "maxWidth": 640, "maxHeight": 360}
SHADES = 24
"""How far from the background, of 255 shades of grey, a point is drawn on."""
LEAST_INK, LEAST_HEADER_INK = 0.02, 0.005
"""Shares of a picture, and of its top, that are drawn on; less is blank. The emptiest scene has
four times that."""
HEADER = 0.13
"""The part of the height where title, time left and freshness stand."""
OPEN_MS = 60_000
BLIND_MS = 400
UNCHANGED = 304


@dataclass(frozen=True)
class Memory:
    """What a page holds after its garbage is collected."""

    heap_mb: float
    nodes: int


@dataclass
class Seen:
    """What was noticed so far."""

    frames: int = 0
    longest_frame_ms: float = 0.0
    slowest_scene_ms: float = 0.0
    """The longest a scene took from being asked for to being there."""
    pictures: int = 0
    least_ink: float = 1.0
    blanks: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    turns: list[tuple[float, str]] = field(default_factory=list)
    """(seconds since the page began, scene) of each cut."""
    responses: Counter[str] = field(default_factory=Counter)


def ink(picture: bytes) -> tuple[float, float]:
    """The shares of a picture and of its top that are not background."""
    grey = np.asarray(Image.open(io.BytesIO(picture)).convert("L")).astype(np.int16)
    top = grey[: round(len(grey) * HEADER)]
    background = np.bincount((grey // 8).ravel()).argmax() * 8 + 4
    return _share(grey, background), _share(top, background)


def is_blank(picture: bytes) -> bool:
    """Whether nothing to speak of is drawn on a picture."""
    whole, top = ink(picture)
    return whole < LEAST_INK or top < LEAST_HEADER_INK


class Watched:
    """A wall opened in a context, watched until its context closes."""

    def __init__(self, name: str, context: BrowserContext, address: str) -> None:
        self.name = name
        self.seen = Seen()
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._complain(f"page error: {error}"))
        self.page.on("crash", lambda _: self._complain("the page crashed"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.goto(address)
        self.page.wait_for_selector(".wall[data-scene]", state="attached", timeout=OPEN_MS)
        self.page.evaluate(WATCH.read_text(encoding="utf-8"))
        self._protocol = context.new_cdp_session(self.page)
        self._protocol.on("Page.screencastFrame", self._pictured)
        self._protocol.send("Page.startScreencast", {**PICTURE, "everyNthFrame": 1})

    def take(self) -> dict[str, Any]:
        """Bring what the page noticed over; also tells the scene and generation shown now."""
        told: dict[str, Any] = self.page.evaluate("window.watch ? window.watch.take() : null")
        if told is None:
            self._complain("the page was loaded again")
            return {"scene": None, "generation": None}
        seen = self.seen
        seen.frames = told["frames"]
        seen.longest_frame_ms = max(seen.longest_frame_ms, told["longest"])
        seen.slowest_scene_ms = max(seen.slowest_scene_ms, told["slowest"])
        seen.blanks += [f"{one['at']}: {one['found']}" for one in told["blanks"]]
        seen.turns += [(turn["at"] / 1000, turn["scene"]) for turn in told["turns"]]
        return told

    def memory(self) -> Memory:
        """What the page holds once its garbage is collected."""
        self._protocol.send("HeapProfiler.collectGarbage")
        heap = self._protocol.send("Runtime.getHeapUsage")["usedSize"] / 2**20
        return Memory(heap, self._protocol.send("Memory.getDOMCounters")["nodes"])

    def notices_a_blank(self) -> bool:
        """Take the picture away on purpose; whether both ways of watching noticed."""
        self.take()
        seen = self.seen
        before, seen.blanks, least = seen.blanks, [], seen.least_ink
        self.page.evaluate("(span) => window.watch.blind(span)", BLIND_MS)
        self.page.wait_for_timeout(BLIND_MS)
        self.take()
        found, seen.blanks, seen.least_ink = seen.blanks, before, least
        by_picture = [one for one in found if "picture" in one]
        return bool(by_picture) and len(found) > len(by_picture)

    def _pictured(self, event: dict[str, Any]) -> None:
        self._protocol.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        picture = base64.b64decode(event["data"])
        self.seen.pictures += 1
        self.seen.least_ink = min(self.seen.least_ink, ink(picture)[0])
        if is_blank(picture):
            self.seen.blanks.append(f"{event['metadata']['timestamp'] * 1000:.0f}: a blank picture")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        answer = request.existing_response
        if answer is not None and answer.status == UNCHANGED:
            return  # nobody reads the body of "unchanged": it has none, and the page drops it
        self._complain(f"request failed: {_path(request.url)} {request.failure}")

    def _answered(self, response: Response) -> None:
        self.seen.responses[f"{_path(response.url)} {response.status}"] += 1

    def _complain(self, words: str) -> None:
        self.seen.complaints.append(words)


def _share(grey: np.ndarray[Any, Any], background: int) -> float:
    return float((np.abs(grey - background) > SHADES).mean())


def _path(url: str) -> str:
    """The address without what changes from file to file."""
    path = urlsplit(url).path
    return path if path.startswith(("/feed", "/wall", "/_stcore")) else "/static files"
