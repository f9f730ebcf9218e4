"""What the viewer asks for: campaign, unit, cut-off. The frame asks once, pages read it."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.theme import Palette, palette
from lib.queries.frames import row


@dataclass(frozen=True)
class Question:
    """The filters of this run."""

    campaign: Mapping[str, Any]
    """The row of queries.campaigns.campaigns."""
    unit_id: str | None
    """None: all the units that compete."""
    units: pd.DataFrame
    """The rows of queries.campaigns.units."""
    as_of: datetime
    is_replay: bool
    """Whether the viewer chose a past cut-off."""

    @property
    def campaign_code(self) -> str:
        """The campaign's code."""
        return str(self.campaign["campaign_code"])

    @property
    def shared(self) -> dict[str, Any]:
        """What every query of a campaign takes."""
        return {"campaign_code": self.campaign_code, "as_of": self.as_of}

    def unit(self, unit_id: str) -> pd.Series:
        """The row of one unit in scope."""
        found: dict[str, pd.Series] = self.__dict__.setdefault("_found", {})
        if unit_id not in found:
            found[unit_id] = row(self.units, "unit_id", unit_id)
        return found[unit_id]


_asked: ContextVar[Question] = ContextVar("question")


def asking(question: Question) -> None:
    """Keep what is asked for the page about to run."""
    _asked.set(question)


def asked() -> Question:
    """What this run asks for."""
    return _asked.get()


def colors() -> Palette:
    """The palette of the viewer's theme."""
    return palette(st.context.theme.type or "light")
