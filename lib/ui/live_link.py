"""The way to the light board for those in the field: its address, and a code to scan."""

from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from lib.i18n.catalog import spoken, text
from lib.ui import data
from lib.ui.live_feed import PAGE
from lib.ui.question import Question

OWN = ("localhost", "127.0.0.1", "::1")
"""How a machine calls itself: no phone gets there by that."""
QUIET_ZONE = 4
WIDE = 240


def shown(question: Question) -> None:
    """The address by which this page was opened, as a link and as a QR code."""
    here = urlsplit(st.context.url or "")
    path = f"{PAGE}{_query(question)}"
    address = f"{here.scheme}://{here.netloc}{path}"
    st.markdown(text("live_link.words"))
    if here.hostname in OWN:
        st.info(text("live_link.local"), icon=":material/lan:")
    st.image(
        _drawn(address),
        caption=address,
        width=WIDE,
    )
    st.link_button(text("live_link.open"), path, icon=":material/open_in_new:")


def _query(question: Question) -> str:
    settings, code = data.settings(), str(question.shared["campaign_code"])
    asked = {} if code == settings.campaign else {"campaign": code}
    if spoken() != settings.language:
        asked["lang"] = spoken()
    return f"?{urlencode(asked)}" if asked else ""


def _drawn(address: str) -> str:
    """An SVG on white: a code on a dark ground is read by few phones."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(scale=8, border=QUIET_ZONE, light="white", omitsize=True)
    return drawn
