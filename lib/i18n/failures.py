"""What went wrong, as a sentence for people."""

from lib.errors import FileRefused, QueryError, RaQuanError
from lib.i18n.catalog import has_text, text


def sentence(error: RaQuanError) -> str:
    """The sentence of an error in the language spoken; the line for logs where there is none.

    A query's complaint is for those who wrote the query: it stays as it is.
    """
    if isinstance(error, FileRefused) and has_text(f"refusal.{error.reason}"):
        return text(f"refusal.{error.reason}", **error.values)
    if isinstance(error, QueryError):
        return str(error)
    key = f"error.{error.code}"
    return text(key, **error.values) if has_text(key) else str(error)
