-- Sales by unit, person and service of a campaign, and the new customers each won.
-- changed_customers is what was added to campaign_customers; who has no code is counted by the sale.
-- grain: one row per campaign, moment of learning, place of a unit, person and service (null: new customers)
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code,
    sum(sign) as sale_count,
    sum(sign * quantity) as quantity,
    sum(sign * revenue_vnd) as revenue_vnd,
    sum(case when is_new_customer and customer_code is null then sign else 0 end) as customer_count,
    max(case when sign > 0 then recorded_at end) as last_recorded_at
from campaign_entries
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code

union all

select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    cast(null as varchar) as service_code,
    0 as sale_count,
    0 as quantity,
    0 as revenue_vnd,
    sum(customer_count) as customer_count,
    cast(null as timestamp) as last_recorded_at
from changed_customers
where customer_count <> 0
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code
