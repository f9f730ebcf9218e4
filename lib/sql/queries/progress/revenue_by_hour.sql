-- Revenue of each hour of the day against the plan of that hour; one row for sales whose hour is not known.
-- The plan is shown only where it is given by the hour (slots no longer than an hour).
-- grain: one row per hour of the day with plan or sales, and one with hour null when such sales exist
-- returns: hour int, revenue_vnd money, plan_vnd money, is_complete bool
with board as (

    select
        plan_vnd,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

members as (

    -- the units it is about, and when they hung there
    select
        unit_id,
        competing_unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and (
            ($unit_id is null and level = 0)
            or (shown_unit_id = $unit_id and is_own_level)
        )

),

sold as (

    select
        extract(hour from sums.quarter_at) as sold_hour,
        sum(sums.revenue_vnd) as sold_vnd
    from campaign_quarters as sums
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by extract(hour from sums.quarter_at)
    -- what was sold and voided again leaves no row
    having sum(sums.sale_count) > 0

),

targeted as (

    -- targets belong to where their unit hangs at the cut-off
    select sum(targets.target_vnd) as target_vnd
    from targets
    cross join board
    inner join members
        on targets.unit_id = members.unit_id
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to
    where targets.campaign_code = $campaign_code

),

planned as (

    -- the whole campaign has the plan it was given; a unit has the sum of its targets
    select
        case
            when $unit_id is null then coalesce(board.plan_vnd, targeted.target_vnd)
            else targeted.target_vnd
        end as plan_vnd
    from board
    cross join targeted

),

shape as (

    select
        extract(hour from starts_at) as plan_hour,
        sum(plan_share) as hour_share,
        max(ends_at) as last_ends_at
    from campaign_slots
    where
        campaign_code = $campaign_code
        and ends_at <= starts_at + interval 1 hour
    group by extract(hour from starts_at)

),

hours as (

    select sold_hour as hour_of_day
    from sold

    union

    select plan_hour as hour_of_day
    from shape

)

select
    cast(hours.hour_of_day as bigint) as hour,
    coalesce(cast(sold.sold_vnd as bigint), 0) as revenue_vnd,
    cast(round(planned.plan_vnd * shape.hour_share) as bigint) as plan_vnd,
    coalesce(shape.last_ends_at <= $as_of, true) as is_complete
from hours
cross join planned
left join sold
    on hours.hour_of_day = sold.sold_hour
    or (hours.hour_of_day is null and sold.sold_hour is null)
left join shape
    on hours.hour_of_day = shape.plan_hour
order by hours.hour_of_day nulls last
