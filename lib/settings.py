"""One frozen Settings, read once from the environment and an optional file.

Order: environment variable, then `raquan.toml` beside `dashboard.py` (or the file
named by RAQUAN_SETTINGS), then the default. `lib/sql` and `data/` are found from
the project's own folder, so commands work from anywhere.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lib.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
"""The project's folder: where `dashboard.py`, `data/` and `lib/` lie."""


def _setting(variable: str, default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"variable": variable, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """What can be set; each field names its environment variable and meaning."""

    port: int = _setting("PORT", 8501, "Port the board is served on.")
    address: str = _setting(
        "RAQUAN_ADDRESS", "127.0.0.1", "Address to listen on; 0.0.0.0 for the local network."
    )
    store: str = _setting(
        "RAQUAN_STORE", "file://data/warehouse", "Where the ledger lies: file://FOLDER."
    )
    engine: str = _setting("RAQUAN_ENGINE", "duckdb", "What answers queries: duckdb.")
    office: str = _setting(
        "RAQUAN_OFFICE",
        "data/office.sqlite",
        "File for the operator's code, tokens, screens and orders.",
    )
    inbox: str = _setting(
        "RAQUAN_INBOX", "data/inbox", "Folder whose files are taken in; receipts lie beside them."
    )
    screens: str = _setting(
        "RAQUAN_SCREENS", "data/rules/screens.toml", "File of the screens; the page goes before it."
    )
    snapshot: str = _setting(
        "RAQUAN_SNAPSHOT",
        "data/wall.html",
        "File the wall is saved to each minute, for browsers without the server; empty: none.",
    )
    language: str = _setting("RAQUAN_LANGUAGE", "vi", "Language without ?lang=: vi or en.")
    campaign: str = _setting(
        "RAQUAN_CAMPAIGN", "ngay-thu-7", "Campaign shown without ?campaign=; else the newest."
    )
    demo: bool = _setting(
        "RAQUAN_DEMO", True, "Fill an empty store with the simulated campaign at first start."
    )
    upload_mb: int = _setting("RAQUAN_UPLOAD_MB", 20, "Largest file taken in, in MB.")
    upload_rows: int = _setting("RAQUAN_UPLOAD_ROWS", 200_000, "Most rows taken from one file.")
    keep: int = _setting("RAQUAN_KEEP", 5, "Published files kept, the current one included.")
    lock_seconds: int = _setting(
        "RAQUAN_LOCK_SECONDS", 30, "How long a writer waits for another to finish."
    )
    threads: int = _setting(
        "RAQUAN_THREADS", 2, "Threads of DuckDB in a publish, and for two queries together."
    )
    memory: str = _setting("RAQUAN_MEMORY", "1GB", "Memory DuckDB may use.")

    def __post_init__(self) -> None:
        if not self.store.startswith("file://"):
            raise SettingsError(name="RAQUAN_STORE", value=self.store, reason="not file://")
        if self.engine != "duckdb":
            raise SettingsError(name="RAQUAN_ENGINE", value=self.engine, reason="not duckdb")
        if self.language not in ("vi", "en"):
            raise SettingsError(name="RAQUAN_LANGUAGE", value=self.language, reason="not vi or en")
        # what lies in the inbox is moved away
        inbox = self.inbox_folder.resolve()
        holds = any(one.resolve().is_relative_to(inbox) for one in (PROJECT, self.store_folder))
        if holds or inbox.is_relative_to(self.store_folder.resolve()):
            raise SettingsError(name="RAQUAN_INBOX", value=self.inbox, reason="not its own folder")
        for name in ("port", "upload_mb", "upload_rows", "keep", "lock_seconds", "threads"):
            if getattr(self, name) < 1:
                variable = self.__dataclass_fields__[name].metadata["variable"]
                raise SettingsError(name=variable, value=getattr(self, name), reason="below 1")

    @property
    def store_folder(self) -> Path:
        """The folder of the published files."""
        return PROJECT / self.store.removeprefix("file://")

    @property
    def office_file(self) -> Path:
        """The SQLite file for what is not campaign record."""
        return PROJECT / self.office

    @property
    def screens_file(self) -> Path:
        """The file of the screens; it need not exist."""
        return PROJECT / self.screens

    @property
    def snapshot_file(self) -> Path | None:
        """The saved copy of the wall; None when none is wanted."""
        return PROJECT / self.snapshot if self.snapshot else None

    @property
    def inbox_folder(self) -> Path:
        """The folder where files are dropped."""
        return PROJECT / self.inbox


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise SettingsError for an unknown name or a wrong value."""
    environment = os.environ if environment is None else environment
    path = Path(environment.get("RAQUAN_SETTINGS", PROJECT / "raquan.toml"))
    written: dict[str, Any] = {}
    if path.is_file():
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(name=str(path), value="", reason=str(error)) from error
    known = {one.name for one in fields(Settings)}
    for name in written:
        if name not in known:
            raise SettingsError(name=name, value=written[name], reason=f"unknown in {path.name}")
    values: dict[str, Any] = {}
    for one in fields(Settings):
        variable = one.metadata["variable"]
        if variable in environment:
            values[one.name] = _typed(one.default, environment[variable], variable)
        elif one.name in written:
            values[one.name] = _typed(one.default, written[one.name], one.name)
    return Settings(**values)


def _typed(default: Any, given: Any, name: str) -> Any:
    """Return the given value in the type of the default, or raise SettingsError."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    text = str(given).strip()
    if isinstance(default, bool):
        if text.lower() in words:
            return words[text.lower()]
        raise SettingsError(name=name, value=given, reason="not true or false")
    if isinstance(default, int):
        if text.isascii() and text.isdigit():
            return int(text)
        raise SettingsError(name=name, value=given, reason="not a whole number")
    return text
