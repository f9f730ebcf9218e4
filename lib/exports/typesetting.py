"""Papers set with Typst: a template of `templates/` and data in, the bytes of a PDF out.

Data is handed over as JSON and read by the template as values, never as markup: whatever stands in
a name is printed as it is. The same data makes the same bytes, on any machine: only the fonts of
`fonts/` are used, and no time is written.

The type is Noto Sans 2.015 (OFL), its Latin letters with those of Vietnamese, in one file for each
weight and slope. What it has no letter for is printed as an empty box.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from lib.charts.theme import LIGHT

HERE = Path(__file__).resolve().parent
TEMPLATES, FONTS = HERE / "templates", HERE / "fonts"
PAGES = "<pages>"
"""The mark with the number of the last page, which every template sets at its end."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template (the name of its file without its end) makes of the data.

    Raises typst.TypstError when data lacks what the template asks for.
    """
    return cast(bytes, _compiler(template).compile(sys_inputs=_inputs(data), timestamp=0))


def pictures(template: str, data: Mapping[str, Any], *, ppi: float = 72) -> list[bytes]:
    """The same pages as PNG, one after the other; `ppi` dots an inch."""
    found = _compiler(template).compile(
        sys_inputs=_inputs(data), timestamp=0, format="png", ppi=ppi
    )
    return [found] if isinstance(found, bytes) else cast(list[bytes], found)


def page_count(template: str, data: Mapping[str, Any]) -> int:
    """How many pages that makes, without making them."""
    asked = typst.query(
        TEMPLATES / f"{template}.typ",
        PAGES,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
        field="value",
    )
    return int(json.loads(asked)[-1])


def clean(value: Any) -> Any:
    """Text as it is set, in lists and mappings too: letters with their marks as one character,
    no control characters, no halves of a character."""
    if isinstance(value, str):
        whole = unicodedata.normalize("NFC", value)
        return "".join(_printable(one) for one in whole)
    if isinstance(value, Mapping):
        return {key: clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    return value


def _printable(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    return " " if category == "Cc" and letter != "\n" else letter


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    whole = {"colors": {name: getattr(LIGHT, name) for name in COLORS}, **data}
    return {"data": json.dumps(clean(whole))}


COLORS = (
    "text",
    "text_2",
    "text_3",
    "actual",
    "compare",
    "plan",
    "track",
    "surface",
    "border",
    "grid",
)
"""The colours of the light theme that templates name."""


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
