"""Set-up: whether an organiser's tables hang together."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

BROKEN_REFERENCES = ("source", "code", "meaning")


def broken_references(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """What leads nowhere or does not add up; one row per finding, none when all is well."""
    return frame(reader, "setup/broken_references", as_of=as_of)
