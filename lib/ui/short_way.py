"""Endless streams on the short way to those who listen."""

from collections.abc import Iterable

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class ShortWay:
    """Pure ASGI middleware: answers the streams itself, before Streamlit's own layers.

    Each piece would pass five of them for each listener (sessions, packing, paths, routes, errors),
    and a publish is a thousand pieces at once; none of them has anything to add to a stream.
    """

    def __init__(self, app: ASGIApp, streams: Iterable[Route]) -> None:
        self.app = app
        self._streams = {one.path: one.app for one in streams}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a stream; pass on everything else, other methods of its address too."""
        stream = None
        if scope["type"] == "http" and scope["method"] == "GET":
            stream = self._streams.get(scope["path"])
        await (stream or self.app)(scope, receive, send)
