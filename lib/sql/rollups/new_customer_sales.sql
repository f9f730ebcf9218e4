-- Sales to new customers of a campaign, as analysts cut them: who has no code stands for one a sale.
-- grain: one row per campaign, moment of learning, place of a unit, quarter of an hour of the day, service, role
--   and customer
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    cast(extract(hour from quarter_at) * 60 + extract(minute from quarter_at) as smallint) as sold_minute,
    role_code,
    service_code,
    customer_code,
    sum(sign) as sale_count
from campaign_entries
where is_new_customer
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    sold_minute,
    role_code,
    service_code,
    customer_code
