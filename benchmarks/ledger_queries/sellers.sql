-- Who sold for a unit (all that compete when $unit_id is null) and who belongs to it, with what each sold there.
-- The rows add up to the unit's revenue: who came from elsewhere to sell stands in it, and what nobody is named for.
-- grain: one row per person on the unit's roster or with a counted sale there, the best $most of them; one without a
--   code for all the others, if any, and one when some sale there has no known seller
-- ties: equal revenue shares a place (1, 2, 2, 4), the staff code orders the list; no place without a counted sale
-- returns: place int, staff_code str, full_name str, role_code str, role_name str, role_name_en str,
--   unit_id str, is_member bool, people_count int, revenue_vnd money, sale_count int,
--   new_customer_count int
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

roster as (

    select members.staff_code
    from campaign_staff as members
    cross join board
    where
        members.campaign_code = $campaign_code
        and (
            ($unit_id is null and members.level = 0)
            or (members.shown_unit_id = $unit_id and members.is_own_level)
        )
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to

),

sold as (

    select
        staff_code,
        sum(revenue_vnd) as sold_vnd,
        count(*) as sold_count,
        count(distinct new_customer) as new_customer_count
    from campaign_sales
    where
        campaign_code = $campaign_code
        and (
            ($unit_id is null and level = 0)
            or (shown_unit_id = $unit_id and is_own_level)
        )
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by staff_code

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
                                    listed.staff_code
                            ),
                        $most + 1
                    )
        end as line
    from listed

),

shown as (

    select
        line,
        case when line <= $most then min(staff_code) end as staff_code,
        case when line <= $most then min(place) end as place,
        line <= $most and bool_and(is_member) as is_member,
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
    cast(shown.sold_vnd as bigint) as revenue_vnd,
    coalesce(shown.sold_count, 0) as sale_count,
    coalesce(shown.new_customer_count, 0) as new_customer_count
from shown
left join staff
    on shown.staff_code = staff.staff_code
left join roles
    on staff.role_code = roles.role_code
order by shown.line nulls last
