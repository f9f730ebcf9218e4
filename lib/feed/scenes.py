"""Scenes as bytes: each drawn once for all who ask, the last good ones kept for when one fails.

A scene is JSON: Plotly figures, and the clock the browser counts by. The figure to show while
figures are old is sent along, so a wall turns grey by itself when the server is gone.
"""

import gzip
import hashlib
import json
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.charts import wall_map, wall_ranking, wall_services, wall_tiers
from lib.charts.wall import FOOT, Figure
from lib.errors import SceneUnknown
from lib.feed import map_scene, progress_scene, ranking_scene, services_scene, tiers_scene
from lib.feed.asked import CLOSED, Asked, View
from lib.i18n import catalog, formats
from lib.i18n.catalog import text
from lib.queries.answers import Answers

logger = logging.getLogger("raquan")

SCENES: Mapping[str, tuple[Callable[[View], Any], Callable[..., Figure]]] = {
    "progress": (progress_scene.facts, progress_scene.draw),
    "ranking": (ranking_scene.facts, wall_ranking.ranking_scene),
    "map": (map_scene.facts, wall_map.map_scene),
    "services": (services_scene.facts, wall_services.services_scene),
    "tiers": (tiers_scene.facts, wall_tiers.tiers_scene),
}
"""What each scene says of a view, and how that is drawn."""
FOOTS = {"progress": FOOT}
"""Where the foot of a scene begins, px: what a message takes the place of."""
USUAL_FOOT = 1001
MOST_KEPT = 300
GZIP_LEVEL = 5
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Rendered:
    """A scene ready to send; `tag` names its content."""

    body: bytes
    packed: bytes
    tag: str


class Scenes:
    """The scenes of one store, drawn as they are asked for: by `rendered`, or as told."""

    def __init__(
        self, draw: Callable[[View], Rendered] | None = None, *, most_kept: int = MOST_KEPT
    ) -> None:
        self._render = draw or rendered
        self._most_kept = most_kept
        self._guard = threading.Lock()
        self._drawn: OrderedDict[tuple[int, Asked], Future[Rendered]] = OrderedDict()
        self._last: OrderedDict[Asked, Rendered] = OrderedDict()

    def scene(self, known: Answers, asked: Asked) -> Rendered:
        """The scene; the last good one, marked, when it cannot be drawn.

        Whoever asks first draws it, the others wait for the same bytes. Raises what stood in
        the way when there is no last good one, and SceneUnknown.
        """
        key = (known.generation, asked)
        with self._guard:
            found = self._drawn.get(key)
            mine = found is None
            if found is None:
                found = self._drawn[key] = Future()
                self._shorten(self._drawn)
        if mine:
            self._draw(known, asked, found)
        return found.result()

    def _draw(self, known: Answers, asked: Asked, into: "Future[Rendered]") -> None:
        try:
            drawn = self._render(View(asked, known))
        except Exception as error:  # whatever it is, the wall must not go blank
            with self._guard:
                self._drawn.pop((known.generation, asked), None)
                last = self._last.get(asked.lasting)
            reference = secrets.token_hex(3).upper()
            logger.error("scene %s cannot be drawn, %s", asked.scene, reference, exc_info=error)
            if last is None or isinstance(error, SceneUnknown):
                into.set_exception(error)
            else:
                into.set_result(marked(last, reference))
            return
        with self._guard:
            self._last[asked.lasting] = drawn
            self._shorten(self._last)
        into.set_result(drawn)

    def _shorten(self, kept: "OrderedDict[Any, Any]") -> None:
        while len(kept) > self._most_kept:
            kept.popitem(last=False)


def rendered(view: View) -> Rendered:
    """Draw a scene in the language of the screen; raises SceneUnknown."""
    asked = view.asked
    if asked.scene not in SCENES:
        raise SceneUnknown(scene=asked.scene)
    facts, draw = SCENES[asked.scene]
    catalog.speak(asked.language)
    said = facts(view)
    figures = {"live": draw(said, view.colors, is_stale=False)}
    if asked.phase != CLOSED:
        figures["stale"] = draw(said, view.colors, is_stale=True)
    campaign, overview = view.campaign, view.overview
    return packed(
        {
            "scene": asked.scene,
            "generation": view.known.generation,
            "phase": asked.phase,
            "opens_at": milliseconds(campaign["opens_at"]),
            "closes_at": milliseconds(campaign["closes_at"]),
            "recorded_at": milliseconds(overview["last_recorded_at"]),
            "foot": FOOTS.get(asked.scene, USUAL_FOOT),
            "closed": text(
                "wall.closed",
                reported=formats.number(overview["reporting_unit_count"]),
                units=formats.number(overview["unit_count"]),
                generation=formats.number(view.known.generation),
            ),
            "alt": _alt(view),
            "kept": None,
            "figures": figures,
        }
    )


def marked(last: Rendered, reference: str) -> Rendered:
    """A last good scene that says so, with the reference of what went wrong."""
    return packed({**json.loads(last.body), "kept": reference})


def packed(payload: Mapping[str, Any]) -> Rendered:
    """A payload as bytes, plain and packed, and the tag of its content."""
    # what is not a number would be no JSON: better no scene than one no browser reads
    return compressed(
        json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    )


def compressed(body: bytes) -> Rendered:
    """Bytes, plain and packed, and the tag of their content."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    return Rendered(body, gzip.compress(body, GZIP_LEVEL, mtime=0), tag)


def milliseconds(moment: Any) -> int | None:
    """A local time as browsers count: milliseconds since 1970, as if it were UTC."""
    if formats.is_missing(moment):
        return None
    milliseconds: int = round((moment - EPOCH).total_seconds() * 1000)
    return milliseconds


def _alt(view: View) -> str:
    """The scene in a sentence, for those who do not see it."""
    overview = view.overview
    return text(
        "wall.alt",
        title=view.scene_title,
        revenue=formats.money(overview["revenue_vnd"]),
        share=formats.percent(overview["attainment"]),
    )
