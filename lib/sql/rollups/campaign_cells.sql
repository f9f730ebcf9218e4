-- Sales by quarter of the day, unit, service and role of a campaign: what analysts cut by, whatever the day.
-- grain: one row per campaign, moment of learning, place of a unit, quarter of an hour of the day, service and role
select
    campaign_services.campaign_code,
    sales.known_at,
    unit_places.placed_on,
    sales.unit_id,
    cast(extract(hour from sales.quarter_at) * 60 + extract(minute from sales.quarter_at) as smallint)
        as sold_minute,
    sales.role_code,
    sales.service_code,
    sum(sales.sale_count) as sale_count,
    sum(sales.quantity) as quantity,
    sum(sales.revenue_vnd) as revenue_vnd,
    sum(case when sales.is_simulated then sales.sale_count else 0 end) as simulated_count
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
    sold_minute,
    sales.role_code,
    sales.service_code
