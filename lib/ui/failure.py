"""The one place that turns an exception into words on a page; never a traceback."""

import logging
import secrets

import streamlit as st

from lib.errors import RaQuanError
from lib.i18n.catalog import has_text, text

logger = logging.getLogger("raquan")


def message(error: Exception) -> str:
    """What happened, what is safe and what to do, in the language spoken.

    An error that nobody raised on purpose is logged under a short reference, which is
    what the person reads out on the phone.
    """
    if isinstance(error, RaQuanError) and has_text(f"error.{error.code}"):
        return text(f"error.{error.code}", **error.values)
    reference = secrets.token_hex(3).upper()
    logger.error("%s", reference, exc_info=error)
    return text("error.unexpected", reference=reference)


def show(error: Exception) -> bool:
    """Show an error on the page; True tells Streamlit that it has been shown."""
    if isinstance(error, RaQuanError):
        logger.warning("%s", error)
    tell(error)
    return True


def tell(error: Exception) -> None:
    """Say on the page what stands in the way, without a word to the log."""
    st.error(message(error), icon=":material/error:")
