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
        sums.slot_at,
        sum(sums.revenue_vnd) as slot_vnd
    from scope_hours as sums
    inner join asked
        on sums.scope_id = asked.scope_id
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and sums.slot_at is not null
    group by sums.slot_at

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
