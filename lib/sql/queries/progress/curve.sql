-- Revenue so far against the plan so far, slot by slot of the campaign's agreed hours.
-- Slots that have not begun by the cut-off have no actual. Sales whose hour is not known are not on the curve.
-- grain: one row per slot of the campaign
-- returns: starts_at time, ends_at time, revenue_vnd money, cumulative_vnd money,
--   plan_cumulative_vnd money
with scope as (

    select distinct unit_id
    from unit_levels
    where
        campaign_code = $campaign_code
        and ($unit_id is null or shown_unit_id = $unit_id)

),

by_minute as (

    select
        date_trunc('minute', sold_at) as minute_at,
        sum(revenue_vnd) as minute_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and recorded_at <= $as_of
        and $as_of < counts_until
        and sold_at is not null
        and ($unit_id is null or unit_id in (select scope.unit_id from scope))
    group by date_trunc('minute', sold_at)

),

planned as (

    select
        case
            when $unit_id is null then coalesce(max(campaigns.plan_vnd), sum(targets.target_vnd))
            else sum(targets.target_vnd)
        end as plan_vnd
    from campaigns
    left join targets
        on campaigns.campaign_code = targets.campaign_code
        and targets.unit_id in (select scope.unit_id from scope)
    where campaigns.campaign_code = $campaign_code

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
