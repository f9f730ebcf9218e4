-- Where a campaign, or one unit of it, stands at the cut-off: every headline figure of the board.
-- The first-hours figures count sales with launched_at <= sold_at < snapshot_at.
-- grain: one row; none when there is no such campaign
-- returns: revenue_vnd money, plan_vnd money, attainment float, expected_share float,
--   expected_vnd money, sale_count int, goods_quantity int, new_customer_count int,
--   health_cover_quantity int, active_staff_count int, staff_count int, reporting_unit_count int,
--   unit_count int, untimed_revenue_vnd money, snapshot_revenue_vnd money,
--   snapshot_goods_quantity int, snapshot_goods_revenue_vnd money,
--   snapshot_new_customer_count int, snapshot_health_cover_quantity int, waiting_count int,
--   waiting_vnd money, last_recorded_at time, is_simulated bool
with board as (

    select
        campaign_code,
        plan_vnd,
        launched_at,
        snapshot_at,
        is_simulated,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),


counted as (

    select
        sum(sales.revenue_vnd) as revenue_vnd,
        count(*) as sale_count,
        sum(sales.goods_quantity) as goods_quantity,
        count(distinct sales.new_customer) as new_customer_count,
        sum(sales.health_cover_quantity) as health_cover_quantity,
        count(distinct sales.staff_code) as active_staff_count,
        count(distinct sales.competing_unit_id) as reporting_unit_count,
        sum(sales.revenue_vnd) filter (where sales.sold_at is null) as untimed_revenue_vnd,
        sum(sales.revenue_vnd)
            filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_revenue_vnd,
        sum(sales.goods_quantity)
            filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_goods_quantity,
        sum(sales.goods_revenue_vnd)
            filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_goods_revenue_vnd,
        count(distinct sales.new_delivery_customer)
            filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_new_customer_count,
        sum(sales.health_cover_quantity)
            filter (where board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
            as snapshot_health_cover_quantity,
        max(sales.recorded_at) as last_recorded_at,
        bool_or(sales.is_simulated) as is_simulated
    from campaign_sales as sales
    cross join board
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until

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

),

roster as (

    select count(*) as staff_count
    from campaign_staff as staff
    cross join board
    where
        staff.campaign_code = $campaign_code
        and (
            ($unit_id is null and staff.level = 0)
            or (staff.shown_unit_id = $unit_id and staff.is_own_level)
        )
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

units as (

    select count(distinct units.competing_unit_id) as unit_count
    from unit_levels as units
    cross join board
    where
        units.campaign_code = $campaign_code
        and (
            ($unit_id is null and units.level = 0)
            or (units.shown_unit_id = $unit_id and units.is_own_level)
        )
        and units.valid_from <= board.named_on
        and board.named_on < units.valid_to

),

waiting as (

    -- what has been fixed or given up waits no longer
    select
        count(*) as waiting_count,
        sum(quarantine.revenue_vnd) as waiting_vnd
    from quarantine
    inner join batches
        on quarantine.batch_id = batches.batch_id
    left join batch_voids
        on quarantine.batch_id = batch_voids.batch_id
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        batches.campaign_code = $campaign_code
        and coalesce(batches.kind, 'sales') = 'sales'
        and quarantine.recorded_at <= $as_of
        and settled.batch_id is null
        and (batch_voids.voided_at is null or $as_of < batch_voids.voided_at)

)

select
    coalesce(counted.revenue_vnd, 0) as revenue_vnd,
    planned.plan_vnd,
    coalesce(counted.revenue_vnd, 0) / nullif(cast(planned.plan_vnd as double), 0) as attainment,
    pace.expected_share,
    cast(round(planned.plan_vnd * pace.expected_share) as bigint) as expected_vnd,
    counted.sale_count,
    coalesce(counted.goods_quantity, 0) as goods_quantity,
    counted.new_customer_count,
    coalesce(counted.health_cover_quantity, 0) as health_cover_quantity,
    counted.active_staff_count,
    roster.staff_count,
    counted.reporting_unit_count,
    units.unit_count,
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
cross join units
cross join waiting
