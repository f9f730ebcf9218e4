-- New customers of deliveries in the first hours: by code, and without one by the sale.
-- grain: one row per campaign, moment of learning, place of a unit and customer
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    coalesce(customer_code, concat('sale ', cast(sale_id as varchar))) as customer,
    sum(sign) as sale_count
from campaign_entries
where
    is_first_hours
    and is_new_customer
    and counter_code = 'delivery'
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    coalesce(customer_code, concat('sale ', cast(sale_id as varchar)))
