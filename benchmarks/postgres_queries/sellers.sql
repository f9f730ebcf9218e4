-- Who sold for the district and who belongs to it.
with board as (

    select
        *,
        greatest(starts_on, least(%(as_of)s::date, ends_on)) as named_on
    from campaigns
    where campaign_code = %(campaign_code)s

),

roster as (

    select staff.staff_code
    from staff
    cross join board
    where
        staff.district_id = %(unit_id)s
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

sold as (

    select
        sales.staff_code,
        sum(sales.revenue_vnd)::bigint as sold_vnd,
        count(*) as sold_count,
        count(distinct sales.new_customer) as new_customer_count
    from sales
    cross join board
    where
        sales.district_id = %(unit_id)s
        and sales.sold_on between board.starts_on and board.ends_on
        and sales.recorded_at <= %(as_of)s
        and %(as_of)s < sales.counts_until
    group by sales.staff_code

),

listed as (

    select
        coalesce(sold.staff_code, roster.staff_code) as staff_code,
        roster.staff_code is not null as is_member,
        sold.sold_vnd,
        sold.sold_count,
        sold.new_customer_count
    from sold
    full outer join roster
        on sold.staff_code = roster.staff_code

),

best as (

    select *
    from listed
    where staff_code is not null
    order by
        sold_vnd desc nulls last,
        staff_code collate "C"
    limit %(most)s

),

sums as (

    -- of all who have a code, and less those who are listed
    select
        staff_code,
        sold_vnd,
        sold_count,
        new_customer_count,
        1 as people_count
    from listed
    where staff_code is not null

    union all

    select
        staff_code,
        -sold_vnd as sold_vnd,
        -sold_count as sold_count,
        -new_customer_count as new_customer_count,
        -1 as people_count
    from best

),

shown as (

    select
        case when sold_count is not null then rank() over (order by sold_vnd desc nulls last) end
            as place,
        staff_code,
        is_member,
        1 as people_count,
        sold_vnd,
        sold_count,
        new_customer_count
    from best

    union all

    select
        null::bigint as place,
        null::text as staff_code,
        false as is_member,
        sum(people_count) as people_count,
        case when sum(sold_count) > 0 then sum(sold_vnd) end as sold_vnd,
        sum(sold_count) as sold_count,
        sum(new_customer_count) as new_customer_count
    from sums
    having sum(people_count) > 0

    union all

    select
        null::bigint as place,
        staff_code,
        is_member,
        0 as people_count,
        sold_vnd,
        sold_count,
        new_customer_count
    from listed
    where staff_code is null

)

select
    shown.place,
    shown.staff_code,
    staff.full_name,
    staff.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    staff.unit_id,
    shown.is_member,
    shown.people_count::bigint as people_count,
    shown.sold_vnd::bigint as revenue_vnd,
    coalesce(shown.sold_count, 0)::bigint as sale_count,
    coalesce(shown.new_customer_count, 0)::bigint as new_customer_count
from shown
left join staff
    on shown.staff_code = staff.staff_code
left join roles
    on staff.role_code = roles.role_code
order by
    shown.staff_code is null,
    shown.people_count desc,
    shown.sold_vnd desc nulls last,
    shown.staff_code collate "C"
