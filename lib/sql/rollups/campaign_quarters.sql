-- Sales by unit and quarter of an hour of a campaign: its curves.
-- grain: one row per campaign, moment of learning, place of a unit, day, quarter of an hour and slot of the plan
select
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    entries.sold_on,
    date_trunc('hour', entries.sold_at)
    + interval 15 minute * cast(floor(extract(minute from entries.sold_at) / 15) as integer)
        as quarter_at,
    campaign_slots.starts_at as slot_at,
    sum(entries.sign) as sale_count,
    sum(entries.sign * entries.revenue_vnd) as revenue_vnd
from entries
inner join campaign_services
    on entries.service_code = campaign_services.service_code
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and entries.unit_id = unit_places.unit_id
    and unit_places.placed_on <= entries.sold_on
    and entries.sold_on < unit_places.placed_until
left join campaign_slots
    on unit_places.campaign_code = campaign_slots.campaign_code
    -- slots are of whole minutes
    and campaign_slots.takes_from <= date_trunc('minute', entries.sold_at)
    and date_trunc('minute', entries.sold_at) < campaign_slots.takes_until
group by all
