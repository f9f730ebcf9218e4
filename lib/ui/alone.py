"""Which page without a frame this run is of, if it is of one."""

from urllib.parse import urlsplit

import streamlit as st

from lib.ui.addresses import ALONE, Address


def asked() -> Address | None:
    """The wall or the stage, which have no navigation and no filters; None for other pages."""
    path = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return next((one for one in ALONE if one.path == path), None)
