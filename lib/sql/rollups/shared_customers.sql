-- Of the new customers, those won by several people or in several units: they stand more than once in
-- campaign_people, and a question that puts several together counts them once.
-- grain: one row per campaign, moment of learning, place of a unit, person and customer
select
    customers.campaign_code,
    customers.known_at,
    customers.placed_on,
    customers.unit_id,
    customers.staff_code,
    customers.customer_code,
    sum(customers.customer_count) as customer_count
from known_customers as customers
inner join (

    select
        campaign_code,
        customer_code
    from known_customers
    group by
        campaign_code,
        customer_code
    having
        min(concat(placed_on, ' ', unit_id, ' ', coalesce(staff_code, '')))
        <> max(concat(placed_on, ' ', unit_id, ' ', coalesce(staff_code, '')))

) as shared
    on customers.campaign_code = shared.campaign_code
    and customers.customer_code = shared.customer_code
group by
    customers.campaign_code,
    customers.known_at,
    customers.placed_on,
    customers.unit_id,
    customers.staff_code,
    customers.customer_code
having sum(customers.customer_count) <> 0
