"""Screens, scenes, orders and what is wrong with them, in the words of the viewer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from lib.access.screens import ALL, DEFAULT_NAME, Entry, Order, Screen
from lib.errors import OrderRefused, ScreenRefused
from lib.i18n import formats
from lib.i18n.catalog import has_text, in_language, text

Names = Mapping[str, str]
"""Short names of units by unit_id, in the language spoken."""


def names_of(units: pd.DataFrame) -> Names:
    """The short names of queries.campaigns.units."""
    return dict(zip(units["unit_id"], units[in_language("short_name")], strict=True))


def screen(name: str, known: Mapping[str, Screen]) -> str:
    """What a screen is called: its title, or its name where it has none."""
    if name == ALL:
        return text("remote.all")
    title = known[name].title if name in known else ""
    return title or (text("screens.default") if name == DEFAULT_NAME else name)


def scope(unit_id: str | None, names: Names) -> str:
    """The unit a screen or scene is about, or the whole province."""
    return text("screens.whole") if unit_id is None else names.get(unit_id, unit_id)


def theme(code: str) -> str:
    """Dark or light."""
    return text(f"screens.theme_{code}")


def language(code: str) -> str:
    """A language as it calls itself."""
    return text(f"language.{code}")


def scene(key: str, names: Names) -> str:
    """A turn by its key: Xếp hạng, or Dịch vụ · Hạ Long."""
    kind, _, unit_id = key.partition(":")
    called = text(f"scene.{kind}") if has_text(f"scene.{kind}") else kind
    if not unit_id:
        return called
    return text("screens.of_unit", scene=called, unit=names.get(unit_id, unit_id))


def summary(profile: Screen) -> str:
    """How many scenes a screen shows and how long a round takes."""
    count = len(profile.playlist)
    if any(turn.per_district for turn in profile.playlist):
        return text("screens.summary_per_district", count=count)
    seconds = sum(turn.seconds for turn in profile.playlist)
    return text("screens.summary", count=count, seconds=formats.number(seconds))


def problem(error: ScreenRefused) -> tuple[str, str]:
    """Where a profile is wrong, and why."""
    key, reason = str(error.values["key"]), str(error.values["reason"])
    part, *rest = key.split()
    if part == "playlist" and len(rest) == 2:
        field = _field(rest[1])
        where = text("screens.row", row=rest[0], field=field)
    else:
        where = _field(key)
    if error.values["screen"]:
        where = f"{error.values['screen']}, {where}"
    known = has_text(f"screens.problem_{reason}")
    return where, text(f"screens.problem_{reason}") if known else reason


def refusal(error: OrderRefused) -> str:
    """Why an order cannot be taken."""
    return text("remote.refused", why=text(f"remote.problem_{error.values['reason']}"))


def order(word: str, value: Any, names: Names, *, closes_at: datetime | None = None) -> str:
    """What is ordered, or that it was taken back."""
    if value is None:
        return text(f"remote.none_{word}")
    if word == "pinned":
        return text("remote.pinned", scene=scene(value, names))
    if word == "message":
        return text("remote.message", message=value)
    if word == "held":
        return text("remote.held")
    if "at" in value:
        return text("remote.frozen", at=formats.moment(datetime.fromisoformat(value["at"])))
    minutes = int(value["minutes"])
    if closes_at is None:
        return text("remote.freezes_plain", minutes=minutes)
    at = formats.moment(closes_at - timedelta(minutes=minutes))
    return text("remote.freezes", minutes=minutes, at=at)


def in_force(one: Order, asked: str, names: Names, *, closes_at: datetime | None) -> str:
    """An order with who gave it and when; on one screen also that it is for all of them."""
    words = order(one.word, one.value, names, closes_at=closes_at)
    if one.screen == ALL and asked != ALL:
        words = text("remote.for_all", words=words)
    return text("remote.by", words=words, by=one.ordered_by, at=formats.moment(one.ordered_at))


def logged(entry: Entry, names: Names) -> str:
    """What was done, as the log tells it."""
    done = entry.action.removeprefix("screen.")
    if done != "order":
        return text(f"screen_log.{done}")
    words = [order(word, value, names) for word, value in entry.detail.items()]
    return text("screen_log.order", words="; ".join(words))


def log_table(entries: list[Entry], names: Names, known: Mapping[str, Screen]) -> pd.DataFrame:
    """The log as a table: at, who, screen, what."""
    return pd.DataFrame(
        {
            "at": [one.at for one in entries],
            "who": [one.by for one in entries],
            "screen": [screen(one.subject, known) for one in entries],
            "what": [logged(one, names) for one in entries],
        }
    )


def _field(key: str) -> str:
    return text(f"screens.field_{key}") if has_text(f"screens.field_{key}") else key
