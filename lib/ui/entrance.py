"""The HTML that every page starts from: Streamlit's own, in the viewer's language.

Streamlit serves one `index.html` for all pages, in English, and lets a deep link search for
the server below its own path (two failed requests). Ours says which language it speaks and
where the server is, so the first answer is the right one.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from lib.i18n.catalog import LANGUAGES, sentences
from lib.ui import data
from lib.ui.addresses import Address
from lib.ui.wall_feed import PLOTLY_ADDRESS

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = "<script>\n      window.prerenderReady = false\n    </script>"
OURS = '<script src="./app/static/base.js"></script>'
FETCHED = f'{OURS}\n    <link rel="prefetch" as="script" href=".{PLOTLY_ADDRESS}">'
READ = f'<script src="./app/static/base.js" data-plotly=".{PLOTLY_ADDRESS}"></script>'
"""Where the server is; and what draws charts is fetched beside a page that has none, for the next
one, and read at once beside a page that has some."""


def entrances(pages: Sequence[Address]) -> list[Route]:
    """One route per page; the first is the front door, and its own address leads there."""
    front, *others = pages
    entered = [("", front), *((page.path, page) for page in others)]
    return [
        *(Route(f"/{path}", _entrance(page), methods=["GET"]) for path, page in entered),
        Route(f"/{front.path}", _to_the_front, methods=["GET"]),
    ]


async def _to_the_front(request: Request) -> RedirectResponse:
    # Streamlit knows its default page by no other address
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


def _entrance(page: Address) -> Callable[[Request], Awaitable[HTMLResponse]]:
    async def enter(request: Request) -> HTMLResponse:
        asked = request.query_params.get("lang")
        language = asked if asked in LANGUAGES else data.settings().language
        written = _page(language, has_charts=page.has_charts)
        return HTMLResponse(written, headers={"cache-control": "no-cache"})

    return enter


@cache
def _page(language: str, *, has_charts: bool) -> str:
    page = INDEX.read_text(encoding="utf-8")
    return (
        page.replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f"<title>{sentences(language)['app.name']}</title>")
        .replace(INLINE, READ if has_charts else FETCHED)
    )
