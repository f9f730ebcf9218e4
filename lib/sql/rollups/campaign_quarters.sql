-- Sales by unit and quarter of an hour of a campaign: its curves.
-- grain: one row per campaign, moment of learning, place of a unit, day, quarter of an hour and slot of the plan
select
    sales.campaign_code,
    sales.known_at,
    sales.placed_on,
    sales.unit_id,
    sales.sold_on,
    sales.quarter_at,
    campaign_slots.starts_at as slot_at,
    sum(sales.sign) as sale_count,
    sum(sales.sign * sales.revenue_vnd) as revenue_vnd
from campaign_entries as sales
left join campaign_slots
    on sales.campaign_code = campaign_slots.campaign_code
    -- slots are of whole minutes
    and campaign_slots.takes_from <= date_trunc('minute', sales.sold_at)
    and date_trunc('minute', sales.sold_at) < campaign_slots.takes_until
group by
    sales.campaign_code,
    sales.known_at,
    sales.placed_on,
    sales.unit_id,
    sales.sold_on,
    sales.quarter_at,
    campaign_slots.starts_at
