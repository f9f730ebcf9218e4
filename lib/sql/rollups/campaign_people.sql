-- Sales by unit, person and service of a campaign, and the new customers each won.
-- changed_customers is what was added to campaign_customers; who has no code is counted by the sale.
-- grain: one row per campaign, moment of learning, place of a unit, person and service (null: new customers)
select
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    entries.staff_code,
    entries.service_code,
    sum(entries.sign) as sale_count,
    sum(entries.sign * entries.quantity) as quantity,
    sum(entries.sign * entries.revenue_vnd) as revenue_vnd,
    coalesce(
        sum(entries.sign) filter (where entries.is_new_customer and entries.customer_code is null), 0
    ) as customer_count
from entries
inner join campaign_services
    on entries.service_code = campaign_services.service_code
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and entries.unit_id = unit_places.unit_id
    and unit_places.placed_on <= entries.sold_on
    and entries.sold_on < unit_places.placed_until
group by
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    entries.staff_code,
    entries.service_code

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
    sum(customer_count) as customer_count
from changed_customers
where customer_count <> 0
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code
