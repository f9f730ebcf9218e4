"""The shape of the simulated day: who sells what, where and when.

The figures are those of the domain reference §5.3-5.5; what it leaves open (which job sells
which service at which hour) is a plain guess, fitted so that every published sum holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import numpy as np

from lib.demo.amounts import Floats, fitted

DAY = date(2024, 9, 21)
OPENS = datetime(2024, 9, 21, 7, 30)
SNAPSHOT = datetime(2024, 9, 21, 10, 30)
CLOSES = datetime(2024, 9, 21, 17, 30)
DAY_VND = 1_187_350_000

ROLES = ("buu_ta", "giao_dich_vien", "ban_hang", "nghiep_vu", "khoi_van_phong", "bd_vhx")
ROLE_SHARE = np.array([31, 27, 24, 7, 6, 5], dtype=np.float64)


@dataclass(frozen=True)
class UnitShape:
    """One competing unit: people by role, % of the day's revenue, revenue over plan."""

    roster: tuple[int, int, int, int, int, int]
    share: float
    attainment: float


UNITS: dict[str, UnitShape] = {
    "ha_long": UnitShape((62, 44, 21, 15, 0, 6), 26.0, 0.935),
    "mong_cai": UnitShape((19, 13, 6, 5, 0, 3), 9.0, 1.062),
    "cam_pha": UnitShape((31, 21, 10, 7, 0, 3), 12.5, 0.957),
    "uong_bi": UnitShape((23, 16, 7, 6, 0, 2), 9.5, 0.925),
    "binh_lieu": UnitShape((6, 2, 1, 1, 0, 3), 1.6, 1.118),
    "tien_yen": UnitShape((10, 5, 3, 2, 0, 4), 3.2, 1.045),
    "dam_ha": UnitShape((7, 4, 2, 2, 0, 2), 2.2, 0.874),
    "hai_ha": UnitShape((11, 5, 3, 2, 0, 3), 3.6, 1.083),
    "ba_che": UnitShape((5, 2, 1, 1, 0, 2), 1.2, 0.738),
    "van_don": UnitShape((11, 5, 2, 3, 0, 3), 4.0, 0.772),
    "dong_trieu": UnitShape((27, 17, 8, 6, 0, 4), 10.5, 0.944),
    "quang_yen": UnitShape((22, 13, 6, 5, 0, 4), 8.0, 1.024),
    "co_to": UnitShape((2, 1, 0, 1, 0, 1), 0.7, 0.868),
    "khoi_vp": UnitShape((0, 0, 4, 6, 52, 0), 8.0, 0.914),
}
"""Head office last. Five units pass their plan, two stay under 80 %."""


@dataclass(frozen=True)
class ServiceShape:
    """One service on the day.

    revenue_vnd and sales are the day's; item_vnd is what one item earns (0 = one item a sale);
    spread is the log-normal sigma of a sale; affinity weighs the ROLES; collected is revenue as
    thousandths of the money taken on behalf of others (0 = none is); attainment is against plan.
    """

    revenue_vnd: int
    sales: int
    item_vnd: int
    spread: float
    affinity: tuple[float, float, float, float, float, float]
    attainment: float
    collected: int = 0
    has_customer: bool = True


SERVICES: dict[str, ServiceShape] = {
    "HTD": ServiceShape(
        402_600_000, 1_500, 0, 0.6, (1.1, 0.7, 1.5, 0.8, 1.2, 1.2), 1.01, has_customer=False
    ),
    "BCCP": ServiceShape(139_800_000, 800, 32_000, 0.7, (1.6, 0.9, 0.8, 0.6, 0.4, 0.8), 0.97),
    "TCBC": ServiceShape(118_300_000, 340, 0, 0.6, (0.3, 2.0, 0.7, 1.0, 0.8, 0.5), 0.93),
    "BH_PTI": ServiceShape(108_900_000, 330, 165_000, 0.5, (0.9, 0.9, 1.3, 1.2, 1.2, 0.8), 0.96),
    "VT": ServiceShape(86_400_000, 420, 50_000, 0.5, (0.8, 1.0, 1.4, 0.8, 0.8, 1.4), 0.88),
    "BHYT_BT": ServiceShape(84_700_000, 242, 350_000, 0.0, (1.0, 1.0, 1.1, 1.0, 1.2, 0.8), 1.06),
    "EMS": ServiceShape(71_450_000, 430, 55_000, 0.7, (1.5, 1.0, 0.8, 0.6, 0.3, 0.4), 0.94),
    "BHXH_TN": ServiceShape(
        52_600_000, 130, 0, 0.4, (1.2, 0.7, 1.2, 1.0, 0.7, 1.6), 0.82, collected=100
    ),
    "BHYT_HGD": ServiceShape(
        47_500_000, 190, 75_000, 0.4, (1.2, 0.7, 1.1, 1.0, 0.7, 1.8), 0.91, collected=60
    ),
    "PHBC": ServiceShape(22_600_000, 110, 60_000, 0.5, (1.9, 0.6, 0.5, 0.6, 0.5, 1.0), 0.86),
    "DL": ServiceShape(21_000_000, 25, 420_000, 0.5, (0.2, 0.6, 1.8, 1.0, 2.2, 0.1), 0.70),
    "THCH": ServiceShape(
        14_200_000, 230, 9_000, 0.5, (0.6, 1.8, 0.5, 0.7, 0.1, 1.6), 0.95, collected=15,
        has_customer=False,
    ),
    "HCC": ServiceShape(12_300_000, 170, 40_000, 0.5, (0.9, 1.8, 0.3, 0.9, 0.1, 0.9), 0.98),
    "KHAC": ServiceShape(
        5_000_000, 40, 0, 0.5, (0.8, 1.0, 1.0, 1.0, 1.0, 1.0), 1.0, has_customer=False
    ),
}  # fmt: skip
"""In list order. Goods and supplementary health cover are sold at list price."""

GOODS, HEALTH_COVER, DELIVERY = "HTD", "BHYT_BT", ("BCCP", "EMS")
LISTED = (GOODS, HEALTH_COVER)

GOODS_SNAPSHOT = (3_427, 169_460_000)
GOODS_REST = (4_713, 233_140_000)
"""Items and đồng of goods before and after SNAPSHOT."""
HEALTH_COVER_SNAPSHOT = 116
HEALTH_COVER_VND = 350_000

GOODS_WEIGHTS: dict[str, int] = {
    "NUOC24": 14, "MI30": 11, "GAO5": 6, "MUOI": 15, "NEN": 12, "DAUAN": 10,
    "NUOCMAM": 7, "XAPHONG": 8, "NUOCRUA": 4, "SUA": 6, "DENPIN": 3, "PIN": 4,
}  # fmt: skip
"""How often each product of the basket is bought: heavy on small things."""

EDGES = np.array([450, 480, 540, 600, 630, 660, 720, 780, 840, 900, 960, 1020, 1050])
"""Minutes of the day between which the hours run; ten o'clock is cut at the snapshot."""
HOUR_SHARE = np.array([4, 13, 16, 7, 7, 7, 3, 7, 12, 12, 9, 3], dtype=np.float64)
SNAPSHOT_HOURS = 4
"""How many of the hours lie before the snapshot."""

HOUR_HABITS = np.array(
    [
        [0.5, 0.7, 1.1, 1.3, 1.3, 1.1, 0.7, 0.9, 1.2, 1.3, 1.0, 0.8],
        [1.3, 1.4, 1.1, 0.9, 0.9, 0.8, 0.8, 1.1, 0.9, 0.8, 0.9, 1.1],
        [0.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.2, 1.0, 1.0, 1.0, 1.0, 1.0],
        [1.1, 1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.1, 1.6, 1.1, 1.0, 0.9, 1.0, 1.0],
        [1.1, 1.2, 1.1, 1.0, 1.0, 0.9, 0.7, 0.9, 1.0, 1.0, 0.9, 0.8],
    ]
)
"""Role by hour: counters peak early, postmen from nine to eleven and from two to four."""


@cache
def units_by_role() -> Floats:
    """Share of the day's revenue by unit and role, % (shape: UNITS x ROLES)."""
    roster = np.array([unit.roster for unit in UNITS.values()], dtype=np.float64)
    shares = np.array([unit.share for unit in UNITS.values()])
    return fitted(roster, [(1, ROLE_SHARE), (0, shares)])


@cache
def roles_by_service_and_hour() -> Floats:
    """Revenue by role, service and hour in million đồng (shape: ROLES x SERVICES x hours).

    Goods and health cover sell before the snapshot what the article says.
    """
    affinity = np.array([service.affinity for service in SERVICES.values()]).T
    table = affinity[:, :, None] * HOUR_HABITS[:, None, :] * np.ones((1, len(SERVICES), 1))
    total = DAY_VND / 1e6
    services = np.array([service.revenue_vnd for service in SERVICES.values()]) / 1e6
    early = {
        list(SERVICES).index(GOODS): GOODS_SNAPSHOT[1] / 1e6,
        list(SERVICES).index(HEALTH_COVER): HEALTH_COVER_SNAPSHOT * HEALTH_COVER_VND / 1e6,
    }
    margins = [(0, ROLE_SHARE * total / 100), (2, HOUR_SHARE * total / 100), (1, services)]
    for _ in range(60):
        table = fitted(table, margins, rounds=2)
        for service, wanted in early.items():
            before = table[:, service, :SNAPSHOT_HOURS]
            after = table[:, service, SNAPSHOT_HOURS:]
            before *= wanted / before.sum()
            after *= (services[service] - wanted) / after.sum()
    result: Floats = np.round(table, 9)
    return result
