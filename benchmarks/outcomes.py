"""What a benchmark found, line by line: printed, kept as JSON, written into the README."""

import json
import os
import platform
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks.soak.judging import Line, table


@dataclass(frozen=True)
class Part:
    """The outcome of one benchmark."""

    title: str
    tables: Sequence[str]
    """Markdown, of what was measured."""
    lines: Sequence[Line]
    """What had to hold."""

    @property
    def fails(self) -> bool:
        """Whether something does not hold."""
        return any(line.holds is False for line in self.lines)

    def words(self) -> str:
        """All of it as Markdown."""
        return "\n\n".join([f"### {self.title}", *self.tables, table(self.lines)])

    def keep(self, file: Path) -> None:
        """Write it down for `read`."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Part":
        """What was kept."""
        found = json.loads(file.read_text(encoding="utf-8"))
        lines = [Line(**line) for line in found["lines"]]
        return cls(found["title"], found["tables"], lines)


def ends_what_it_began() -> None:
    """Let a run that is told to stop (SIGTERM) stop what it serves, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def told(part: Part, file: Path | None) -> int:
    """Print a part, keep it where asked, and give the exit code."""
    print(f"\n{part.words()}\n")
    if file is not None:
        part.keep(file)
    return 1 if part.fails else 0


def machine() -> str:
    """The machine and what it did besides, in a sentence."""
    with Path("/proc/meminfo").open(encoding="ascii") as lines:
        kilobytes = int(next(lines).split()[1])
    model = "processor unknown"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return (
        f"{os.cpu_count()} cores ({model}), {kilobytes / 2**20:.0f} GB, Linux "
        f"{platform.release()}, Python {platform.python_version()}, DuckDB "
        f"{duckdb.__version__}; load now {os.getloadavg()[0]:.1f}"
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; the first column is words, the others numbers."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, marks, *rows])
