"""What one would write first: every sale in a pandas frame, merged once, filtered at each page.

As benchmarks/naive_explore.py: names are categories, the district's sales are filtered once a
page, and each question is a sum, a groupby or a merge on them. The small tables are frames too.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.contestants.ours import InProcess
from benchmarks.contestants.questions import Answer, Page
from lib.queries.people import MOST_LISTED
from lib.store import Store

SALES = """
select
    sales.unit_id, levels.competing_unit_id as district, sales.staff_code, sales.service_code,
    services.counter_code, sales.quantity, sales.revenue_vnd, sales.sold_at, sales.recorded_at,
    sales.is_simulated, coalesce(voids.voided_at, timestamp '2200-01-01 00:00:00') as counts_until,
    case
        when sales.is_new_customer
            then coalesce(sales.customer_code, concat('sale ', cast(sales.sale_id as varchar)))
    end as new_customer
from sales
inner join services using (service_code)
inner join unit_levels as levels
    on levels.campaign_code = $campaign_code and levels.unit_id = sales.unit_id and levels.level = 0
left join voids using (sale_id)
"""
CATEGORIES = ["unit_id", "district", "staff_code", "service_code", "counter_code", "new_customer"]
SMALL = {
    "campaign": "select * from campaigns where campaign_code = $campaign_code",
    "slots": "select * from campaign_slots where campaign_code = $campaign_code order by starts_at",
    "places": """
        select distinct levels.unit_id, levels.competing_unit_id as district,
            units.sort_order, names.short_name, names.short_name_en, names.name, names.name_en,
            (
                select count(*) from org_hierarchy as below
                where below.tree = 'post' and below.parent_id = levels.unit_id
            ) as child_count
        from unit_levels as levels
        inner join org_units as units using (unit_id)
        inner join org_unit_names as names using (unit_id)
        where levels.campaign_code = $campaign_code
    """,
    "targets": "select * from targets where campaign_code = $campaign_code",
    "staff": "select * from staff where $campaign_code is not null",
    "roles": "select * from roles where $campaign_code is not null",
    "services": """
        select services.*, groups.name as group_name, groups.name_en as group_name_en,
            groups.sort_order as group_order
        from campaign_services
        inner join services using (service_code)
        inner join service_groups as groups using (group_code)
        where campaign_services.campaign_code = $campaign_code
    """,
    "waiting": """
        select quarantine.revenue_vnd, quarantine.recorded_at
        from quarantine inner join batches using (batch_id)
        where batches.campaign_code = $campaign_code
    """,
}


class Naive(InProcess):
    """The frame and the page that is made of it."""

    name = "pandas in memory"

    def __init__(self, store: Store, page: Page) -> None:
        self._page = page
        self.held: dict[str, pd.DataFrame] = {}
        with contextlib.closing(store._cursor()) as cursor:
            for name, text in {"sales": SALES, **SMALL}.items():
                asked = {"campaign_code": page.campaign}
                self.held[name] = cursor.execute(text, asked).df()
        self.held["sales"] = self.held["sales"].astype(dict.fromkeys(CATEGORIES, "category"))
        places = self.held["places"].set_index("unit_id")["district"]
        for name in ("targets", "staff"):
            self.held[name]["district"] = self.held[name]["unit_id"].map(places)

    def page(self) -> Mapping[str, Answer]:
        """Filter once, then the six."""
        sales, at, district = self.held["sales"], self._page.as_of, self._page.district
        of_district = sales[sales["district"] == district]
        found = of_district[(of_district["recorded_at"] <= at) & (of_district["counts_until"] > at)]
        targets = self.held["targets"]
        targets = targets[targets["district"] == district]
        staff = self.held["staff"]
        roster = staff[staff["district"] == district]
        return {
            "overview": self._overview(found, targets, roster),
            "curve": self._curve(found, int(targets["target_vnd"].sum())),
            "revenue_by_hour": _by_hour(found),
            "revenue_by_service": self._by_service(found, targets),
            "units_by_attainment": self._units(of_district, found, targets, roster),
            "sellers": self._sellers(found, roster),
        }

    def _overview(
        self, found: pd.DataFrame, targets: pd.DataFrame, roster: pd.DataFrame
    ) -> pd.DataFrame:
        at = self._page.as_of
        campaign = self.held["campaign"].iloc[0]
        first = found[
            (found["sold_at"] >= campaign["launched_at"])
            & (found["sold_at"] < campaign["snapshot_at"])
        ]
        goods, cover = found["counter_code"] == "goods", found["counter_code"] == "health_cover"
        first_goods = first[first["counter_code"] == "goods"]
        revenue, plan = found["revenue_vnd"].sum(), targets["target_vnd"].sum()
        slots, waiting = self.held["slots"], self.held["waiting"]
        waiting = waiting[waiting["recorded_at"] <= at]
        whole = slots["ends_at"] - slots["starts_at"]
        share = (((at - slots["starts_at"]) / whole).clip(0, 1) * slots["plan_share"]).sum()
        row: dict[str, Any] = {
            "revenue_vnd": revenue,
            "plan_vnd": plan,
            "attainment": revenue / plan,
            "expected_share": share,
            "expected_vnd": int(np.floor(plan * share + 0.5)),
            "sale_count": len(found),
            "goods_quantity": found.loc[goods, "quantity"].sum(),
            "new_customer_count": found["new_customer"].nunique(),
            "health_cover_quantity": found.loc[cover, "quantity"].sum(),
            "active_staff_count": found["staff_code"].nunique(),
            "staff_count": len(roster),
            "reporting_unit_count": found["district"].nunique(),
            "unit_count": 1,
            "untimed_revenue_vnd": found.loc[found["sold_at"].isna(), "revenue_vnd"].sum(),
            "snapshot_revenue_vnd": first["revenue_vnd"].sum(),
            "snapshot_goods_quantity": first_goods["quantity"].sum(),
            "snapshot_goods_revenue_vnd": first_goods["revenue_vnd"].sum(),
            "snapshot_new_customer_count": first.loc[
                first["counter_code"] == "delivery", "new_customer"
            ].nunique(),
            "snapshot_health_cover_quantity": first.loc[
                first["counter_code"] == "health_cover", "quantity"
            ].sum(),
            "waiting_count": len(waiting),
            "waiting_vnd": waiting["revenue_vnd"].sum(),
            "last_recorded_at": found["recorded_at"].max(),
            "is_simulated": bool(found["is_simulated"].any()),
        }
        return pd.DataFrame([row])

    def _curve(self, found: pd.DataFrame, plan_vnd: int) -> pd.DataFrame:
        slots = self.held["slots"]
        timed = found[found["sold_at"].notna()]
        number = np.searchsorted(slots["takes_from"], timed["sold_at"], side="right") - 1
        sold = timed["revenue_vnd"].groupby(number).sum().reindex(range(len(slots)), fill_value=0)
        begun = slots["starts_at"] < self._page.as_of
        planned = plan_vnd * slots["plan_share"].cumsum()
        return pd.DataFrame(
            {
                "starts_at": slots["starts_at"],
                "ends_at": slots["ends_at"],
                "revenue_vnd": sold.where(begun),
                "cumulative_vnd": sold.cumsum().where(begun),
                "plan_cumulative_vnd": np.floor(planned + 0.5),
            }
        )

    def _by_service(self, found: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
        sold = found.groupby("service_code", observed=True).agg(
            revenue_vnd=("revenue_vnd", "sum"),
            quantity=("quantity", "sum"),
            sale_count=("revenue_vnd", "size"),
        )
        given = targets.groupby("service_code")["target_vnd"].sum()
        measures = ["revenue_vnd", "quantity", "sale_count"]
        each = self.held["services"].rename(
            columns={"name": "service_name", "name_en": "service_name_en"}
        )
        each = each.merge(sold, how="left", on="service_code").merge(
            given, how="left", on="service_code"
        )
        each[measures] = each[measures].fillna(0)
        of_group = ["group_code", "group_name", "group_name_en", "group_order"]
        groups = each.groupby(of_group, as_index=False)[[*measures, "target_vnd"]].sum(min_count=1)
        whole = each["revenue_vnd"].sum()
        both = pd.concat([each, groups])
        both["attainment"] = both["revenue_vnd"] / both["target_vnd"]
        both["revenue_share"] = both["revenue_vnd"] / whole
        return both.sort_values(
            ["revenue_vnd", "group_order", "group_code", "sort_order", "service_code"],
            ascending=[False, True, True, True, True],
            na_position="first",
        )

    def _units(
        self,
        of_district: pd.DataFrame,
        found: pd.DataFrame,
        targets: pd.DataFrame,
        roster: pd.DataFrame,
    ) -> pd.DataFrame:
        campaign = self.held["campaign"].iloc[0]
        earlier_at = min(self._page.as_of, campaign["closes_at"]) - pd.Timedelta(hours=1)
        earlier = of_district[
            (of_district["recorded_at"] <= earlier_at) & (of_district["counts_until"] > earlier_at)
        ]
        places = self.held["places"]
        places = places[places["district"] == self._page.district].set_index("unit_id")
        sold = found.groupby("unit_id", observed=True).agg(
            revenue_vnd=("revenue_vnd", "sum"),
            sale_count=("revenue_vnd", "size"),
            new_customer_count=("new_customer", "nunique"),
            active_staff_count=("staff_code", "nunique"),
            last_recorded_at=("recorded_at", "max"),
        )
        both = places.join(sold)
        both["earlier_vnd"] = earlier.groupby("unit_id", observed=True)["revenue_vnd"].sum()
        both["target_vnd"] = targets.groupby("unit_id")["target_vnd"].sum()
        heads = roster.groupby("unit_id").size().reindex(both.index, fill_value=0)
        both["staff_count"] = heads
        both["has_figures"] = both["sale_count"].notna()
        both["attainment"] = both["revenue_vnd"] / both["target_vnd"]
        both["revenue_per_head_vnd"] = both["revenue_vnd"] / heads.where(heads > 0)
        both["place"] = both["attainment"].rank(ascending=False, method="min")
        before = both["earlier_vnd"] / both["target_vnd"]
        both["previous_place"] = before.rank(ascending=False, method="min")
        both = both.reset_index().sort_values(
            ["attainment", "has_figures", "revenue_per_head_vnd", "sort_order", "unit_id"],
            ascending=[False, False, False, True, True],
        )
        counts = ["revenue_vnd", "sale_count", "new_customer_count", "active_staff_count"]
        both[counts] = both[counts].fillna(0)
        both["competing_unit_id"] = both["district"]
        is_its_own = (
            (both["child_count"] == 0) | both["target_vnd"].notna() | (both["staff_count"] > 0)
        )
        return both[both["has_figures"] | is_its_own]

    def _sellers(self, found: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
        sold = found.groupby("staff_code", observed=True, dropna=False).agg(
            revenue_vnd=("revenue_vnd", "sum"),
            sale_count=("revenue_vnd", "size"),
            new_customer_count=("new_customer", "nunique"),
        )
        sold = sold.reset_index().astype({"staff_code": object})
        members = roster[["staff_code"]].assign(is_member=True)
        both = sold.merge(members, how="outer", on="staff_code")
        both["is_member"] = both["is_member"].notna()
        both = both.merge(self.held["staff"], how="left", on="staff_code")
        roles = self.held["roles"].rename(columns={"name": "role_name", "name_en": "role_name_en"})
        both = both.merge(roles, how="left", on="role_code")
        named = both["staff_code"].notna()
        both["place"] = both["revenue_vnd"].where(named).rank(ascending=False, method="min")
        counts = ["sale_count", "new_customer_count"]
        both[counts] = both[counts].fillna(0)
        both["people_count"] = named.astype(int)
        listed = both[named].sort_values(["revenue_vnd", "staff_code"], ascending=[False, True])
        others = listed.iloc[MOST_LISTED:]
        sums = others[["people_count", "revenue_vnd", *counts]].sum().to_frame().T
        rest = sums.assign(is_member=False) if len(others) else sums.iloc[:0]
        return pd.concat([listed.iloc[:MOST_LISTED], rest, both[~named]])


def _by_hour(found: pd.DataFrame) -> pd.DataFrame:
    sold = found.groupby(found["sold_at"].dt.hour, dropna=False)["revenue_vnd"].sum()
    answer = sold.rename_axis("hour").reset_index()
    answer["plan_vnd"] = None
    answer["is_complete"] = True
    return answer
