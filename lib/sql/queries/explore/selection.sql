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

    -- the units chosen, with all that hangs below them
    select
        unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and (
            (array_contains($unit_ids, '*') and level = 0)
            or (array_contains($unit_ids, shown_unit_id) and is_own_level)
        )

),

standing as (

    -- those of them that stand at the cut-off
    select distinct chosen.unit_id
    from chosen
    cross join board
    where
        chosen.valid_from <= board.named_on
        and board.named_on < chosen.valid_to

),

won as (

    -- of whole units: who has a code is counted by it, however often won
    select customers.customer_code
    from campaign_customers as customers
    where
        customers.campaign_code = $campaign_code
        and customers.known_at <= $as_of
        and array_contains($service_codes, '*')
        and array_contains($role_codes, '*')
        and $from_minute is null
        and $until_minute is null
        and customers.unit_id in (select unit_id from chosen)
        and exists (
            select 1
            from chosen
            where
                chosen.unit_id = customers.unit_id
                and chosen.valid_from <= customers.placed_on
                and customers.placed_on < chosen.valid_to
        )
    group by customers.customer_code
    having sum(customers.customer_count) > 0

),

counted as (

    select count(*) as customer_count
    from won
    union all
    -- and who has none by the sale
    select sum(people.uncoded_count) as customer_count
    from campaign_people as people
    where
        people.campaign_code = $campaign_code
        and people.known_at <= $as_of
        and array_contains($service_codes, '*')
        and array_contains($role_codes, '*')
        and $from_minute is null
        and $until_minute is null
        and people.unit_id in (select unit_id from chosen)
        and exists (
            select 1
            from chosen
            where
                chosen.unit_id = people.unit_id
                and chosen.valid_from <= people.placed_on
                and people.placed_on < chosen.valid_to
        )
    union all
    -- of some services, roles or hours: only the ledger tells
    select count(distinct sales.new_customer) as customer_count
    from campaign_ledger as sales
    where
        sales.campaign_code = $campaign_code
        -- few: what narrows most stands first
        and sales.is_new_customer
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and not (
            array_contains($service_codes, '*')
            and array_contains($role_codes, '*')
            and $from_minute is null
            and $until_minute is null
        )
        and (array_contains($service_codes, '*') or array_contains($service_codes, sales.service_code))
        and (
            array_contains($role_codes, '*')
            or coalesce(array_contains($role_codes, sales.role_code), false)
        )
        and (
            ($from_minute is null and $until_minute is null)
            or (
                coalesce($from_minute, 0)
                <= extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)
                and extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)
                < coalesce($until_minute, 1440)
            )
        )
        and sales.unit_id in (select unit_id from chosen)
        and exists (
            select 1
            from chosen
            where
                chosen.unit_id = sales.unit_id
                and chosen.valid_from <= sales.sold_on
                and sales.sold_on < chosen.valid_to
        )

),

customers as (

    select coalesce(sum(customer_count), 0) as new_customer_count
    from counted

),

given as (

    select sum(targets.target_vnd) as target_vnd
    from targets
    inner join standing
        on targets.unit_id = standing.unit_id
    where
        targets.campaign_code = $campaign_code
        and (
            array_contains($service_codes, '*') or array_contains($service_codes, targets.service_code)
        )

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
        and (array_contains($role_codes, '*') or array_contains($role_codes, staff.role_code))

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
