-- How the scopes of a question stood at a moment, and how they had sold by an earlier one.
-- of_level null: the one unit, or all that compete (of_unit null); else the units that a level shows, below of_parent
-- when it is given.
-- grain: one row per scope in which the ledger had learned of a sale
create or replace macro main.scope_standings(
    of_campaign, of_level, of_parent, of_unit, at_moment, at_earlier
) as table
select
    figures.scope_id,
    cast(sum(sale_count) as bigint) as sale_count,
    cast(sum(revenue_vnd) as bigint) as revenue_vnd,
    cast(sum(goods_quantity) as bigint) as goods_quantity,
    cast(sum(health_cover_quantity) as bigint) as health_cover_quantity,
    cast(sum(untimed_vnd) as bigint) as untimed_vnd,
    cast(sum(snapshot_vnd) as bigint) as snapshot_vnd,
    cast(sum(snapshot_goods_quantity) as bigint) as snapshot_goods_quantity,
    cast(sum(snapshot_goods_vnd) as bigint) as snapshot_goods_vnd,
    cast(sum(snapshot_health_cover_quantity) as bigint) as snapshot_health_cover_quantity,
    cast(sum(simulated_count) as bigint) as simulated_count,
    cast(sum(reporting_unit_count) as bigint) as reporting_unit_count,
    cast(sum(active_staff_count) as bigint) as active_staff_count,
    cast(sum(customer_count) as bigint) as customer_count,
    cast(sum(snapshot_customer_count) as bigint) as snapshot_customer_count,
    max(last_recorded_at) as last_recorded_at,
    cast(sum(case when known_at <= at_earlier then sale_count else 0 end) as bigint) as earlier_sale_count,
    cast(sum(case when known_at <= at_earlier then revenue_vnd else 0 end) as bigint) as earlier_revenue_vnd
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
