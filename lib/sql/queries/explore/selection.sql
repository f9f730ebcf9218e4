-- What stands behind a selection: its target, its roster and the new customers of it.
-- Targets are given by unit and service, not by role or hour: with $role_codes or a time range they are the
-- target of the units and services all the same. A choice that holds '*' takes all.
-- grain: one row; none when there is no such campaign
-- returns: target_vnd money, expected_share float, staff_count int, new_customer_count int
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places($campaign_code, $unit_ids)

),

standing as (

    -- those of them that stand at the cut-off
    select chosen.unit_id
    from chosen
    cross join board
    where
        chosen.placed_on <= board.named_on
        and board.named_on < chosen.placed_until

),

won as (

    -- who has a code is counted by it, however often won; who has none by the sale
    select
        sales.customer_code,
        sum(sales.sale_count) as sale_count
    from new_customer_sales as sales
    inner join chosen
        on sales.unit_id = chosen.unit_id
        and sales.placed_on = chosen.placed_on
    where
        sales.campaign_code = $campaign_code
        and sales.known_at <= $as_of
        and takes($service_codes, sales.service_code)
        and takes($role_codes, sales.role_code)
        and spans($from_minute, $until_minute, sales.sold_minute)
    group by sales.customer_code
    having sum(sales.sale_count) > 0

),

customers as (

    select
        coalesce(sum(case when customer_code is null then sale_count else 1 end), 0)
            as new_customer_count
    from won

),

given as (

    select sum(targets.target_vnd) as target_vnd
    from targets
    inner join standing
        on targets.unit_id = standing.unit_id
    where
        targets.campaign_code = $campaign_code
        and takes($service_codes, targets.service_code)

),

roster as (

    select count(*) as staff_count
    from staff
    cross join board
    inner join standing
        on staff.unit_id = standing.unit_id
    where
        staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
        and takes($role_codes, staff.role_code)

),

pace as (

    select
        sum(
            case
                when $as_of >= ends_at then plan_share
                when $as_of <= starts_at then 0
                else
                    plan_share
                    * (
                        extract(hour from cast($as_of as timestamp)) * 60
                        + extract(minute from cast($as_of as timestamp))
                        - first_minute
                    )
                    / minutes
            end
        ) as expected_share
    from slot_minutes
    where campaign_code = $campaign_code

)

select
    cast(given.target_vnd as bigint) as target_vnd,
    pace.expected_share,
    roster.staff_count,
    cast(customers.new_customer_count as bigint) as new_customer_count
from board
cross join given
cross join roster
cross join customers
cross join pace
