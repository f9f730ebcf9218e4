"""The front door: `streamlit run dashboard.py`, or `make run`.

Prepares the store before the first visitor, watches the inbox, answers programs and health
checks, sets the headers.
"""

import contextlib
import gc
import sys
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.ui import (
    ceremony_events,
    ceremony_feed,
    data,
    failure,
    inbox_watch,
    sales_api,
    start,
    wall_events,
    wall_feed,
    wall_snapshot,
)
from lib.ui.addresses import ALONE, PATHS
from lib.ui.entrance import entrances
from lib.ui.headers import SecurityHeaders

SWITCH_SECONDS = 0.001
"""How long a thread keeps Python's lock while another waits for it."""


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Prepare the store and pay for the heavy imports before anybody is waiting."""
    start.prepare()
    import pandas
    import plotly.graph_objects  # noqa: F401

    del pandas
    gc.collect()
    gc.freeze()
    # a page that computes must not hold back what is ready to be sent
    sys.setswitchinterval(SWITCH_SECONDS)
    ending = wall_events.ending_with_the_server(ceremony_events.hub.close)
    with inbox_watch.watching(), wall_snapshot.writing(), ending:
        yield


async def health(_: Request) -> JSONResponse:
    """Whether the board can answer, and from which generation."""
    generation = data.store().current()
    return JSONResponse({"ok": generation > 0, "generation": generation})


app = st.App(
    "lib/ui/frame.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health),
        *sales_api.routes(),
        *wall_feed.routes(),
        *ceremony_feed.routes(),
        *entrances((*PATHS, *(one.path for one in ALONE))),
    ],
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=failure.show,
)
