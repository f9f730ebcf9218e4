"""Processes whose board has a clock that runs faster than the one on the wall."""

import os
import time
from datetime import datetime
from pathlib import Path

from lib.settings import PROJECT


def run_at(pace: float, *, from_: datetime) -> None:
    """What this process starts from here on takes `from_` for now, and passes at this pace."""
    os.environ["BENCHMARK_CLOCK"] = f"{time.time()} {from_.isoformat()} {pace}"
    folders = (Path(__file__).parent / "fast_clock", PROJECT)
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, folders))
