"""The wall as one file that any browser opens from a disk or a share, without a server.

It holds everything: the scenes as they were, the drawing library, the letters. It counts its
clock by itself, so it turns stale like the wall, and it looks at its own file each minute: a
newer copy is taken over without a reload, and when the file is gone the last picture stays.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.feed.scenes import Rendered

LOOK_MS = 60_000

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<script type="application/json" id="copy">{copy}</script>
<script>
if (location.hash === "#copy") {{
  parent.postMessage(document.getElementById("copy").textContent, "*");
  window.stop();
}}
</script>
<style>
{faces}
html, body {{ margin: 0; height: 100%; background: {background}; }}
iframe {{ display: none; }}
{style}
</style>
</head>
<body>
<script>{drawing}</script>
<script type="module">
{script}
const copy = JSON.parse(document.getElementById("copy").textContent);
const feed = new Saved(copy);
const wall = new Wall(feed, copy.programme);
addEventListener("message", (event) => {{
  if (!frame || event.source !== frame.contentWindow) return;
  feed.copy = JSON.parse(event.data);
  frame.remove();
  frame = null;
  wall.takeOver();
}});
let frame = null;
setInterval(() => {{
  if (frame) frame.remove();
  frame = document.createElement("iframe");
  frame.src = `${{location.href.split(/[?#]/)[0]}}?${{Date.now()}}#copy`;
  document.body.append(frame);
}}, {look});
</script>
</body>
</html>
"""


@dataclass(frozen=True)
class Parts:
    """What every copy holds besides its figures: the wall's own files, as text."""

    script: str
    style: str
    drawing: str
    """The drawing library."""
    letters: Mapping[str, bytes]
    """Font files by the range of characters they hold."""


def page(
    programme: Mapping[str, Any], scenes: Mapping[str, Rendered], parts: Parts, *, title: str
) -> bytes:
    """The file; `scenes` by the address the programme's turns fetch them from."""
    copy = {
        "programme": {
            **programme, "now": None, "speed": 1, "since": None, "saved": True, "pinned": None,
            "held": False,
        },
        "scenes": {
            src: {**json.loads(one.body), "tag": one.tag} for src, one in scenes.items()
        },
    }  # fmt: skip
    return PAGE.format(
        language=programme["language"],
        title=title.replace("&", "&amp;").replace("<", "&lt;"),
        copy=json.dumps(copy, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"),
        background=programme["colors"]["background"],
        faces="\n".join(_face(*one) for one in parts.letters.items()),
        style=parts.style,
        drawing=parts.drawing.replace("</script", "<\\/script"),
        script=parts.script.replace("</script", "<\\/script"),
        look=LOOK_MS,
    ).encode()


def _face(characters: str, font: bytes) -> str:
    data = base64.b64encode(font).decode("ascii")
    return (
        '@font-face{font-family:"Noto Sans";font-weight:100 900;'
        f"src:url(data:font/woff2;base64,{data}) format('woff2');unicode-range:{characters}}}"
    )
