"""The simulated campaign, drawn so that it reconciles with the published article."""

from lib.demo.campaign import Summary, build

__all__ = ["Summary", "build"]
