-- Revenue so far against the plan so far, slot by slot; sales are added up by minute before slots are laid on them.
with planned as (

    select sum(target_vnd)::bigint as plan_vnd
    from targets
    where
        campaign_code = %(campaign_code)s
        and district_id = %(unit_id)s

),

by_minute as (

    select
        date_trunc('minute', sales.sold_at) as minute_at,
        sum(sales.revenue_vnd) as minute_vnd
    from sales
    cross join campaigns as board
    where
        board.campaign_code = %(campaign_code)s
        and sales.district_id = %(unit_id)s
        and sales.sold_on between board.starts_on and board.ends_on
        and sales.recorded_at <= %(as_of)s
        and %(as_of)s < sales.counts_until
        and sales.sold_at is not null
    group by date_trunc('minute', sales.sold_at)

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
    where campaign_slots.campaign_code = %(campaign_code)s
    group by
        campaign_slots.starts_at,
        campaign_slots.ends_at,
        campaign_slots.plan_share

)

select
    by_slot.starts_at,
    by_slot.ends_at,
    case when by_slot.starts_at < %(as_of)s then by_slot.slot_vnd::bigint end as revenue_vnd,
    case
        when by_slot.starts_at < %(as_of)s
            then (sum(by_slot.slot_vnd) over so_far)::bigint
    end as cumulative_vnd,
    round(planned.plan_vnd * sum(by_slot.plan_share) over so_far)::bigint as plan_cumulative_vnd
from by_slot
cross join planned
window so_far as (order by by_slot.starts_at rows between unbounded preceding and current row)
order by by_slot.starts_at
