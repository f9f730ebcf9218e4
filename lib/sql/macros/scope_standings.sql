-- How the scopes of a question stood at a moment, and how they had sold by an earlier one.
-- of_level null: the one unit, or all that compete (of_unit null); else the units that a level shows, below of_parent
-- when it is given.
-- grain: one row per scope in which the ledger had learned of a sale
create or replace macro main.scope_standings(
    of_campaign, of_level, of_parent, of_unit, at_moment, at_earlier
) as table
select
    figures.scope_id,
    sum(sale_count) as sale_count,
    sum(revenue_vnd) as revenue_vnd,
    sum(goods_quantity) as goods_quantity,
    sum(health_cover_quantity) as health_cover_quantity,
    sum(untimed_vnd) as untimed_vnd,
    sum(snapshot_vnd) as snapshot_vnd,
    sum(snapshot_goods_quantity) as snapshot_goods_quantity,
    sum(snapshot_goods_vnd) as snapshot_goods_vnd,
    sum(snapshot_health_cover_quantity) as snapshot_health_cover_quantity,
    sum(simulated_count) as simulated_count,
    sum(reporting_unit_count) as reporting_unit_count,
    sum(active_staff_count) as active_staff_count,
    sum(customer_count) as customer_count,
    sum(snapshot_customer_count) as snapshot_customer_count,
    max(last_recorded_at) as last_recorded_at,
    sum(case when known_at <= at_earlier then sale_count else 0 end) as earlier_sale_count,
    sum(case when known_at <= at_earlier then revenue_vnd else 0 end) as earlier_revenue_vnd
from main.scope_figures as figures
inner join main.scopes as scopes
    on scopes.campaign_code = of_campaign
    and figures.scope_id = scopes.scope_id
    and scopes.level is not distinct from of_level
    and scopes.parent_id is not distinct from of_parent
    and (of_level is not null or scopes.shown_unit_id is not distinct from of_unit)
where
    figures.campaign_code = of_campaign
    and figures.known_at <= at_moment
group by figures.scope_id
