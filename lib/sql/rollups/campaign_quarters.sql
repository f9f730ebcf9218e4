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
    sum(sales.sale_count) as sale_count,
    sum(sales.revenue_vnd) as revenue_vnd
from (

    -- slots are of whole minutes, and there are far fewer of these than sales
    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        sold_on,
        quarter_at,
        date_trunc('minute', sold_at) as minute_at,
        sum(sign) as sale_count,
        sum(sign * revenue_vnd) as revenue_vnd
    from campaign_entries
    group by
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        sold_on,
        quarter_at,
        minute_at

) as sales
left join campaign_slots
    on sales.campaign_code = campaign_slots.campaign_code
    and campaign_slots.takes_from <= sales.minute_at
    and sales.minute_at < campaign_slots.takes_until
group by
    sales.campaign_code,
    sales.known_at,
    sales.placed_on,
    sales.unit_id,
    sales.sold_on,
    sales.quarter_at,
    campaign_slots.starts_at
