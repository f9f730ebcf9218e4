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


by_minute as (

    select
        date_trunc('minute', sales.sold_at) as minute_at,
        sum(sales.revenue_vnd) as minute_vnd
    from campaign_sales as sales
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and sales.sold_at is not null
    group by date_trunc('minute', sales.sold_at)

),

targeted as (

    -- targets belong to where their unit hangs at the cut-off
    select sum(targets.target_vnd) as target_vnd
    from campaign_targets as targets
    cross join board
    where
        targets.campaign_code = $campaign_code
        and (
            ($unit_id is null and targets.level = 0)
            or (targets.shown_unit_id = $unit_id and targets.is_own_level)
        )
        and targets.valid_from <= board.named_on
        and board.named_on < targets.valid_to

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
        coalesce(sum(by_minute.minute_vnd), 0) as slot_vnd
    from campaign_slots
    left join by_minute
        on campaign_slots.takes_from <= by_minute.minute_at
        and by_minute.minute_at < campaign_slots.takes_until
    where campaign_slots.campaign_code = $campaign_code
    group by
        campaign_slots.starts_at,
        campaign_slots.ends_at,
        campaign_slots.plan_share

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
