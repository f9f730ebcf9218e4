-- Of the new customers, those whom one person won in several units or places: they stand more than once in
-- campaign_people, and a question of what that person sold counts them once.
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

again as (

    select
        campaign_code,
        customer_code,
        staff_code
    from won
    group by
        campaign_code,
        customer_code,
        staff_code
    having min(concat(placed_on, ' ', unit_id)) <> max(concat(placed_on, ' ', unit_id))

)

select won.*
from won
inner join again
    on won.campaign_code = again.campaign_code
    and won.customer_code = again.customer_code
    and won.staff_code is not distinct from again.staff_code
