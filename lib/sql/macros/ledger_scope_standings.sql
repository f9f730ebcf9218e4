-- What scope_standings says, of the ledger itself, for moments that the rollups have folded away.
-- People, units and customers are counted as they stood, scope by scope.
-- grain: one row per scope in which the ledger had learned of a sale
create or replace macro ledger.scope_standings(
    of_campaign, of_level, of_parent, of_unit, at_moment, at_earlier
) as table
with places as (

    select
        places.scope_id,
        places.unit_id,
        places.placed_on,
        places.competing_unit_id
    from main.scope_places as places
    inner join main.scopes as scopes
        on places.campaign_code = scopes.campaign_code
        and places.scope_id = scopes.scope_id
    where
        scopes.campaign_code = of_campaign
        and scopes.level is not distinct from of_level
        and scopes.parent_id is not distinct from of_parent
        and (of_level is not null or scopes.shown_unit_id is not distinct from of_unit)

),

by_unit as (

    select
        places.scope_id,
        places.competing_unit_id,
        sum(totals.sale_count) as sale_count,
        sum(totals.revenue_vnd) as revenue_vnd,
        sum(case when services.counter_code = 'goods' then totals.quantity else 0 end)
            as goods_quantity,
        sum(case when services.counter_code = 'health_cover' then totals.quantity else 0 end)
            as health_cover_quantity,
        sum(totals.untimed_vnd) as untimed_vnd,
        sum(totals.snapshot_vnd) as snapshot_vnd,
        sum(case when services.counter_code = 'goods' then totals.snapshot_quantity else 0 end)
            as snapshot_goods_quantity,
        sum(case when services.counter_code = 'goods' then totals.snapshot_vnd else 0 end)
            as snapshot_goods_vnd,
        sum(case when services.counter_code = 'health_cover' then totals.snapshot_quantity else 0 end)
            as snapshot_health_cover_quantity,
        sum(totals.simulated_count) as simulated_count,
        max(totals.last_recorded_at) as last_recorded_at,
        sum(case when totals.known_at <= at_earlier then totals.sale_count else 0 end)
            as earlier_sale_count,
        sum(case when totals.known_at <= at_earlier then totals.revenue_vnd else 0 end)
            as earlier_revenue_vnd
    from ledger.campaign_totals as totals
    inner join main.services as services
        on totals.service_code = services.service_code
    inner join places
        on totals.unit_id = places.unit_id
        and totals.placed_on = places.placed_on
    where
        totals.campaign_code = of_campaign
        and totals.known_at <= at_moment
    group by
        places.scope_id,
        places.competing_unit_id

),

by_person as (

    select
        places.scope_id,
        people.staff_code,
        sum(people.sale_count) as sale_count,
        sum(people.customer_count) as customer_count
    from ledger.campaign_people as people
    inner join places
        on people.unit_id = places.unit_id
        and people.placed_on = places.placed_on
    where
        people.campaign_code = of_campaign
        and people.known_at <= at_moment
    group by
        places.scope_id,
        people.staff_code

),

selling as (

    select
        scope_id,
        count(*) filter (where staff_code is not null and sale_count > 0) as active_staff_count,
        sum(customer_count) as customer_count
    from by_person
    group by scope_id

),

won_again as (

    -- who was won by several people or units is one customer here
    select
        places.scope_id,
        customers.customer_code,
        sum(customers.customer_count) - 1 as times
    from ledger.campaign_customers as customers
    inner join places
        on customers.unit_id = places.unit_id
        and customers.placed_on = places.placed_on
    where
        customers.campaign_code = of_campaign
        and customers.known_at <= at_moment
    group by
        places.scope_id,
        customers.customer_code
    having sum(customers.customer_count) > 1

),

sold_again as (

    select
        scope_id,
        sum(times) as times
    from won_again
    group by scope_id

),

met as (

    select
        places.scope_id,
        customers.customer
    from ledger.snapshot_customers as customers
    inner join places
        on customers.unit_id = places.unit_id
        and customers.placed_on = places.placed_on
    where
        customers.campaign_code = of_campaign
        and customers.known_at <= at_moment
    group by
        places.scope_id,
        customers.customer
    having sum(customers.sale_count) > 0

),

first_hours as (

    select
        scope_id,
        count(*) as customer_count
    from met
    group by scope_id

)

select
    by_unit.scope_id,
    sum(by_unit.sale_count) as sale_count,
    sum(by_unit.revenue_vnd) as revenue_vnd,
    sum(by_unit.goods_quantity) as goods_quantity,
    sum(by_unit.health_cover_quantity) as health_cover_quantity,
    sum(by_unit.untimed_vnd) as untimed_vnd,
    sum(by_unit.snapshot_vnd) as snapshot_vnd,
    sum(by_unit.snapshot_goods_quantity) as snapshot_goods_quantity,
    sum(by_unit.snapshot_goods_vnd) as snapshot_goods_vnd,
    sum(by_unit.snapshot_health_cover_quantity) as snapshot_health_cover_quantity,
    sum(by_unit.simulated_count) as simulated_count,
    count(*) filter (where by_unit.sale_count > 0) as reporting_unit_count,
    any_value(selling.active_staff_count) as active_staff_count,
    any_value(selling.customer_count) - coalesce(any_value(sold_again.times), 0) as customer_count,
    coalesce(any_value(first_hours.customer_count), 0) as snapshot_customer_count,
    max(by_unit.last_recorded_at) as last_recorded_at,
    sum(by_unit.earlier_sale_count) as earlier_sale_count,
    sum(by_unit.earlier_revenue_vnd) as earlier_revenue_vnd
from by_unit
inner join selling
    on by_unit.scope_id = selling.scope_id
left join sold_again
    on by_unit.scope_id = sold_again.scope_id
left join first_hours
    on by_unit.scope_id = first_hours.scope_id
group by by_unit.scope_id
