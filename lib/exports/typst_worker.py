"""Sets one paper in a process of its own: a request on the standard input, the bytes on its output.

Run by `lib.exports.typesetting`. Typst keeps what it has set for the life of a process, some 2 MB a
page; a server that prints for weeks must not.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any, cast

import typst

PAGES = "<pages>"
"""The mark with the number of the last page, which every template sets at its end."""


def answer(request: dict[str, Any]) -> bytes:
    """What is asked for of the first of the given data that is one page, else of the last.

    `want` is pdf, pages (PNG in base64, as JSON) or count (how many pages, in digits).
    """
    template, root = Path(request["template"]), Path(request["template"]).parent
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(request["fonts"])],
    )
    *others, last = request["inputs"]
    chosen = next((one for one in others if _count(template, fonts, one) == 1), last)
    if request["want"] == "count":
        return str(_count(template, fonts, chosen)).encode()
    compiler = typst.Compiler(template, root=root, font_paths=fonts)
    inputs = {"data": chosen}
    if request["want"] == "pdf":
        tags = bool(request["tags"])
        made = compiler.compile(sys_inputs=inputs, timestamp=0, pdf_tags=tags)
        return cast(bytes, made)
    drawn = compiler.compile(sys_inputs=inputs, timestamp=0, format="png", ppi=request["ppi"])
    listed = [drawn] if isinstance(drawn, bytes) else cast(list[bytes], drawn)
    return json.dumps([base64.b64encode(one).decode() for one in listed]).encode()


def _count(template: Path, fonts: typst.Fonts, data: str) -> int:
    found = typst.query(
        template,
        PAGES,
        root=template.parent,
        font_paths=fonts,
        sys_inputs={"data": data},
        field="value",
    )
    return int(json.loads(found)[-1])


if __name__ == "__main__":
    sys.stdout.buffer.write(answer(json.load(sys.stdin.buffer)))
