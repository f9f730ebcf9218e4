-- Rank the places of the district by share of their target reached, now and an hour before.
with board as (

    select
        *,
        greatest(starts_on, least(%(as_of)s::date, ends_on)) as named_on,
        least(%(as_of)s::timestamp, closes_at) - interval '1 hour' as earlier_at
    from campaigns
    where campaign_code = %(campaign_code)s

),

sold as (

    select
        sales.unit_id,
        (sum(sales.revenue_vnd) filter (where %(as_of)s < sales.counts_until))::bigint as sold_vnd,
        nullif(count(*) filter (where %(as_of)s < sales.counts_until), 0) as sold_count,
        count(distinct sales.new_customer) filter (where %(as_of)s < sales.counts_until)
            as new_customer_count,
        count(distinct sales.staff_code) filter (where %(as_of)s < sales.counts_until)
            as active_staff_count,
        max(sales.recorded_at) filter (where %(as_of)s < sales.counts_until) as last_recorded_at,
        (sum(sales.revenue_vnd) filter (where sales.recorded_at <= board.earlier_at and board.earlier_at < sales.counts_until))::bigint
            as earlier_vnd
    from sales
    cross join board
    where
        sales.district_id = %(parent_id)s
        and sales.sold_on between board.starts_on and board.ends_on
        and sales.recorded_at <= %(as_of)s
    group by sales.unit_id

),

given as (

    select
        unit_id,
        sum(target_vnd)::bigint as given_vnd
    from targets
    where
        campaign_code = %(campaign_code)s
        and district_id = %(parent_id)s
    group by unit_id

),

roster as (

    select
        staff.unit_id,
        count(*) as staff_count
    from staff
    cross join board
    where
        staff.district_id = %(parent_id)s
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
    group by staff.unit_id

),

children as (

    select
        parent_id,
        count(*) as child_count
    from org_hierarchy
    where tree = 'post'
    group by parent_id

),

measured as (

    select
        places.unit_id,
        places.district_id,
        given.given_vnd,
        sold.sold_vnd,
        sold.sold_count,
        sold.new_customer_count,
        sold.active_staff_count,
        sold.last_recorded_at,
        coalesce(roster.staff_count, 0) as staff_count,
        coalesce(children.child_count, 0) as child_count,
        sold.sold_vnd / nullif(given.given_vnd::float8, 0) as attainment,
        sold.earlier_vnd / nullif(given.given_vnd::float8, 0) as earlier_attainment,
        sold.sold_vnd / nullif(roster.staff_count, 0)::float8 as revenue_per_head_vnd
    from places
    left join sold on places.unit_id = sold.unit_id
    left join given on places.unit_id = given.unit_id
    left join roster on places.unit_id = roster.unit_id
    left join children on places.unit_id = children.parent_id
    where places.district_id = %(parent_id)s

)

select
    case
        when measured.attainment is not null
            then rank() over (order by measured.attainment desc nulls last)
    end as place,
    case
        when measured.earlier_attainment is not null
            then rank() over (order by measured.earlier_attainment desc nulls last)
    end as previous_place,
    measured.unit_id,
    measured.district_id as competing_unit_id,
    org_unit_names.short_name,
    org_unit_names.short_name_en,
    org_unit_names.name,
    org_unit_names.name_en,
    coalesce(measured.sold_vnd, 0) as revenue_vnd,
    measured.given_vnd as target_vnd,
    measured.attainment,
    measured.revenue_per_head_vnd,
    coalesce(measured.sold_count, 0) as sale_count,
    coalesce(measured.new_customer_count, 0) as new_customer_count,
    measured.staff_count,
    coalesce(measured.active_staff_count, 0) as active_staff_count,
    measured.last_recorded_at,
    measured.sold_count is not null as has_figures,
    measured.child_count
from measured
inner join org_units
    on measured.unit_id = org_units.unit_id
inner join org_unit_names
    on measured.unit_id = org_unit_names.unit_id
where
    measured.sold_count is not null
    or measured.child_count = 0
    or measured.given_vnd is not null
    or measured.staff_count > 0
order by
    measured.attainment desc nulls last,
    measured.sold_vnd is null,
    measured.revenue_per_head_vnd desc nulls last,
    org_units.sort_order,
    measured.unit_id collate "C"
