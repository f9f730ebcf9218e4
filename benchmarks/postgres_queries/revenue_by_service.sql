-- Revenue and target of each service and service group.
with sold as (

    select
        sales.service_code,
        sum(sales.revenue_vnd) as sold_vnd,
        sum(sales.quantity) as sold_quantity,
        count(*) as sold_count
    from sales
    cross join campaigns as board
    where
        board.campaign_code = %(campaign_code)s
        and sales.district_id = %(unit_id)s
        and sales.sold_on between board.starts_on and board.ends_on
        and sales.recorded_at <= %(as_of)s
        and %(as_of)s < sales.counts_until
    group by sales.service_code

),

given as (

    select
        service_code,
        sum(target_vnd) as given_vnd
    from targets
    where
        campaign_code = %(campaign_code)s
        and district_id = %(unit_id)s
    group by service_code

),

measured as (

    select
        services.group_code,
        services.service_code,
        sum(coalesce(sold.sold_vnd, 0))::bigint as revenue_vnd,
        sum(coalesce(sold.sold_quantity, 0))::bigint as quantity,
        sum(coalesce(sold.sold_count, 0))::bigint as sale_count,
        sum(given.given_vnd)::bigint as target_vnd
    from campaign_services
    inner join services
        on campaign_services.service_code = services.service_code
    left join sold
        on services.service_code = sold.service_code
    left join given
        on services.service_code = given.service_code
    where campaign_services.campaign_code = %(campaign_code)s
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
    measured.revenue_vnd,
    measured.quantity,
    measured.sale_count,
    measured.target_vnd,
    measured.revenue_vnd / nullif(measured.target_vnd::float8, 0) as attainment,
    measured.revenue_vnd
    / nullif(
        (sum(measured.revenue_vnd) filter (where measured.service_code is not null) over ())::float8,
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
