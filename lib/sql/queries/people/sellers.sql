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

asked as (

    select scope_id
    from scopes
    where
        campaign_code = $campaign_code
        and level is null
        and shown_unit_id is not distinct from $unit_id

),

asked_places as (

    select
        places.unit_id,
        places.placed_on,
        places.placed_until
    from asked
    inner join scope_places as places
        on places.campaign_code = $campaign_code
        and asked.scope_id = places.scope_id

),

roster as (

    select staff.staff_code
    from staff
    inner join board
        on staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
    inner join asked_places
        on staff.unit_id = asked_places.unit_id
        and asked_places.placed_on <= board.named_on
        and board.named_on < asked_places.placed_until

),

won_again as (

    -- whom one person won in several units or places is one customer here
    select
        again.staff_code,
        sum(again.times) as times
    from (

        select
            customers.staff_code,
            sum(customers.customer_count) - 1 as times
        from customers_won_again as customers
        inner join asked_places
            on customers.unit_id = asked_places.unit_id
            and customers.placed_on = asked_places.placed_on
        where
            customers.campaign_code = $campaign_code
            and customers.known_at <= $as_of
        group by
            customers.staff_code,
            customers.customer_code
        having sum(customers.customer_count) > 1

    ) as again
    group by again.staff_code

),

sold as (

    select
        people.staff_code,
        sum(people.revenue_vnd) as sold_vnd,
        sum(people.sale_count) as sold_count,
        sum(people.customer_count) as customer_count
    from scope_people as people
    inner join asked
        on people.scope_id = asked.scope_id
    where
        people.campaign_code = $campaign_code
        and people.known_at <= $as_of
    group by people.staff_code
    having sum(people.sale_count) > 0

),

sellers as (

    select
        sold.staff_code,
        sold.sold_vnd,
        sold.sold_count,
        sold.customer_count - coalesce(won_again.times, 0) as new_customer_count
    from sold
    left join won_again
        -- sales without a known seller stand in one row
        on sold.staff_code is not distinct from won_again.staff_code

),

others_of_the_roster as (

    select roster.staff_code
    from roster
    left join sellers
        on roster.staff_code = sellers.staff_code
    where sellers.staff_code is null

),

named as (

    select
        staff_code,
        sold_vnd,
        sold_count,
        new_customer_count
    from (

        select *
        from sellers
        where staff_code is not null

        union all by name

        select staff_code
        from others_of_the_roster

    ) as people
    order by
        sold_vnd desc nulls last,
        staff_code
    limit $most

),

shown as (

    select
        named.staff_code,
        false as is_of_nobody,
        roster.staff_code is not null as is_member,
        1 as people_count,
        named.sold_vnd,
        named.sold_count,
        named.new_customer_count
    from named
    left join roster
        on named.staff_code = roster.staff_code

    union all

    -- who is not named stands with all the others: what all sold, less what those sold who are named
    select
        null as staff_code,
        false as is_of_nobody,
        false as is_member,
        sum(people_count) as people_count,
        case when sum(seller_count) > 0 then sum(sold_vnd) end as sold_vnd,
        sum(sold_count) as sold_count,
        sum(new_customer_count) as new_customer_count
    from (

        select
            count(staff_code) as people_count,
            count(staff_code) as seller_count,
            sum(sold_vnd) as sold_vnd,
            sum(sold_count) as sold_count,
            sum(new_customer_count) as new_customer_count
        from sellers
        where staff_code is not null

        union all

        select
            count(*) as people_count,
            0 as seller_count,
            0 as sold_vnd,
            0 as sold_count,
            0 as new_customer_count
        from others_of_the_roster

        union all

        select
            -count(*) as people_count,
            -count(sold_count) as seller_count,
            -sum(sold_vnd) as sold_vnd,
            -sum(sold_count) as sold_count,
            -sum(new_customer_count) as new_customer_count
        from named

    ) as sums
    having sum(people_count) > 0

    union all

    -- what nobody is named for stands by itself
    select
        staff_code,
        true as is_of_nobody,
        false as is_member,
        0 as people_count,
        sold_vnd,
        sold_count,
        new_customer_count
    from sellers
    where staff_code is null

)

select
    case
        when shown.staff_code is not null and shown.sold_count > 0
            then rank()
                over (
                    partition by shown.staff_code is null
                    order by shown.sold_vnd desc nulls last
                )
    end as place,
    shown.staff_code,
    staff.full_name,
    staff.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    staff.unit_id,
    shown.is_member,
    cast(shown.people_count as bigint) as people_count,
    cast(shown.sold_vnd as bigint) as revenue_vnd,
    cast(coalesce(shown.sold_count, 0) as bigint) as sale_count,
    cast(coalesce(shown.new_customer_count, 0) as bigint) as new_customer_count
from shown
left join staff
    on shown.staff_code = staff.staff_code
left join roles
    on staff.role_code = roles.role_code
order by
    shown.staff_code is null,
    shown.is_of_nobody,
    shown.sold_vnd desc nulls last,
    shown.staff_code
