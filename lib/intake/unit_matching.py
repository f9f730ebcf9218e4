"""A unit's name as people write it to the one unit it can mean on a day, or to a reason.

Never by likeness: districts of other provinces differ by a letter or two, so a near name
is only offered as a suggestion. Rules: domain reference §4.6.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from lib.i18n.folding import clean, fold

PREFIXES = tuple(
    tuple(words.split())
    for words in (
        "buu dien",
        "thanh pho",
        "thi xa",
        "t p",
        "t x",
        "huyen",
        "bdtp",
        "bdtx",
        "bdh",
        "bd",
        "tp",
        "tx",
        "h",
    )
)
RANKS = {
    "thanh pho": "TP",
    "tp": "TP",
    "t p": "TP",
    "bdtp": "TP",
    "thi xa": "TX",
    "tx": "TX",
    "t x": "TX",
    "bdtx": "TX",
    "huyen": "H",
    "h": "H",
    "bdh": "H",
}
COMMUNES = (("phuong",), ("thi", "tran"), ("xa",))
"""Words that make a name mean a smaller place than the town of the same name."""
SUB_UNIT = re.compile(r"(?:buu cuc|bc|bd ?vhx|bdvh|diem|ki ?ot|quay|to|nhom|doi)\b")
"""How a place below a unit is called."""
LOSSY = re.compile(r"\w\?|\?\w|\ufffd")
"""What an ANSI save leaves of letters it does not know."""
PARENT = re.compile(
    r"(?P<detail>[^()]+?)\s*(?:\((?P<bracketed>[^()]+)\)|(?:\s[-–—]|–|—)\s*(?P<dashed>[^()–—]+))"
)
LIKE_ENOUGH = 0.75


@dataclass(frozen=True)
class KnownUnit:
    """A unit as far as matching needs it; `competing_id` is None outside the campaign."""

    unit_id: str
    name: str
    valid_from: date
    valid_to: date
    competing_id: str | None
    is_above: bool


@dataclass(frozen=True)
class UnitFound:
    """The unit, and the sub-unit written before it; or a problem code and perhaps a hint."""

    unit_id: str | None = None
    detail: str = ""
    problem: str | None = None
    suggestion: str | None = None
    is_other_name: bool = False
    """The unit bears the written name at another time: "TP Đông Triều" before November 2024."""


class UnitBook:
    """All names of all units, ready to be looked up.

    `names` pairs a unit with each word it is known by at any time; `aliases` adds the days
    [from, to) in which an alias is understood, `titles` the days in which a name is official.
    """

    def __init__(
        self,
        units: Iterable[KnownUnit],
        names: Iterable[tuple[str, str]],
        aliases: Iterable[tuple[str, str, date, date]],
        titles: Iterable[tuple[str, str, date, date]] = (),
    ) -> None:
        self.units = {unit.unit_id: unit for unit in units}
        self._whole: dict[str, set[tuple[str, date, date]]] = defaultdict(set)
        self._bare: dict[str, set[tuple[str, date, date]]] = defaultdict(set)
        always = [(unit_id, name, date.min, date.max) for unit_id, name in names]
        timed = [(unit_id, alias, since, until) for unit_id, alias, since, until in aliases]
        for unit_id, name, since, until in (*always, *timed):
            key = fold(name)
            self._whole[key].add((unit_id, since, until))
            self._bare[" ".join(_stripped(key))].add((unit_id, since, until))
        self._ranks: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
        for unit_id, name, since, until in titles:
            self._ranks[unit_id].append((_rank(fold(name)), since, until))
        self._answers: dict[tuple[str, date], UnitFound] = {}

    def find(self, written: str, on: date) -> UnitFound:
        """Look up what was written, as understood on a day."""
        asked = (written, on)
        if asked not in self._answers:
            self._answers[asked] = self._find(written, on)
        return self._answers[asked]

    def _find(self, written: str, on: date) -> UnitFound:
        found = self._resolve(written, on)
        if found is not None:
            return found
        for detail, parent in _parts(written):
            above = self._resolve(parent, on)
            if above is None or above.unit_id is None:
                continue
            return self._beneath(detail, above, on)
        for parent, detail in _parts(written):
            # the other way round: "BĐ TP Hạ Long - Bưu cục Cọc 5"
            above = self._resolve(parent, on)
            if above is not None and above.unit_id is not None and SUB_UNIT.match(fold(detail)):
                return self._beneath(detail, above, on)
        if LOSSY.search(written):
            return UnitFound(problem="lossy_text")
        return UnitFound(problem="unknown_unit", suggestion=self._suggestion(written, on))

    def _resolve(self, written: str, on: date) -> UnitFound | None:
        """Look up one name; None when nothing bears it."""
        key = fold(written)
        words = _stripped(key)
        entries = self._whole.get(key) or self._bare.get(" ".join(words)) or set()
        valid = {
            unit_id
            for unit_id, since, until in entries
            if self._is_valid(unit_id, on) and since <= on < until
        }
        namesakes = self._namesakes(words, on) - valid
        if len(valid) > 1 or (namesakes and (valid or not entries)):
            return UnitFound(problem="ambiguous_unit")
        if not entries:
            return None
        if not valid:
            return UnitFound(problem="unit_not_valid_at_date")
        unit = self.units[valid.pop()]
        if unit.is_above:
            return UnitFound(problem="ambiguous_unit")
        return UnitFound(unit.unit_id, is_other_name=self._is_other(unit.unit_id, key, on))

    def _is_other(self, unit_id: str, key: str, on: date) -> bool:
        """Whether the rank that was written, town or city, is the unit's at another time only."""
        written = _rank(key)
        borne = [(since, until) for rank, since, until in self._ranks[unit_id] if rank == written]
        return bool(written and borne) and not any(since <= on < until for since, until in borne)

    def _namesakes(self, words: list[str], on: date) -> set[str]:
        """Larger units called like the commune that was written: "xã Hạ Long" and Hạ Long."""
        for prefix in COMMUNES:
            if tuple(words[: len(prefix)]) == prefix:
                entries = self._bare.get(" ".join(words[len(prefix) :]), set())
                return {unit_id for unit_id, _, _ in entries if self._is_valid(unit_id, on)}
        return set()

    def _beneath(self, detail: str, above: UnitFound, on: date) -> UnitFound:
        """Book to the parent, or to the sub-unit when it is known and belongs there."""
        parent_id = above.unit_id
        assert parent_id is not None
        found = self._resolve(detail, on)
        if found is None or found.unit_id is None or found.unit_id == parent_id:
            return replace(above, detail=clean(detail))
        if self.units[found.unit_id].competing_id != self.units[parent_id].competing_id:
            return UnitFound(problem="ambiguous_unit")
        return found

    def _suggestion(self, written: str, on: date) -> str | None:
        offered = {
            key: unit_id
            for key, entries in self._bare.items()
            for unit_id, _, _ in entries
            if self._is_valid(unit_id, on) and not self.units[unit_id].is_above
        }
        near = get_close_matches(" ".join(_stripped(fold(written))), offered, 1, LIKE_ENOUGH)
        return self.units[offered[near[0]]].name if near else None

    def _is_valid(self, unit_id: str, on: date) -> bool:
        unit = self.units[unit_id]
        return unit.valid_from <= on < unit.valid_to


def _rank(key: str) -> str:
    """Which rank of unit a folded name states: TP, TX, H, or none."""
    words = key.split()
    while words:
        prefix = next((one for one in PREFIXES if tuple(words[: len(one)]) == one), None)
        if prefix is None:
            return ""
        if " ".join(prefix) in RANKS:
            return RANKS[" ".join(prefix)]
        words = words[len(prefix) :]
    return ""


def _stripped(key: str) -> list[str]:
    """Take the words for post office, city, town and district off the front."""
    words = key.split()
    while True:
        prefix = next((one for one in PREFIXES if tuple(words[: len(one)]) == one), None)
        if prefix is None or len(prefix) == len(words):
            return words
        words = words[len(prefix) :]


def _parts(written: str) -> Iterator[tuple[str, str]]:
    """Split "sub-unit - parent" and "sub-unit (parent)"."""
    found = PARENT.fullmatch(clean(written))
    if found:
        yield found["detail"].strip(), (found["bracketed"] or found["dashed"]).strip()
