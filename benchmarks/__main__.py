"""Everything that is compared, one after the other: `make bench` (`FULL=1`, `WRITE=1`).

Each part is a command of its own and can be run alone; those that make worlds keep them, so a
second run starts at once. With --write what was found is written into benchmarks/README.md.
Exit code 1 when something of ours misses what is asked of it.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.outcomes import Part, machine
from benchmarks.soak.judging import Line
from lib.settings import PROJECT

README = Path(__file__).with_name("README.md")
BEGINS, ENDS = "<!-- make bench writes from here -->", "<!-- to here -->"
LAST_LINES = 40
"""Of what a part prints that keeps nothing."""


@dataclass(frozen=True)
class Command:
    """One part: its module, what it is asked, and whether it keeps its outcome."""

    title: str
    module: str
    arguments: Sequence[str] = ()
    keeps: bool = True


def commands(*, full: bool) -> list[Command]:
    """The parts in order: what is quick and needs a quiet machine comes first."""
    more = ["--full"] if full else []
    fanout = ["--publishes", "24", "--idle", "30"]
    return [
        Command("A district's page", "benchmarks.district_page", more),
        Command("Publish", "benchmarks.publish", more),
        Command("Import", "benchmarks.import_rows", keeps=False),
        Command("Reruns", "benchmarks.reruns", keeps=False),
        Command("Start", "benchmarks.start_up", keeps=False),
        Command("Explore, 10 million sales", "benchmarks.explore_latency",
                ["--rows", "10000000", "--clicks", "60"], keeps=False),
        Command("Fan-out, 12,000 sales", "benchmarks.fanout", ["--rows", "12000", *fanout]),
        Command("Fan-out, 10 million sales", "benchmarks.fanout",
                ["--rows", "10000000", *fanout]),
    ]  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the parts, print each, and say what fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="100 million sales too")
    parser.add_argument("--write", action="store_true", help="into benchmarks/README.md")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    parts = []
    for command in commands(full=asked.full):
        print(f"\n# {command.title} ({time.monotonic() - began:.0f} s)", flush=True)
        parts.append(run(command))
    minutes = (time.monotonic() - began) / 60
    head = f"Measured {datetime.now():%d/%m/%Y} in {minutes:.0f} minutes on {machine()}."
    if asked.write:
        write(README, "\n\n".join([head, *(part.words() for part in parts)]))
    fails = [line.what for part in parts for line in part.lines if line.holds is False]
    print(f"\n{head}\n" + (f"Fails: {'; '.join(fails)}." if fails else "All of it holds."))
    return 1 if fails else 0


def run(command: Command) -> Part:
    """Run one part; what it keeps, or the end of what it prints and whether it succeeds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outcome.json"
        kept = ["--json", str(file)] if command.keeps else []
        said = []
        with subprocess.Popen(
            [sys.executable, "-m", command.module, *command.arguments, *kept],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                said.append(line)
        code = process.returncode
        if file.exists():
            return Part.read(file)
        words = "".join(said[-LAST_LINES:]).strip()
        line = Line(command.title, f"exit code {code}", "0", code == 0)
        return Part(command.title, [f"```\n{words}\n```"] if words else [], [line])


def write(readme: Path, words: str) -> None:
    """Put the words between the marks of a file; ValueError when it has none."""
    before, begins, rest = readme.read_text(encoding="utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        raise ValueError(f"{readme.name} has no marks to write between")
    readme.write_text(f"{before}{BEGINS}\n\n{words}\n\n{ENDS}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
