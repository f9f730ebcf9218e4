"""Screens written in a file by whoever runs the board: one [[screen]] each.

profiles = read_file(path)      # () when there is no file; ScreenRefused names what is wrong

A file with anything unknown, missing or out of range is refused as a whole, by name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lib.access.screen_profiles import Screen, Turn, checked
from lib.errors import ScreenRefused

OF_SCREEN: Mapping[str, type] = {
    "name": str,
    "title": str,
    "campaign": str,
    "unit": str,
    "theme": str,
    "language": str,
    "playlist": list,
}
OF_TURN: Mapping[str, type] = {"scene": str, "unit": str, "seconds": int, "per_district": bool}
FIELDS: Mapping[str, str] = {"campaign": "campaign_code", "unit": "unit_id"}
"""What is called otherwise in the file, where people write it, than in code."""


def read_file(path: Path) -> tuple[Screen, ...]:
    """The screens in file order; raises ScreenRefused(screen, key, reason)."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScreenRefused(screen="", key=path.name, reason=str(error)) from error
    for key in written:
        if key != "screen":
            raise ScreenRefused(screen="", key=key, reason="unknown")
    entries = written.get("screen", [])
    if not isinstance(entries, list):
        raise ScreenRefused(screen="", key="screen", reason="not_a_table")
    found: dict[str, Screen] = {}
    for entry in entries:
        screen = screen_of(entry, source="file")
        if screen.name in found:
            raise ScreenRefused(screen=screen.name, key="name", reason="given_twice")
        found[screen.name] = screen
    return tuple(found.values())


def screen_of(entry: Any, *, source: str) -> Screen:
    """A screen from a table as the file has it; raises ScreenRefused."""
    name = str(entry.get("name", "")) if isinstance(entry, dict) else ""
    values = _values(name, "screen", entry, OF_SCREEN)
    turns = tuple(
        Turn(**_values(name, f"playlist {place}", turn, OF_TURN, required="scene"))
        for place, turn in enumerate(values.pop("playlist", ()), start=1)
    )
    screen = Screen(**{"name": "", **values}, source=source)
    return checked(replace(screen, playlist=turns) if "playlist" in entry else screen)


def table_of(screen: Screen) -> dict[str, Any]:
    """A screen as the file would have it: what is usual in a turn is left out."""
    table: dict[str, Any] = {"name": screen.name, "title": screen.title}
    if screen.campaign_code is not None:
        table["campaign"] = screen.campaign_code
    if screen.unit_id is not None:
        table["unit"] = screen.unit_id
    table |= {"theme": screen.theme, "language": screen.language, "playlist": []}
    for turn in screen.playlist:
        listed: dict[str, Any] = {"scene": turn.scene, "seconds": turn.seconds}
        if turn.unit_id is not None:
            listed["unit"] = turn.unit_id
        if turn.per_district:
            listed["per_district"] = True
        table["playlist"].append(listed)
    return table


def _values(
    name: str, part: str, given: Any, known: Mapping[str, type], *, required: str = "name"
) -> dict[str, Any]:
    """The values of a table by the names they have in code, each of its own kind."""
    if not isinstance(given, dict):
        raise ScreenRefused(screen=name, key=part, reason="not_a_table")
    where = "" if part == "screen" else f"{part} "
    for key, value in given.items():
        if key not in known:
            raise ScreenRefused(screen=name, key=f"{where}{key}", reason="unknown")
        if type(value) is not known[key]:
            raise ScreenRefused(screen=name, key=f"{where}{key}", reason="wrong_kind")
    if required not in given:
        raise ScreenRefused(screen=name, key=f"{where}{required}", reason="missing")
    return {FIELDS.get(key, key): value for key, value in given.items()}
