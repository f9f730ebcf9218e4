"""Papers set with Typst: a template of `templates/` and data in, the bytes of a PDF out.

Data is handed over as JSON and read by the template as values, never as markup: whatever stands in
a name is printed as it is. The same data makes the same bytes, on any machine: only the fonts of
`fonts/` are used, and no time is written.

The type is Noto Sans 2.015 (OFL), its Latin letters with those of Vietnamese, in one file for each
weight and slope. What it has no letter for is printed as an empty box.

Each paper is set by a process of its own (`typst_worker`), in some 0.1 s; at most two at a time.
"""

import base64
import io
import json
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lib.charts.theme import LIGHT

HERE = Path(__file__).resolve().parent
TEMPLATES, FONTS, WORKER = HERE / "templates", HERE / "fonts", HERE / "typst_worker.py"
COLORS = (
    *("text", "text_2", "text_3", "actual", "compare", "plan", "track"),
    *("surface", "border", "grid"),
)
"""The colours of the light theme that templates name."""
LONGEST_SECONDS = 300
"""After so long a process that sets a paper is given up."""

_places = threading.BoundedSemaphore(2)


def pdf(template: str, data: Mapping[str, Any], *, tags: bool = True) -> bytes:
    """The PDF that a template (the name of its file without its end) makes of the data.

    With `tags` it can be read aloud. Raises RuntimeError when data lacks what the template asks
    for.
    """
    return _worked(template, [data], "pdf", tags=tags)


def first_of_one_page(template: str, tries: Sequence[Mapping[str, Any]]) -> bytes:
    """The PDF of the first of several data that takes one page, else of the last."""
    return _worked(template, tries, "pdf")


def joined(
    template: str, parts: Sequence[Mapping[str, Any]], hear: Callable[[int], object]
) -> bytes:
    """One PDF from several, each set by itself; `hear` is told after each how many there are.

    Title, author and language are those of the first.
    """
    import pypdf  # only here: not at each start

    whole = pypdf.PdfWriter()
    for number, part in enumerate(parts, start=1):
        read = pypdf.PdfReader(io.BytesIO(pdf(template, part, tags=False)))
        whole.append(read, import_outline=False)
        if number == 1:
            whole.add_metadata(read.metadata or {})
            root: Any = read.trailer["/Root"]
            whole.root_object[pypdf.generic.NameObject("/Lang")] = root["/Lang"]
        hear(number)
    content = io.BytesIO()
    whole.write(content)
    return content.getvalue()


def pictures(template: str, data: Mapping[str, Any], *, ppi: float = 72) -> list[bytes]:
    """The same pages as PNG, one after the other; `ppi` dots an inch."""
    found = json.loads(_worked(template, [data], "pages", ppi=ppi))
    return [base64.b64decode(one) for one in found]


def page_count(template: str, data: Mapping[str, Any]) -> int:
    """How many pages that makes, without making them."""
    return int(_worked(template, [data], "count"))


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


def _inputs(data: Mapping[str, Any]) -> str:
    whole = {"colors": {name: getattr(LIGHT, name) for name in COLORS}, **data}
    return json.dumps(clean(whole))


def _worked(template: str, tries: Sequence[Mapping[str, Any]], want: str, **more: Any) -> bytes:
    """What a process of its own answers."""
    request = {
        "template": str(TEMPLATES / f"{template}.typ"),
        "fonts": str(FONTS),
        "inputs": [_inputs(one) for one in tries],
        "want": want,
        "tags": True,
        **more,
    }
    with _places:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
        )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout
