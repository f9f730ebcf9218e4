"""What a clerk does to the file on the table before it counts: which file, cells, names, unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lib.i18n.folding import fold
from lib.intake.handovers import Settled
from lib.ui import state


@dataclass(frozen=True)
class Work:
    """Everything that changes how the file on the table is checked.

    `waiting_batch` is set while rows of the quarantine are on the table instead of a file.
    """

    edits: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    settled: tuple[Settled, ...] = ()
    unit_id: str | None = None
    replaces: int | None = None
    adds_beside: bool = False
    waiting_batch: int | None = None

    @property
    def question(self) -> tuple[object, ...]:
        """What a check of the file depends on."""
        edits = tuple((row, tuple(sorted(cells.items()))) for row, cells in self.edits.items())
        return (edits, self.unit_id, self.replaces, self.waiting_batch)


def current() -> Work:
    """The work so far."""
    work = state.work()
    return work if isinstance(work, Work) else Work()


def change(**values: object) -> None:
    """Change part of the work."""
    state.keep_work(replace(current(), **values))  # type: ignore[arg-type]


def edit(edits: Mapping[int, Mapping[str, str]]) -> None:
    """Write new text into cells."""
    work = current()
    merged = {row: {**work.edits.get(row, {}), **cells} for row, cells in edits.items()}
    change(edits={**work.edits, **merged})


def settle(one: Settled) -> None:
    """Say what a name means; the last word holds."""
    others = [
        known
        for known in current().settled
        if (known.kind, fold(known.written)) != (one.kind, fold(one.written))
    ]
    change(settled=(*others, one))


def take_up(batch_id: int) -> None:
    """Put the waiting rows of a batch on the table."""
    state.next_round()
    state.keep_work(Work(waiting_batch=batch_id))
