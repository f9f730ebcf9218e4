-- Sales by day, unit, service and role of a campaign: the curve of a selection.
-- grain: one row per campaign, moment of learning, place of a unit, day, service and role
select
    campaign_services.campaign_code,
    sales.known_at,
    unit_places.placed_on,
    sales.unit_id,
    sales.sold_on,
    sales.role_code,
    sales.service_code,
    sum(sales.sale_count) as sale_count,
    sum(sales.revenue_vnd) as revenue_vnd,
    sum(case when sales.quarter_at is null then sales.revenue_vnd else 0 end) as untimed_vnd
from sales_rollup as sales
inner join campaign_services
    on sales.service_code = campaign_services.service_code
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and sales.unit_id = unit_places.unit_id
    and unit_places.placed_on <= sales.sold_on
    and sales.sold_on < unit_places.placed_until
group by
    campaign_services.campaign_code,
    sales.known_at,
    unit_places.placed_on,
    sales.unit_id,
    sales.sold_on,
    sales.role_code,
    sales.service_code
