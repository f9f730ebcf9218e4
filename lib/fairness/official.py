"""Which ranking a campaign has declared official, read from `data/rules/rankings.toml`.

declared = read_declared()      # RankingRuleError lists everything in the file that cannot be used
declared.of("ngay-thu-7")       # "attainment"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.errors import RankingRuleError
from lib.fairness.standings import RANKINGS
from lib.settings import PROJECT

SHIPPED = PROJECT / "data" / "rules" / "rankings.toml"


@dataclass(frozen=True)
class Declared:
    """The official ranking of each campaign, one of RANKINGS."""

    usual: str
    campaigns: Mapping[str, str]

    def of(self, campaign_code: str) -> str:
        """The official ranking of a campaign: its own, or the usual one."""
        return self.campaigns.get(campaign_code, self.usual)


def read_declared(path: Path = SHIPPED) -> Declared:
    """The declared rankings; a file with anything wrong in it is refused as a whole.

    RankingRuleError(path, problems) names all of it: `1 official: not one of revenue, …`.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RankingRuleError(path=path.name, problems=str(error)) from error
    problems = [f"{key}: unknown" for key in written if key not in ("usual", "campaign")]
    problems += _of_ranking("usual", written)
    entries = written.get("campaign", [])
    if not isinstance(entries, list):
        problems.append("campaign: not a list of [[campaign]]")
        entries = []
    campaigns: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        found = _problems(entry)
        if not found and entry["code"] in campaigns:
            found = ["code: is given twice"]
        problems += [f"{number} {one}" for one in found]
        if not found:
            campaigns[entry["code"]] = entry["official"]
    if problems:
        raise RankingRuleError(path=path.name, problems="; ".join(problems))
    return Declared(written["usual"], campaigns)


def _problems(entry: Any) -> list[str]:
    """What is wrong with one campaign: `key: reason`."""
    if not isinstance(entry, dict):
        return ["campaign: not a table"]
    found = [f"{key}: unknown" for key in entry if key not in ("code", "official")]
    if not isinstance(entry.get("code"), str) or not entry["code"].strip():
        found.append("code: missing")
    return found + _of_ranking("official", entry)


def _of_ranking(key: str, entry: Mapping[str, Any]) -> list[str]:
    return [] if entry.get(key) in RANKINGS else [f"{key}: not one of {', '.join(RANKINGS)}"]
