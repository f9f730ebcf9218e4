-- Where the district stands: written for PostgreSQL, on sales that know their district and when they count.
with board as (

    select
        *,
        greatest(starts_on, least(%(as_of)s::date, ends_on)) as named_on
    from campaigns
    where campaign_code = %(campaign_code)s

),

counted as (

    select
        sum(sales.revenue_vnd)::bigint as revenue_vnd,
        count(*) as sale_count,
        (sum(sales.quantity) filter (where sales.counter_code = 'goods'))::bigint as goods_quantity,
        count(distinct sales.new_customer) as new_customer_count,
        (sum(sales.quantity) filter (where sales.counter_code = 'health_cover'))::bigint
            as health_cover_quantity,
        count(distinct sales.staff_code) as active_staff_count,
        count(distinct sales.district_id) as reporting_unit_count,
        (sum(sales.revenue_vnd) filter (where sales.sold_at is null))::bigint as untimed_revenue_vnd,
        (sum(sales.revenue_vnd) filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at))::bigint
            as snapshot_revenue_vnd,
        (sum(sales.quantity) filter (where sales.counter_code = 'goods' and board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at))::bigint
            as snapshot_goods_quantity,
        (sum(sales.revenue_vnd) filter (where sales.counter_code = 'goods' and board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at))::bigint
            as snapshot_goods_revenue_vnd,
        count(distinct sales.new_customer) filter (where sales.counter_code = 'delivery' and board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_new_customer_count,
        (sum(sales.quantity) filter (where sales.counter_code = 'health_cover' and board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at))::bigint
            as snapshot_health_cover_quantity,
        max(sales.recorded_at) as last_recorded_at,
        bool_or(sales.is_simulated) as is_simulated
    from sales
    cross join board
    where
        sales.district_id = %(unit_id)s
        and sales.sold_on between board.starts_on and board.ends_on
        and sales.recorded_at <= %(as_of)s
        and %(as_of)s < sales.counts_until

),

planned as (

    select sum(target_vnd)::bigint as plan_vnd
    from targets
    where
        campaign_code = %(campaign_code)s
        and district_id = %(unit_id)s

),

pace as (

    select
        sum(
            case
                when %(as_of)s >= ends_at then plan_share
                when %(as_of)s <= starts_at then 0
                else
                    plan_share
                    * extract(epoch from date_trunc('minute', %(as_of)s::timestamp) - starts_at)::float8
                    / extract(epoch from ends_at - starts_at)::float8
            end
        ) as expected_share
    from campaign_slots
    where campaign_code = %(campaign_code)s

),

roster as (

    select count(*) as staff_count
    from staff
    cross join board
    where
        staff.district_id = %(unit_id)s
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

waiting as (

    select
        count(*) as waiting_count,
        sum(quarantine.revenue_vnd)::bigint as waiting_vnd
    from quarantine
    inner join batches
        on quarantine.batch_id = batches.batch_id
    where
        batches.campaign_code = %(campaign_code)s
        and quarantine.recorded_at <= %(as_of)s

)

select
    coalesce(counted.revenue_vnd, 0) as revenue_vnd,
    planned.plan_vnd,
    coalesce(counted.revenue_vnd, 0) / nullif(planned.plan_vnd::float8, 0) as attainment,
    pace.expected_share,
    round(planned.plan_vnd * pace.expected_share)::bigint as expected_vnd,
    counted.sale_count,
    coalesce(counted.goods_quantity, 0) as goods_quantity,
    counted.new_customer_count,
    coalesce(counted.health_cover_quantity, 0) as health_cover_quantity,
    counted.active_staff_count,
    roster.staff_count,
    counted.reporting_unit_count,
    1 as unit_count,
    coalesce(counted.untimed_revenue_vnd, 0) as untimed_revenue_vnd,
    coalesce(counted.snapshot_revenue_vnd, 0) as snapshot_revenue_vnd,
    coalesce(counted.snapshot_goods_quantity, 0) as snapshot_goods_quantity,
    coalesce(counted.snapshot_goods_revenue_vnd, 0) as snapshot_goods_revenue_vnd,
    counted.snapshot_new_customer_count,
    coalesce(counted.snapshot_health_cover_quantity, 0) as snapshot_health_cover_quantity,
    waiting.waiting_count,
    coalesce(waiting.waiting_vnd, 0) as waiting_vnd,
    counted.last_recorded_at,
    coalesce(counted.is_simulated, board.is_simulated) as is_simulated
from board
cross join counted
cross join planned
cross join pace
cross join roster
cross join waiting
