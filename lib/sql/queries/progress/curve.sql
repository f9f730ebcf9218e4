-- Revenue so far against the plan so far, slot by slot of the campaign's agreed hours.
-- Slots that have not begun by the cut-off have no actual. Sales whose hour is not known are not on the curve.
-- grain: one row per slot of the campaign
-- returns: starts_at time, ends_at time, revenue_vnd money, cumulative_vnd money,
--   plan_cumulative_vnd money
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
        sums.slot_at,
        sum(sums.revenue_vnd) as slot_vnd
    from campaign_quarters as sums
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and sums.slot_at is not null
    group by sums.slot_at

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

by_slot as (

    select
        campaign_slots.starts_at,
        campaign_slots.ends_at,
        campaign_slots.plan_share,
        coalesce(sold.slot_vnd, 0) as slot_vnd
    from campaign_slots
    left join sold
        on campaign_slots.starts_at = sold.slot_at
    where campaign_slots.campaign_code = $campaign_code

)

select
    by_slot.starts_at,
    by_slot.ends_at,
    case when by_slot.starts_at < $as_of then cast(by_slot.slot_vnd as bigint) end as revenue_vnd,
    case
        when by_slot.starts_at < $as_of
            then cast(
                sum(by_slot.slot_vnd)
                    over (order by by_slot.starts_at rows between unbounded preceding and current row)
                as bigint
            )
    end as cumulative_vnd,
    cast(
        round(
            planned.plan_vnd
            * sum(by_slot.plan_share)
                over (order by by_slot.starts_at rows between unbounded preceding and current row)
        ) as bigint
    ) as plan_cumulative_vnd
from by_slot
cross join planned
order by by_slot.starts_at
