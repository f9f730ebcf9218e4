-- Revenue and target of each service and of each service group, services without a sale included.
-- grain: one row per service, and one per service group with service_code null
-- returns: group_code str, group_name str, group_name_en str, service_code str, service_name str,
--   service_name_en str, revenue_vnd money, quantity int, sale_count int, target_vnd money,
--   attainment float, revenue_share float
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

asked as (

    select scope_id
    from scopes
    where
        campaign_code = $campaign_code
        and level is null
        and shown_unit_id is not distinct from $unit_id

),

sold as (

    select
        sums.service_code,
        sum(sums.revenue_vnd) as sold_vnd,
        sum(sums.quantity) as sold_quantity,
        sum(sums.sale_count) as sold_count
    from campaign_totals as sums
    inner join scope_places as places
        on places.campaign_code = $campaign_code
        and sums.unit_id = places.unit_id
        and sums.placed_on = places.placed_on
    inner join asked
        on places.scope_id = asked.scope_id
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by sums.service_code

),

given as (

    -- targets belong to where their unit hangs at the cut-off
    select
        targets.service_code,
        targets.target_vnd as given_vnd
    from scope_targets as targets
    cross join board
    inner join asked
        on targets.scope_id = asked.scope_id
    where
        targets.campaign_code = $campaign_code
        and targets.valid_from <= board.named_on
        and board.named_on < targets.valid_to

),

measured as (

    select
        services.group_code,
        services.service_code,
        sum(coalesce(sold.sold_vnd, 0)) as revenue_vnd,
        sum(coalesce(sold.sold_quantity, 0)) as quantity,
        sum(coalesce(sold.sold_count, 0)) as sale_count,
        sum(given.given_vnd) as target_vnd
    from campaign_services
    inner join services
        on campaign_services.service_code = services.service_code
    left join sold
        on services.service_code = sold.service_code
    left join given
        on services.service_code = given.service_code
    where campaign_services.campaign_code = $campaign_code
    group by grouping sets (
        (services.group_code, services.service_code),
        (services.group_code)
    )

)

select
    measured.group_code,
    service_groups.name as group_name,
    service_groups.name_en as group_name_en,
    measured.service_code,
    services.name as service_name,
    services.name_en as service_name_en,
    cast(measured.revenue_vnd as bigint) as revenue_vnd,
    cast(measured.quantity as bigint) as quantity,
    cast(measured.sale_count as bigint) as sale_count,
    cast(measured.target_vnd as bigint) as target_vnd,
    cast(measured.revenue_vnd as double) / nullif(cast(measured.target_vnd as double), 0)
        as attainment,
    cast(measured.revenue_vnd as double)
        / nullif(
            cast(
                sum(
                    case when measured.service_code is not null then measured.revenue_vnd end
                ) over ()
                as double
            ),
            0
        ) as revenue_share
from measured
inner join service_groups
    on measured.group_code = service_groups.group_code
left join services
    on measured.service_code = services.service_code
order by
    measured.revenue_vnd desc,
    service_groups.sort_order,
    measured.group_code,
    services.sort_order nulls first,
    measured.service_code nulls first
