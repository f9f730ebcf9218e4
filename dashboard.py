"""The front door: `streamlit run dashboard.py`, or `make run`.

Prepares the store before the first visitor, watches the inbox, answers programs and health
checks, sets the headers.
"""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.ui import (
    ceremony_events,
    ceremony_feed,
    compacting,
    failure,
    inbox_watch,
    live_board,
    live_feed,
    page_files,
    sales_api,
    start,
    wall_events,
    wall_feed,
    wall_snapshot,
    warm,
)
from lib.ui.addresses import ALONE, PAGES
from lib.ui.entrance import entrances
from lib.ui.headers import SecurityHeaders
from lib.ui.short_way import ShortWay

SWITCH_SECONDS = 0.001
"""How long a thread keeps Python's lock while another waits for it."""
YOUNG, MIDDLE, OLD = 700, 10, 100_000
"""What the collector of garbage counts to: by itself it never looks through all there is."""
TIDY_SECONDS = 60.0
"""How often it is told to, at most: with a thousand who listen all are held up for 0.1 s."""


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Prepare the store and the front page before anybody is served, the other pages after."""
    start.prepare()
    # a page that computes must not hold back what is ready to be sent
    sys.setswitchinterval(SWITCH_SECONDS)
    ending = wall_events.ending_with_the_server(ceremony_events.hub.close, live_board.phones.close)
    with inbox_watch.watching(), wall_snapshot.writing(), compacting.compacting(), ending:
        keeping = asyncio.create_task(_keep_tidy(await warm.up()))
        yield
        keeping.cancel()


async def _keep_tidy(warming: asyncio.Task[None]) -> None:
    """Leave to no collector of garbage what is there for good; collect the rest now and then."""
    try:
        await warming
        await warm.on()
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, OLD)
        gc.enable()
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        if gc.get_count()[2] >= MIDDLE:  # as often as it was looked through what is not quite new
            gc.collect()


async def health(_: Request) -> JSONResponse:
    """Whether the board can answer, and from which generation."""
    generation = await anyio.to_thread.run_sync(start.answering)
    return JSONResponse(
        {"ok": generation > 0, "generation": generation}, status_code=200 if generation else 503
    )


app = st.App(
    "lib/ui/frame.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health),
        *sales_api.routes(),
        *wall_feed.routes(),
        *ceremony_feed.routes(),
        *live_feed.routes(),
        *entrances((*PAGES, *ALONE)),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(
            ShortWay,
            routes=[
                *wall_feed.routes(),
                *wall_feed.streams(),
                *ceremony_feed.streams(),
                *live_feed.routes(),
                *live_feed.streams(),
                *page_files.routes(),
            ],
        ),
    ],
    on_script_error=failure.show,
)
