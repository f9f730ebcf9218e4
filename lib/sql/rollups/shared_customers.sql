-- Of the new customers, those won by several people or in several units: they stand more than once in
-- campaign_people, and a question that puts several together counts them once.
-- grain: one row per campaign, moment of learning, place of a unit, person and customer
with won as (

    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sum(customer_count) as customer_count
    from known_customers
    group by
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code
    having sum(customer_count) <> 0

),

shared as (

    select
        campaign_code,
        customer_code
    from won
    group by
        campaign_code,
        customer_code
    having
        min(concat(placed_on, ' ', unit_id, ' ', coalesce(staff_code, '')))
        <> max(concat(placed_on, ' ', unit_id, ' ', coalesce(staff_code, '')))

)

select won.*
from won
inner join shared
    on won.campaign_code = shared.campaign_code
    and won.customer_code = shared.customer_code
