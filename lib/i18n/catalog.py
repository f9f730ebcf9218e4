"""The sentences people read, by key and language.

Every `lib/i18n/*.vi.toml` and its `.en.toml` hold the same keys; `text("page.key", ...)`
gives the sentence in the language spoken in this context.
"""

import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("vi", "en")

_language: ContextVar[str] = ContextVar("language", default="vi")


def speak(language: str) -> None:
    """Choose the language of this context (a page run, a command)."""
    _language.set(language if language in LANGUAGES else "vi")


def spoken() -> str:
    """The language of this context: vi or en."""
    return _language.get()


def text(key: str, **values: Any) -> str:
    """The sentence of a key with its named places filled; KeyError for an unknown key."""
    sentence = sentences(spoken())[key]
    return sentence.format(**values) if values else sentence


def has_text(key: str) -> bool:
    """Whether there is a sentence for a key that comes from data."""
    return key in sentences(spoken())


def in_language(column: str) -> str:
    """The column of a frame that holds a name in the language spoken: name or name_en."""
    return f"{column}_en" if spoken() == "en" else column


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence of one language by dotted key."""
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob(f"*.{language}.toml")):
        found.update(_flattened(tomllib.loads(file.read_text(encoding="utf-8"))))
    return found


def _flattened(tables: dict[str, Any], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            flat.update(_flattened(value, f"{above}{key}."))
        else:
            flat[f"{above}{key}"] = value
    return flat
