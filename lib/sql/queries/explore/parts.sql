-- What a selection of sales adds up to: in all, by unit, hour, role and service, and quarter of the day.
-- A choice that holds '*' takes all. What is picked on a chart narrows every part but the chart's own.
-- With a time range ($from_minute <= minute of the day < $until_minute, both whole quarters of an hour) sales
-- whose hour is not known are left out.
-- grain: one row per part (total, unit, hour, group, service, quarter of the day) and what it is of
-- returns: part str, unit_id str, hour int, role_code str, group_code str, service_code str,
--   sold_minute int, revenue_vnd money, peers_vnd money, quantity int, goods_quantity int, sale_count int,
--   untimed_vnd money, is_simulated bool
with chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places($campaign_code, $unit_ids)

),

summed as (

    -- what the parts are made of: far fewer rows than were sold; sums of 64 bits are added up again sooner
    select
        members.shown_unit_id as unit_id,
        sales.role_code,
        services.group_code,
        sales.service_code,
        sales.sold_minute,
        cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd,
        cast(sum(sales.quantity) as bigint) as quantity,
        cast(sum(case when services.counter_code = 'goods' then sales.quantity else 0 end) as bigint)
            as goods_quantity,
        cast(sum(sales.sale_count) as bigint) as sale_count,
        cast(sum(sales.simulated_count) as bigint) as simulated_count
    from campaign_cells as sales
    inner join services
        on sales.service_code = services.service_code
    inner join chosen
        on sales.unit_id = chosen.unit_id
        and sales.placed_on = chosen.placed_on
    inner join unit_levels as members
        on sales.campaign_code = members.campaign_code
        and sales.unit_id = members.unit_id
        and members.valid_from <= sales.placed_on
        and sales.placed_on < members.valid_to
    where
        sales.campaign_code = $campaign_code
        and members.level = $level
        and sales.known_at <= $as_of
        and takes($service_codes, sales.service_code)
        and takes($role_codes, sales.role_code)
        and spans($from_minute, $until_minute, sales.sold_minute)
    group by
        members.shown_unit_id,
        sales.role_code,
        services.group_code,
        sales.service_code,
        sales.sold_minute

),

seen as (

    select
        summed.*,
        cast(floor(sold_minute / 60) as bigint) as sold_hour,
        sold_minute is null as is_untimed,
        $picked_unit is null or unit_id = $picked_unit as by_unit,
        $picked_hour is null or coalesce(floor(sold_minute / 60) = $picked_hour, false) as by_hour,
        ($picked_role is null or coalesce(role_code = $picked_role, false))
        and ($picked_group is null or group_code = $picked_group)
        and ($picked_service is null or service_code = $picked_service) as by_cell
    from summed

),

parted as (

    select
        case
            when grouping(unit_id) = 0 then 'unit'
            when grouping(sold_hour) = 0 then 'hour'
            when grouping(group_code) = 0 then 'group'
            when grouping(service_code) = 0 then 'service'
            when grouping(sold_minute) = 0 then 'quarter'
            else 'total'
        end as part,
        unit_id,
        sold_hour,
        role_code,
        group_code,
        service_code,
        sold_minute,
        sum(revenue_vnd) filter (where by_unit and by_hour and by_cell) as all_vnd,
        sum(revenue_vnd) filter (where by_hour and by_cell) as unit_vnd,
        sum(revenue_vnd) filter (where by_unit and by_cell) as hour_vnd,
        sum(revenue_vnd) filter (where by_unit and by_hour) as cell_vnd,
        sum(revenue_vnd) filter (where by_cell) as peers_vnd,
        sum(quantity) filter (where by_unit and by_hour and by_cell) as quantity,
        sum(goods_quantity) filter (where by_unit and by_hour and by_cell) as goods_quantity,
        sum(sale_count) filter (where by_unit and by_hour and by_cell) as sale_count,
        sum(revenue_vnd) filter (where is_untimed and by_unit and by_hour and by_cell) as untimed_vnd,
        sum(sale_count) as seen_count,
        sum(simulated_count) > 0 as is_simulated
    from seen
    group by
        grouping sets (
            (),
            (unit_id),
            (sold_hour),
            (role_code, group_code),
            (role_code, service_code),
            (sold_minute)
        )

)

select
    part,
    unit_id,
    sold_hour as hour,
    role_code,
    group_code,
    service_code,
    cast(sold_minute as bigint) as sold_minute,
    cast(
        coalesce(
            case
                when part = 'unit' then unit_vnd
                when part = 'hour' then hour_vnd
                when part in ('group', 'service') then cell_vnd
                else all_vnd
            end,
            0
        ) as bigint
    ) as revenue_vnd,
    cast(case when part = 'hour' then coalesce(peers_vnd, 0) end as bigint) as peers_vnd,
    cast(coalesce(quantity, 0) as bigint) as quantity,
    cast(coalesce(goods_quantity, 0) as bigint) as goods_quantity,
    cast(coalesce(sale_count, 0) as bigint) as sale_count,
    cast(coalesce(untimed_vnd, 0) as bigint) as untimed_vnd,
    coalesce(is_simulated, false) as is_simulated
from parted
-- what was sold and voided again leaves no row
where part = 'total' or seen_count > 0
order by part, unit_id, hour, role_code, group_code, service_code, sold_minute
