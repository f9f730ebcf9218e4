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

asked as (

    select scope_id
    from scopes
    where
        campaign_code = $campaign_code
        and level is null
        and shown_unit_id is not distinct from $unit_id

),

sold as (

    select
        sums.sold_hour,
        sum(sums.revenue_vnd) as sold_vnd
    from scope_hours as sums
    inner join asked
        on sums.scope_id = asked.scope_id
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by sums.sold_hour
    -- what was sold and voided again leaves no row
    having sum(sums.sale_count) > 0

),

planned as (

    -- the whole campaign has the plan it was given; a unit has the sum of its targets at the cut-off
    select
        case
            when $unit_id is null then coalesce(board.plan_vnd, facts.target_vnd)
            else facts.target_vnd
        end as plan_vnd
    from board
    left join scope_facts as facts
        on facts.campaign_code = $campaign_code
        and facts.level is null
        and facts.shown_unit_id is not distinct from $unit_id
        and facts.valid_from <= board.named_on
        and board.named_on < facts.valid_to

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

)

select
    cast(coalesce(sold.sold_hour, shape.plan_hour) as bigint) as hour,
    coalesce(cast(sold.sold_vnd as bigint), 0) as revenue_vnd,
    cast(round(planned.plan_vnd * shape.hour_share) as bigint) as plan_vnd,
    coalesce(shape.last_ends_at <= $as_of, true) as is_complete
from sold
full outer join shape
    on sold.sold_hour = shape.plan_hour
cross join planned
order by hour nulls last
