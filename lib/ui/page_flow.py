"""How a page goes on and how it ends before its last line, with the frame around it still drawn."""

import time
from typing import NoReturn

from lib.ui import news_first

BREATH_SECONDS = 0.1
"""Charts are painted meanwhile: 100 ms sooner than among the work for what stands below them."""


class PageEnd(Exception):
    """Raised by `end`, caught by the frame: after Streamlit's own stop nothing may be drawn."""


def end() -> NoReturn:
    """Show no more of this page."""
    raise PageEnd


def breathe() -> None:
    """Let what was drawn so far be sent and painted before the rest of the page takes its turn."""
    time.sleep(BREATH_SECONDS)
    news_first.wait()
