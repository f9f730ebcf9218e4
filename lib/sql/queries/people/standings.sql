-- The people on the roster of a campaign at the cut-off: what each sold, and the place among people of the same role.
-- A role's average is over its whole roster; the multiple of it orders people of one role as revenue does,
-- and is what awards/salespeople compares people of different roles by.
-- grain: one row per person on the roster at the cut-off
-- ties: equal revenue shares a place (1, 2, 2, 4); nobody without a counted sale has one
-- returns: staff_code str, full_name str, role_code str, role_name str, role_name_en str, unit_id str,
--   competing_unit_id str, revenue_vnd money, sale_count int, service_count int, new_customer_count int,
--   place_in_role int, role_size int, place_in_unit int, unit_role_size int, role_average_vnd float,
--   role_multiple float
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

people as (

    select
        members.staff_code,
        members.full_name,
        members.role_code,
        members.competing_unit_id,
        staff.unit_id
    from campaign_staff as members
    cross join board
    inner join staff
        on members.staff_code = staff.staff_code
    where
        members.campaign_code = $campaign_code
        and members.level = 0
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to

),

members as (

    select
        unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and level = 0

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
        inner join members
            on customers.unit_id = members.unit_id
            and members.valid_from <= customers.placed_on
            and customers.placed_on < members.valid_to
        where
            customers.campaign_code = $campaign_code
            and customers.known_at <= $as_of
            and customers.staff_code is not null
        group by
            customers.staff_code,
            customers.customer_code
        having sum(customers.customer_count) > 1

    ) as again
    group by again.staff_code

),

kinds as (

    select
        by_service.staff_code,
        count(*) as service_count
    from (

        select
            people.staff_code,
            people.service_code
        from people_services as people
        inner join members
            on people.unit_id = members.unit_id
            and members.valid_from <= people.placed_on
            and people.placed_on < members.valid_to
        where
            people.campaign_code = $campaign_code
            and people.known_at <= $as_of
            and people.staff_code is not null
        group by
            people.staff_code,
            people.service_code
        having sum(people.sale_count) > 0

    ) as by_service
    group by by_service.staff_code

),

by_person as (

    select
        people.staff_code,
        sum(people.revenue_vnd) as sold_vnd,
        sum(people.sale_count) as sold_count,
        sum(people.customer_count) as customer_count
    from campaign_people as people
    inner join members
        on people.unit_id = members.unit_id
        and members.valid_from <= people.placed_on
        and people.placed_on < members.valid_to
    where
        people.campaign_code = $campaign_code
        and people.known_at <= $as_of
        and people.staff_code is not null
    group by people.staff_code
    having sum(people.sale_count) > 0

),

sold as (

    select
        by_person.staff_code,
        by_person.sold_vnd,
        by_person.sold_count,
        kinds.service_count,
        by_person.customer_count - coalesce(won_again.times, 0) as new_customer_count
    from by_person
    left join kinds
        on by_person.staff_code = kinds.staff_code
    left join won_again
        on by_person.staff_code = won_again.staff_code

),

compared as (

    select
        people.staff_code,
        people.full_name,
        people.role_code,
        people.unit_id,
        people.competing_unit_id,
        sold.sold_vnd,
        sold.sold_count,
        sold.service_count,
        sold.new_customer_count,
        sum(coalesce(sold.sold_vnd, 0)) over (partition by people.role_code) as role_vnd,
        count(*) over (partition by people.role_code) as role_size,
        count(*) over (partition by people.role_code, people.competing_unit_id) as unit_role_size,
        rank() over (partition by people.role_code order by sold.sold_vnd desc nulls last)
            as place_in_role,
        rank()
            over (
                partition by people.role_code, people.competing_unit_id
                order by sold.sold_vnd desc nulls last
            )
            as place_in_unit
    from people
    left join sold
        on people.staff_code = sold.staff_code

)

select
    compared.staff_code,
    compared.full_name,
    compared.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    compared.unit_id,
    compared.competing_unit_id,
    cast(compared.sold_vnd as bigint) as revenue_vnd,
    coalesce(compared.sold_count, 0) as sale_count,
    coalesce(compared.service_count, 0) as service_count,
    coalesce(compared.new_customer_count, 0) as new_customer_count,
    case when compared.sold_count is not null then compared.place_in_role end as place_in_role,
    compared.role_size,
    case when compared.sold_count is not null then compared.place_in_unit end as place_in_unit,
    compared.unit_role_size,
    cast(compared.role_vnd as double) / compared.role_size as role_average_vnd,
    cast(compared.sold_vnd * compared.role_size as double)
    / nullif(cast(compared.role_vnd as double), 0) as role_multiple
from compared
left join roles
    on compared.role_code = roles.role_code
order by compared.staff_code
