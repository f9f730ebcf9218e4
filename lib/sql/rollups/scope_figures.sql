-- The headline figures of each scope: what was added, and where people, customers and units begin or cease to count.
-- added_totals and added_people are what is new of these rollups; moments, for each kind of what is counted once, where and
-- when it was seen: added, as far as that is new, and known, for all that was known of the same before.
-- grain: one row per campaign, moment of learning and scope
with bounds as (

    -- before the first moment that is new nothing changes: what was known by then stands under one
    select min(known_at) - interval 1 microsecond as known_until
    from added_totals

),

added as (

    select
        totals.campaign_code,
        totals.known_at,
        places.scope_id,
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
        0 as reporting_unit_count,
        0 as active_staff_count,
        0 as customer_count,
        0 as snapshot_customer_count,
        max(totals.last_recorded_at) as last_recorded_at
    from added_totals as totals
    inner join services
        on totals.service_code = services.service_code
    inner join scope_places as places
        on totals.campaign_code = places.campaign_code
        and totals.unit_id = places.unit_id
        and totals.placed_on = places.placed_on
    group by
        totals.campaign_code,
        totals.known_at,
        places.scope_id

),

without_code as (

    -- new customers without a code: each of their sales is one
    select
        people.campaign_code,
        people.known_at,
        places.scope_id,
        sum(people.uncoded_count) as customer_count
    from added_people as people
    inner join scope_places as places
        on people.campaign_code = places.campaign_code
        and people.unit_id = places.unit_id
        and people.placed_on = places.placed_on
    where people.uncoded_count <> 0
    group by
        people.campaign_code,
        people.known_at,
        places.scope_id

),

placed as (

    select
        moments.kind,
        moments.campaign_code,
        moments.unit_id,
        moments.placed_on,
        moments.code,
        greatest(moments.known_at, bounds.known_until) as known_at,
        sum(moments.added) as added,
        sum(moments.known) as known
    from moments
    cross join bounds
    group by
        moments.kind,
        moments.campaign_code,
        moments.unit_id,
        moments.placed_on,
        moments.code,
        greatest(moments.known_at, bounds.known_until)

),

placed_running as (

    select
        placed.*,
        sum(added + known) over so_far as standing,
        sum(known) over so_far as stood
    from placed
    window so_far as (
        partition by kind, campaign_code, unit_id, placed_on, code
        order by known_at
        rows between unbounded preceding and current row
    )

),

placed_changes as (

    -- when a person, customer or unit begins (1) or ceases (-1) to count at a place, and when it was taken to
    select
        kind,
        campaign_code,
        unit_id,
        placed_on,
        code,
        known_at,
        case when standing > 0 then 1 else 0 end
        - case when standing - added - known > 0 then 1 else 0 end as change,
        case when stood > 0 then 1 else 0 end - case when stood - known > 0 then 1 else 0 end
            as known_change
    from placed_running

),

changes as (

    -- who counts at one place of a scope at least counts in the scope, once
    select
        placed_changes.kind,
        placed_changes.campaign_code,
        places.scope_id,
        coalesce(placed_changes.code, places.competing_unit_id) as code,
        placed_changes.known_at,
        sum(placed_changes.change) as change,
        sum(placed_changes.known_change) as known_change
    from placed_changes
    inner join scope_places as places
        on placed_changes.campaign_code = places.campaign_code
        and placed_changes.unit_id = places.unit_id
        and placed_changes.placed_on = places.placed_on
    where
        placed_changes.change <> 0
        or placed_changes.known_change <> 0
    group by
        placed_changes.kind,
        placed_changes.campaign_code,
        places.scope_id,
        coalesce(placed_changes.code, places.competing_unit_id),
        placed_changes.known_at

),

running as (

    select
        changes.*,
        sum(change) over so_far as standing,
        sum(known_change) over so_far as stood
    from changes
    window so_far as (
        partition by kind, campaign_code, scope_id, code
        order by known_at
        rows between unbounded preceding and current row
    )

),

changed as (

    select
        kind,
        campaign_code,
        known_at,
        scope_id,
        case when standing > 0 then 1 else 0 end
        - case when standing - change > 0 then 1 else 0 end
        - case when stood > 0 then 1 else 0 end
        + case when stood - known_change > 0 then 1 else 0 end as counted
    from running

),

counted as (

    select
        campaign_code,
        known_at,
        scope_id,
        sum(case when kind = 'unit' then counted else 0 end) as reporting_unit_count,
        sum(case when kind = 'person' then counted else 0 end) as active_staff_count,
        sum(case when kind = 'customer' then counted else 0 end) as customer_count,
        sum(case when kind = 'first_customer' then counted else 0 end) as snapshot_customer_count
    from changed
    where counted <> 0
    group by
        campaign_code,
        known_at,
        scope_id

),

together as (

    select *
    from added

    union all by name

    select *
    from without_code

    union all by name

    select *
    from counted

)

select
    campaign_code,
    known_at,
    scope_id,
    coalesce(sum(sale_count), 0) as sale_count,
    coalesce(sum(revenue_vnd), 0) as revenue_vnd,
    coalesce(sum(goods_quantity), 0) as goods_quantity,
    coalesce(sum(health_cover_quantity), 0) as health_cover_quantity,
    coalesce(sum(untimed_vnd), 0) as untimed_vnd,
    coalesce(sum(snapshot_vnd), 0) as snapshot_vnd,
    coalesce(sum(snapshot_goods_quantity), 0) as snapshot_goods_quantity,
    coalesce(sum(snapshot_goods_vnd), 0) as snapshot_goods_vnd,
    coalesce(sum(snapshot_health_cover_quantity), 0) as snapshot_health_cover_quantity,
    coalesce(sum(simulated_count), 0) as simulated_count,
    coalesce(sum(reporting_unit_count), 0) as reporting_unit_count,
    coalesce(sum(active_staff_count), 0) as active_staff_count,
    coalesce(sum(customer_count), 0) as customer_count,
    coalesce(sum(snapshot_customer_count), 0) as snapshot_customer_count,
    max(last_recorded_at) as last_recorded_at
from together
group by
    campaign_code,
    known_at,
    scope_id
