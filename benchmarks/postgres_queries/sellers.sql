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

numbered as (

    select
        listed.*,
        case
            when listed.staff_code is not null and listed.sold_count is not null
                then
                    rank()
                        over (
                            partition by listed.staff_code is null
                            order by listed.sold_vnd desc nulls last
                        )
        end as place,
        case
            when listed.staff_code is not null
                then
                    least(
                        row_number()
                            over (
                                partition by listed.staff_code is null
                                order by
                                    listed.sold_vnd desc nulls last,
                                    listed.staff_code collate "C"
                            ),
                        %(most)s + 1
                    )
        end as line
    from listed

),

shown as (

    select
        line,
        case when line <= %(most)s then min(staff_code) end as staff_code,
        case when line <= %(most)s then min(place) end as place,
        line <= %(most)s and bool_and(is_member) as is_member,
        count(staff_code) as people_count,
        sum(sold_vnd) as sold_vnd,
        sum(sold_count) as sold_count,
        sum(new_customer_count) as new_customer_count
    from numbered
    group by line

)

select
    shown.place,
    shown.staff_code,
    staff.full_name,
    staff.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    staff.unit_id,
    coalesce(shown.is_member, false) as is_member,
    shown.people_count,
    shown.sold_vnd::bigint as revenue_vnd,
    coalesce(shown.sold_count, 0)::bigint as sale_count,
    coalesce(shown.new_customer_count, 0)::bigint as new_customer_count
from shown
left join staff
    on shown.staff_code = staff.staff_code
left join roles
    on staff.role_code = roles.role_code
order by shown.line nulls last
