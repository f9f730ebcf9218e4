"""What a process and its children take of the machine, read from /proc (Linux)."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from lib.ui.serving import allocator

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
AFTER_NAME = {
    "parent": 1,
    "user": 11,
    "system": 12,
    "reaped_user": 13,
    "reaped_system": 14,
    "resident_pages": 21,
}
"""Places in /proc/PID/stat, counted after the name (which may hold blanks)."""


def as_served() -> None:
    """Begin this process anew, unless it has the server's allocator and its settings already."""
    allocates = allocator()
    if not allocates.items() <= os.environ.items():
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **allocates})


@dataclass(frozen=True)
class Taken:
    """Processor time since the start, and memory now."""

    cpu_seconds: float
    resident_mb: float


def taken(pid: int) -> Taken:
    """What one process has taken; nothing when it is gone."""
    fields = _fields(pid)
    if fields is None:
        return Taken(0.0, 0.0)
    ticks = int(fields[AFTER_NAME["user"]]) + int(fields[AFTER_NAME["system"]])
    return Taken(ticks / TICKS, int(fields[AFTER_NAME["resident_pages"]]) * PAGE_MB)


def taken_with_children(pid: int) -> Taken:
    """The same for a process and all below it; pages that they share count once for each."""
    found = [taken(one) for one in (pid, *below(pid))]
    return Taken(sum(one.cpu_seconds for one in found), sum(one.resident_mb for one in found))


def taken_with_reaped(pid: int) -> Taken:
    """The same, with the time of children that have ended (a server's workers) for all of them."""
    found = taken_with_children(pid)
    ended = 0
    for one in (pid, *below(pid)):
        fields = _fields(one)
        if fields is not None:
            ended += int(fields[AFTER_NAME["reaped_user"]])
            ended += int(fields[AFTER_NAME["reaped_system"]])
    return Taken(found.cpu_seconds + ended / TICKS, found.resident_mb)


def below(pid: int) -> list[int]:
    """The children of a process, their children, and so on."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        fields = _fields(int(folder.name)) if folder.name.isdigit() else None
        if fields is not None:
            children.setdefault(int(fields[AFTER_NAME["parent"]]), []).append(int(folder.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        waiting += (more := children.get(waiting.pop(), []))
        found += more
    return found


def _fields(pid: int) -> list[str] | None:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
