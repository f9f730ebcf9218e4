"""The simulated people: who works where, in which team, and who was there at the launch.

Names are plainly made up: a northern surname, the middle name Mẫu, a given name.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from lib.demo.amounts import STEPS, Bools, Floats, Ints, picked, skewed, split
from lib.demo.reference import Reference
from lib.demo.shape import DAY, ROLES, UNITS
from lib.i18n.folding import fold

ABSENT, WITHOUT_SALE, LATE_SELLERS = 18, 24, 49
"""Absent at the launch (they sell nothing), without a sale all day, first sale after 10:30."""

TEAM_SIZE = 20
"""Most people in a team; a unit has as many teams as that takes."""

UNEVENNESS = 0.8
"""Sigma of what a person sells: half of it in how often, half in how much at a time."""

LEADERS_FIRST = ("nghiep_vu", "ban_hang", "khoi_van_phong", "giao_dich_vien", "buu_ta", "bd_vhx")

SURNAMES = {
    "Nguyễn": 30, "Trần": 11, "Lê": 9, "Phạm": 8, "Vũ": 6, "Hoàng": 6, "Đặng": 3, "Bùi": 3,
    "Đỗ": 3, "Ngô": 2, "Dương": 2, "Lý": 2, "Hồ": 1, "Đinh": 2, "Tằng": 1, "Chìu": 1, "Lỷ": 1,
    "Phùn": 1, "Phoóng": 1, "Nông": 1, "Bế": 1, "Mạc": 1, "Lương": 2, "Đào": 1, "Trịnh": 1,
}  # fmt: skip
"""Surnames and roughly how many in a hundred bear them."""

GIVEN = (
    "An Anh Bích Bình Chi Cường Diệp Dung Dũng Duy Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hồng "
    "Huệ Hùng Hương Khánh Kiên Lan Liên Linh Loan Long Mai Minh My Nam Nga Ngân Ngọc Nhung Oanh "
    "Phong Phúc Phương Quân Quang Quyên Sơn Tâm Thanh Thảo Thắng Thu Thủy Trang Trung Tú Tuấn Tùng "
    "Tuyết Vân Việt Vinh Xuân Yến"
)


@dataclass(frozen=True)
class People:
    """One entry per person, in the order of staff codes.

    unit and role are indexes into UNITS and ROLES, workplace and team into the lists of
    names; often and large are what makes one person sell more often, and more at a time.
    """

    codes: list[str]
    names: list[str]
    unit: Ints
    role: Ints
    workplace: list[str]
    team: list[str]
    is_leader: Bools
    often: Floats
    large: Floats
    idle: Ints
    late: Ints

    @property
    def strength(self) -> dict[str, float]:
        """How much each workplace could sell: heads and habits, half of each."""
        each = 0.5 + 0.5 * self.often * self.large
        sums: dict[str, float] = {}
        for place, one in zip(self.workplace, each, strict=True):
            sums[place] = sums.get(place, 0.0) + float(one)
        return sums

    @property
    def absent(self) -> Ints:
        """Who missed the launch: some of those without a sale."""
        return self.idle[:ABSENT]


def engaged(reference: Reference, random: np.random.Generator) -> People:
    """Draw the people of all units; the same seed gives the same people."""
    unit, role, workplace, team = [], [], [], []
    for number, (unit_id, shape) in enumerate(UNITS.items()):
        roles = np.repeat(np.arange(len(ROLES)), shape.roster)
        size = len(roles)
        teams = -(-size // TEAM_SIZE)
        places = reference.counters.get(unit_id, [unit_id])
        seats = split(size, [2.0] + [1.0] * (len(places) - 1))
        unit += [number] * size
        role += roles.tolist()
        # dealt like cards: every counter and every team mixes jobs
        workplace += [places[place] for place in _dealt(seats)]
        team += [f"{unit_id}-{turn % teams + 1:02d}" for turn in range(size)]
    count = len(unit)
    family, given_names = list(SURNAMES), GIVEN.split()
    surnames = picked(np.array(list(SURNAMES.values()), dtype=np.float64), random.random(count))
    given = random.integers(len(given_names), size=count)
    step = random.integers(STEPS, size=count)
    leaders = _leaders(team, role)
    idle, late = _quiet(np.array(unit), np.array(role), leaders, step, random)
    return People(
        codes=[f"MP{number:04d}" for number in range(1, count + 1)],
        names=[
            f"{family[one]} Mẫu {given_names[other]}"
            for one, other in zip(surnames, given, strict=True)
        ],
        unit=np.array(unit, dtype=np.int64),
        role=np.array(role, dtype=np.int64),
        workplace=workplace,
        team=team,
        is_leader=leaders,
        often=skewed(UNEVENNESS / 2)[step],
        large=skewed(UNEVENNESS / 2)[step],
        idle=idle,
        late=late,
    )


def staff(people: People) -> pa.Table:
    """The rows of table staff."""
    count = len(people.codes)
    return pa.table(
        {
            "staff_code": people.codes,
            "full_name": people.names,
            "name_folded": [fold(name) for name in people.names],
            "role_code": [ROLES[role] for role in people.role],
            "unit_id": people.workplace,
            "valid_from": pa.array([date(2024, 1, 1)] * count),
            "valid_to": pa.array([date(9999, 12, 31)] * count),
            "is_simulated": [True] * count,
        }
    )


def teams(people: People, reference: Reference, campaign_code: str) -> pa.Table:
    """The rows of table teams: one per team, in order of units."""
    leaders = {people.team[one]: one for one in np.flatnonzero(people.is_leader)}
    codes = sorted(leaders, key=lambda code: (people.unit[leaders[code]], code))
    units = [code.rpartition("-")[0] for code in codes]
    return pa.table(
        {
            "campaign_code": [campaign_code] * len(codes),
            "team_code": codes,
            "name": [
                f"Nhóm Mẫu {reference.short_names[unit]} {int(code.rpartition('-')[2])}"
                for unit, code in zip(units, codes, strict=True)
            ],
            "unit_id": units,
            "leader_code": [people.codes[leaders[code]] for code in codes],
        }
    )


def team_members(people: People, campaign_code: str) -> pa.Table:
    """The rows of table team_members."""
    return pa.table(
        {
            "campaign_code": [campaign_code] * len(people.codes),
            "staff_code": people.codes,
            "team_code": people.team,
        }
    )


def attendance(people: People, campaign_code: str, random: np.random.Generator) -> pa.Table:
    """The rows of table attendance: head office in person, the units online, 07:00-07:30."""
    here = np.setdiff1d(np.arange(len(people.codes)), people.absent)
    opens = datetime(DAY.year, DAY.month, DAY.day, 7, 0)
    seconds = random.integers(1800, size=len(here))
    head_office = list(UNITS).index("khoi_vp")
    return pa.table(
        {
            "campaign_code": [campaign_code] * len(here),
            "staff_code": [people.codes[one] for one in here],
            "attended_at": pa.array(
                [opens + timedelta(seconds=int(second)) for second in seconds], pa.timestamp("us")
            ),
            "attendance_mode": [
                "in_person" if people.unit[one] == head_office else "online" for one in here
            ],
        }
    )


def _dealt(seats: Ints) -> list[int]:
    """The place of each person when places with seats left are filled in turn."""
    turns = np.concatenate([np.arange(count) for count in seats])
    places = np.repeat(np.arange(len(seats)), seats)
    return [int(place) for place in places[np.lexsort((places, turns))]]


def _leaders(team: list[str], role: list[int]) -> Bools:
    """The first of each team by LEADERS_FIRST."""
    order = sorted(range(len(team)), key=lambda one: LEADERS_FIRST.index(ROLES[role[one]]))
    chosen: dict[str, int] = {}
    for one in order:
        chosen.setdefault(team[one], one)
    leads = np.zeros(len(team), dtype=np.bool_)
    leads[list(chosen.values())] = True
    return leads


def _quiet(
    unit: Ints,
    role: Ints,
    leaders: Bools,
    step: Ints,
    random: np.random.Generator,
) -> tuple[Ints, Ints]:
    """Who sells nothing, and who only after the snapshot: weak sellers with colleagues."""
    cell = unit * len(ROLES) + role
    colleagues = np.bincount(cell)[cell]
    able = np.flatnonzero((colleagues > 4) & ~leaders & (step < STEPS * 0.7))
    chosen = random.permutation(able)[: WITHOUT_SALE + LATE_SELLERS]
    return chosen[:WITHOUT_SALE], chosen[WITHOUT_SALE:]
