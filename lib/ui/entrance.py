"""The HTML that every page starts from: Streamlit's own, in the viewer's language.

Streamlit serves one `index.html` for all pages, in English, and lets a deep link search for
the server below its own path (two failed requests). Ours says which language it speaks and
where the server is, so the first answer is the right one.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from lib.i18n.catalog import LANGUAGES, sentences
from lib.ui import data
from lib.ui.wall_feed import PLOTLY_ADDRESS

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = "<script>\n      window.prerenderReady = false\n    </script>"
OURS = (
    '<script src="./app/static/base.js"></script>\n'
    f'    <link rel="prefetch" as="script" href=".{PLOTLY_ADDRESS}">'
)
"""Where the server is; and what draws charts is fetched beside the page that asks for it."""


def entrances(home: str, paths: Iterable[str]) -> list[Route]:
    """One route per page address; the home page is the front door, its own address leads there."""
    entered = [Route(f"/{path}", _enter, methods=["GET"]) for path in ("", *paths) if path != home]
    return [*entered, Route(f"/{home}", _to_the_front, methods=["GET"])]


async def _to_the_front(request: Request) -> RedirectResponse:
    # Streamlit knows its default page by no other address
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


async def _enter(request: Request) -> HTMLResponse:
    asked = request.query_params.get("lang")
    language = asked if asked in LANGUAGES else data.settings().language
    return HTMLResponse(_page(language), headers={"cache-control": "no-cache"})


@cache
def _page(language: str) -> str:
    page = INDEX.read_text(encoding="utf-8")
    return (
        page.replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f"<title>{sentences(language)['app.name']}</title>")
        .replace(INLINE, OURS)
    )
