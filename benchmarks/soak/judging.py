"""What a watch must show, and the table it is printed as."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from benchmarks.figures import Trend, trend
from benchmarks.soak.watching import Watched

MOST_SERVER_MB, MOST_HEAP_MB, MOST_NODES, MOST_KIOSK_MB = 12.0, 6.0, 600.0, 24.0
"""Growth by the hour after warm-up: of the server's memory, a page's heap and nodes, and the
memory of the browser that nobody looks into. It fails when it is more, and more than twice its
standard error: a memory that goes up and down grows in one half of all runs."""
MOST_SERVER_MB_PLAYED = 1.0
"""Growth of the server's memory by the hour of the day that is played."""
BLOCK_SECONDS = 180.0
"""What is collected goes up and down over minutes: a block's mean is one value, or neighbours
that are alike would make the error look small."""
MOST_LATE_SECONDS = 2.0
"""How far the time a scene is seen may lie from what its screen says."""
LEAST_FRAMES_A_SECOND = 10.0
"""Fewer would mean that the watch looked away."""
LEAST_MINUTES = 15.0
"""Growth over less than this says nothing."""


@dataclass(frozen=True)
class Sample:
    """Memory at a moment (seconds since the watch began)."""

    at: float
    server_mb: float
    browser_mb: float
    """Of the browser that is looked into: with what DevTools keep of each answer and picture."""
    kiosk_mb: float
    """Of the browser that nobody looks into."""
    heaps_mb: tuple[float, ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One line of the table; `holds` is None where nothing is judged."""

    what: str
    found: str
    limit: str = ""
    holds: bool | None = None


def table(lines: Sequence[Line]) -> str:
    """The lines as a table of Markdown."""
    verdicts = {True: "holds", False: "**fails**", None: ""}
    rows = [f"| {one.what} | {one.found} | {one.limit} | {verdicts[one.holds]} |" for one in lines]
    return "\n".join(["| what | found | limit | |", "|---|---|---|---|", *rows])


def of_screen(
    watched: Watched, turns: Sequence[tuple[str, float]], *, seconds: float, noticed: bool
) -> list[Line]:
    """What one screen showed; `turns` are the playlist's scenes and seconds."""
    seen, name = watched.seen, watched.name
    rate = seen.frames / seconds
    late, order, count = on_time(seen.turns, turns)
    latest = ", ".join(f"{by:+.1f} s {key}" for by, key in off_schedule(seen.turns, turns)[:3])
    answers = ", ".join(f"{what}: {times}" for what, times in sorted(seen.responses.items()))
    refused = sum(times for what, times in seen.responses.items() if int(what[-3:]) >= 400)
    return [
        Line(f"{name}: blank frames and pictures", f"{len(seen.blanks)}", "0", not seen.blanks),
        Line(
            f"{name}: frames looked at from within",
            f"{seen.frames:,} ({rate:.0f} a second, longest {seen.longest_frame_ms:.0f} ms)",
            f"≥ {LEAST_FRAMES_A_SECOND:.0f} a second",
            rate >= LEAST_FRAMES_A_SECOND,
        ),
        Line(
            f"{name}: pictures looked at from outside",
            f"{seen.pictures:,}, least ink {seen.least_ink:.1%}",
        ),
        Line(f"{name}: a blank made on purpose", "noticed" if noticed else "not noticed",
             "noticed both ways", noticed),
        Line(f"{name}: complaints of the browser", f"{len(seen.complaints)}", "0",
             not seen.complaints),
        Line(f"{name}: scenes seen, farthest from schedule", f"{count}, {late:.2f} s ({latest})",
             f"≤ {MOST_LATE_SECONDS:.0f} s, in order",
             order and count > 0 and late <= MOST_LATE_SECONDS),
        Line(f"{name}: slowest scene", f"{seen.slowest_scene_ms / 1000:.2f} s"),
        Line(f"{name}: answers", answers, "none ≥ 400", not refused),
    ]  # fmt: skip


def on_time(
    seen: Sequence[tuple[float, str]], turns: Sequence[tuple[str, float]]
) -> tuple[float, bool, int]:
    """How far (s) a scene's time lay from its playlist, whether all came in order, how many.

    The first scene was there before the watch, the last one is not over: neither is counted.
    """
    keys = [key for key, _ in turns]
    after = dict(zip(keys, [*keys[1:], *keys[:1]], strict=True))
    order = all(after.get(one) == two for (_, one), (_, two) in pairwise(seen))
    late = off_schedule(seen, turns)
    return max((abs(by) for by, _ in late), default=0.0), order, len(late)


def off_schedule(
    seen: Sequence[tuple[float, str]], turns: Sequence[tuple[str, float]]
) -> list[tuple[float, str]]:
    """By how much (s) each scene was seen too long, and which; the farthest off first."""
    asked = dict(turns)
    found = [
        (end - begin - asked.get(key, math.inf), key)
        for (begin, key), (end, _) in pairwise(seen[1:])
    ]
    return sorted(found, key=lambda one: -abs(one[0]))


def blocks(samples: Sequence[tuple[float, float]], pace: float = 1.0) -> list[tuple[float, float]]:
    """The mean moment and value of each block of samples; the last one needs half of a block.

    pace: how many seconds of the samples' clock pass in one.
    """
    found: dict[int, list[tuple[float, float]]] = {}
    for at, value in samples:
        found.setdefault(int((at - samples[0][0]) / (BLOCK_SECONDS * pace)), []).append((at, value))
    most = max((len(block) for block in found.values()), default=0)
    return [
        (fmean(at for at, _ in block), fmean(value for _, value in block))
        for block in found.values()
        if len(block) >= most / 2
    ]


def _is_flat(found: Trend, limit: float) -> bool:
    return found.per_hour <= max(limit, 2 * found.error)


def of_memory(
    samples: Sequence[Sample], names: Sequence[str], *, warm_up: float, speed: float
) -> list[Line]:
    """Growth after warm-up; printed but not judged when that was too short."""
    warm = [one for one in samples if one.at >= warm_up]
    minutes = (warm[-1].at - warm[0].at) / 60 if warm else 0.0
    judged = minutes >= LEAST_MINUTES

    def line(
        what: str, unit: str, limit: float | None, values: Sequence[float], pace: float = 1.0
    ) -> Line:
        if not values:
            return Line(what, "no samples", "", None)
        found = trend(
            blocks([(one.at * pace, value) for one, value in zip(warm, values, strict=True)], pace)
        )
        return Line(
            what,
            f"{found.per_hour:+.1f} ± {found.error:.1f} {unit}/hour "
            f"({values[0]:,.0f} → {values[-1]:,.0f}, {len(values)} samples)",
            "" if limit is None else f"≤ {limit:.0f} {unit}/hour",
            _is_flat(found, limit) if judged and limit is not None else None,
        )

    lines = [
        line("server memory", "MB", MOST_SERVER_MB, [one.server_mb for one in warm]),
        line(
            "server memory, by hours played",
            "MB",
            MOST_SERVER_MB_PLAYED,
            [one.server_mb for one in warm],
            pace=speed,
        ),
        line("browser left alone: memory", "MB", MOST_KIOSK_MB, [one.kiosk_mb for one in warm]),
        line("browser looked into: memory", "MB", None, [one.browser_mb for one in warm]),
    ]
    for place, name in enumerate(names):
        heaps = [one.heaps_mb[place] for one in warm]
        nodes = [float(one.nodes[place]) for one in warm]
        lines.append(line(f"{name}: JavaScript heap", "MB", MOST_HEAP_MB, heaps))
        lines.append(line(f"{name}: document nodes", "nodes", MOST_NODES, nodes))
    if not judged:
        lines.append(Line("growth", f"not judged: {minutes:.0f} minutes after warm-up",
                          f"≥ {LEAST_MINUTES:.0f} minutes"))  # fmt: skip
    return lines
