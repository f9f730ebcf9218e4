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
        is_simulated,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

standing as (

    select
        revenue_vnd,
        sale_count,
        goods_quantity,
        health_cover_quantity,
        untimed_vnd,
        snapshot_vnd,
        snapshot_goods_quantity,
        snapshot_goods_vnd,
        snapshot_health_cover_quantity,
        simulated_count,
        reporting_unit_count,
        active_staff_count,
        customer_count,
        snapshot_customer_count,
        last_recorded_at
    from scope_standings($campaign_code, null, null, $unit_id, $as_of, $as_of)

),

planned as (

    -- the whole campaign has the plan it was given; a unit has the sum of its targets at the cut-off
    select
        board.campaign_code,
        board.is_simulated,
        case
            when $unit_id is null then coalesce(board.plan_vnd, facts.target_vnd)
            else facts.target_vnd
        end as plan_vnd,
        coalesce(facts.staff_count, 0) as staff_count,
        coalesce(facts.unit_count, 0) as unit_count
    from board
    left join scope_facts as facts
        on board.campaign_code = facts.campaign_code
        and facts.level is null
        and facts.shown_unit_id is not distinct from $unit_id
        and facts.valid_from <= board.named_on
        and board.named_on < facts.valid_to

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
    cast(coalesce(standing.revenue_vnd, 0) as bigint) as revenue_vnd,
    planned.plan_vnd,
    cast(coalesce(standing.revenue_vnd, 0) as double) / nullif(cast(planned.plan_vnd as double), 0)
        as attainment,
    pace.expected_share,
    cast(round(planned.plan_vnd * pace.expected_share) as bigint) as expected_vnd,
    coalesce(standing.sale_count, 0) as sale_count,
    coalesce(standing.goods_quantity, 0) as goods_quantity,
    coalesce(standing.customer_count, 0) as new_customer_count,
    coalesce(standing.health_cover_quantity, 0) as health_cover_quantity,
    coalesce(standing.active_staff_count, 0) as active_staff_count,
    planned.staff_count,
    coalesce(standing.reporting_unit_count, 0) as reporting_unit_count,
    planned.unit_count,
    coalesce(standing.untimed_vnd, 0) as untimed_revenue_vnd,
    coalesce(standing.snapshot_vnd, 0) as snapshot_revenue_vnd,
    coalesce(standing.snapshot_goods_quantity, 0) as snapshot_goods_quantity,
    coalesce(standing.snapshot_goods_vnd, 0) as snapshot_goods_revenue_vnd,
    coalesce(standing.snapshot_customer_count, 0) as snapshot_new_customer_count,
    coalesce(standing.snapshot_health_cover_quantity, 0) as snapshot_health_cover_quantity,
    waiting.waiting_count,
    cast(coalesce(waiting.waiting_vnd, 0) as bigint) as waiting_vnd,
    case when standing.sale_count > 0 then standing.last_recorded_at end as last_recorded_at,
    case when standing.sale_count > 0 then standing.simulated_count > 0 else planned.is_simulated end
        as is_simulated
from planned
cross join pace
cross join waiting
left join standing
    on true
