"""What walls and phones ask for, on the short way to those who listen."""

from collections.abc import Iterable

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class ShortWay:
    """Pure ASGI middleware: answers some addresses itself, before Streamlit's own layers.

    Each piece of a stream, and each scene that walls fetch when they are told of a publish, would
    pass five of them (sessions, packing, paths, routes, errors), and a publish is a thousand pieces
    and a hundred scenes at once; none of them has anything to add to these.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        self.app = app
        self._routes = {one.path: one.app for one in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is got of an address; pass on all else, other methods of it too."""
        answer = None
        if scope["type"] == "http" and scope["method"] == "GET":
            answer = self._routes.get(scope["path"])
        await (answer or self.app)(scope, receive, send)
