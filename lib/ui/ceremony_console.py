"""What a console is told: where the ceremony stands, all its steps, what comes next, by name."""

import json
from datetime import datetime
from typing import Any

from lib.feed.ceremony import Step, step_of_title
from lib.i18n import catalog, formats
from lib.i18n.catalog import text
from lib.ui.ceremony_known import Hall, Standing


def told(found: Standing, hall: Hall, *, stages: int, at: datetime) -> dict[str, Any]:
    """Everything the presenter needs; only for those who have given the code.

    `elapsed` is in seconds since the opening was left, None before; `next` is None at the end.
    While the stage is black a press only shows again where it stands, so that is what comes next.
    """
    catalog.speak(hall.language)
    now, steps = found.now, found.steps
    after = found.step if now.is_black else found.step + 1
    is_last = after >= len(steps)
    return {
        "tag": found.tag,
        "version": now.version,
        "record": found.record_id,
        "step": found.step,
        "black": now.is_black,
        "lifted": now.is_lifted,
        "rehearsal": now.is_rehearsal,
        "decided": _decided(found),
        "elapsed": None if now.began_at is None else (at - now.began_at).total_seconds(),
        "changed": _changed(found),
        "stages": stages,
        "steps": [_step(found, one, number) for number, one in enumerate(steps)],
        "titles": [step_of_title(number + 1) for number in range(_title_count(found))],
        "seen": _picture(found, hall, None),
        "next": None if is_last else {"step": after, "picture": _picture(found, hall, after)},
    }


def _picture(found: Standing, hall: Hall, step: int | None) -> Any:
    return json.loads(found.scene(hall, step=step).body)


def _title_count(found: Standing) -> int:
    return 0 if found.honours is None else len(found.honours.titles)


def _step(found: Standing, step: Step, number: int) -> dict[str, Any]:
    honours = found.honours
    if honours is None or step.title is None:
        return {"at": number, "label": text(f"console.step_{step.kind}"), "names": []}
    title = honours.titles[step.title]
    is_reveal = step.kind == "reveal"
    return {
        "at": number,
        "title": step.title + 1,
        "label": text(f"console.step_{step.kind}", title=title.title),
        "names": [f"{one.name} · {one.unit_short_name}" for one in title.winners]
        if is_reveal
        else [],
    }


def _decided(found: Standing) -> str:
    """Which decision is played; that there is none; that this is a rehearsal."""
    honours = found.honours
    if found.now.is_rehearsal:
        return text("console.made_up")
    if honours is None or honours.decided_on is None:
        return text("console.undecided")
    day = formats.day(honours.decided_on).rpartition(", ")[2]
    return text("console.decided", number=honours.decision_number, day=day)


def _changed(found: Standing) -> str:
    now = found.now
    if now.changed_at is None:
        return ""
    return text("console.changed", by=now.changed_by, at=f"{now.changed_at:%H:%M:%S}")
