"""A page that ends before its last line: the frame around it is still drawn.

After Streamlit's own stop nothing may be drawn any more.
"""

from typing import NoReturn


class PageEnd(Exception):
    """Raised by `end`, caught by the frame."""


def end() -> NoReturn:
    """Show no more of this page."""
    raise PageEnd
