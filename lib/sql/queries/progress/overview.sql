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

by_unit as (

    select
        members.competing_unit_id,
        sum(sums.revenue_vnd) as revenue_vnd,
        sum(sums.sale_count) as sale_count,
        sum(sums.quantity) filter (where services.counter_code = 'goods') as goods_quantity,
        sum(sums.quantity) filter (where services.counter_code = 'health_cover')
            as health_cover_quantity,
        sum(sums.untimed_vnd) as untimed_vnd,
        sum(sums.snapshot_vnd) as snapshot_vnd,
        sum(sums.snapshot_quantity) filter (where services.counter_code = 'goods')
            as snapshot_goods_quantity,
        sum(sums.snapshot_vnd) filter (where services.counter_code = 'goods') as snapshot_goods_vnd,
        sum(sums.snapshot_quantity) filter (where services.counter_code = 'health_cover')
            as snapshot_health_cover_quantity,
        sum(sums.simulated_count) as simulated_count,
        max(sums.last_recorded_at) as last_recorded_at
    from campaign_totals as sums
    inner join services
        on sums.service_code = services.service_code
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by members.competing_unit_id

),

counted as (

    select
        sum(revenue_vnd) as revenue_vnd,
        coalesce(sum(sale_count), 0) as sale_count,
        sum(goods_quantity) as goods_quantity,
        sum(health_cover_quantity) as health_cover_quantity,
        count(*) filter (where sale_count > 0) as reporting_unit_count,
        sum(untimed_vnd) as untimed_vnd,
        sum(snapshot_vnd) as snapshot_vnd,
        sum(snapshot_goods_quantity) as snapshot_goods_quantity,
        sum(snapshot_goods_vnd) as snapshot_goods_vnd,
        sum(snapshot_health_cover_quantity) as snapshot_health_cover_quantity,
        case when sum(sale_count) > 0 then sum(simulated_count) > 0 end as is_simulated,
        case when sum(sale_count) > 0 then max(last_recorded_at) end as last_recorded_at
    from by_unit

),

by_person as (

    select
        people.staff_code,
        sum(people.sale_count) as sale_count,
        sum(people.customer_count) as customer_count
    from campaign_people as people
    inner join members
        on people.unit_id = members.unit_id
        and members.valid_from <= people.placed_on
        and people.placed_on < members.valid_to
    where
        people.campaign_code = $campaign_code
        and people.known_at <= $as_of
    group by people.staff_code

),

selling as (

    select
        count(*) filter (where staff_code is not null and sale_count > 0) as active_staff_count,
        coalesce(sum(customer_count), 0) as customer_count
    from by_person

),

won_again as (

    -- who was won by several people or units is one customer here
    select
        customers.customer_code,
        sum(customers.customer_count) - 1 as times
    from shared_customers as customers
    inner join members
        on customers.unit_id = members.unit_id
        and members.valid_from <= customers.placed_on
        and customers.placed_on < members.valid_to
    where
        customers.campaign_code = $campaign_code
        and customers.known_at <= $as_of
    group by customers.customer_code
    having sum(customers.customer_count) > 1

),

first_hours as (

    select customers.customer
    from snapshot_customers as customers
    inner join members
        on customers.unit_id = members.unit_id
        and members.valid_from <= customers.placed_on
        and customers.placed_on < members.valid_to
    where
        customers.campaign_code = $campaign_code
        and customers.known_at <= $as_of
    group by customers.customer
    having sum(customers.sale_count) > 0

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
    from staff
    cross join board
    inner join members
        on staff.unit_id = members.unit_id
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to
    where
        staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

units as (

    select count(distinct members.competing_unit_id) as unit_count
    from members
    cross join board
    where
        members.valid_from <= board.named_on
        and board.named_on < members.valid_to

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
    cast(coalesce(counted.revenue_vnd, 0) as bigint) as revenue_vnd,
    planned.plan_vnd,
    cast(coalesce(counted.revenue_vnd, 0) as double) / nullif(cast(planned.plan_vnd as double), 0)
        as attainment,
    pace.expected_share,
    cast(round(planned.plan_vnd * pace.expected_share) as bigint) as expected_vnd,
    counted.sale_count,
    coalesce(counted.goods_quantity, 0) as goods_quantity,
    selling.customer_count - (select coalesce(sum(times), 0) from won_again) as new_customer_count,
    coalesce(counted.health_cover_quantity, 0) as health_cover_quantity,
    selling.active_staff_count,
    roster.staff_count,
    counted.reporting_unit_count,
    units.unit_count,
    coalesce(counted.untimed_vnd, 0) as untimed_revenue_vnd,
    coalesce(counted.snapshot_vnd, 0) as snapshot_revenue_vnd,
    coalesce(counted.snapshot_goods_quantity, 0) as snapshot_goods_quantity,
    coalesce(counted.snapshot_goods_vnd, 0) as snapshot_goods_revenue_vnd,
    (select count(*) from first_hours) as snapshot_new_customer_count,
    coalesce(counted.snapshot_health_cover_quantity, 0) as snapshot_health_cover_quantity,
    waiting.waiting_count,
    coalesce(waiting.waiting_vnd, 0) as waiting_vnd,
    counted.last_recorded_at,
    coalesce(counted.is_simulated, board.is_simulated) as is_simulated
from board
cross join counted
cross join selling
cross join planned
cross join pace
cross join roster
cross join units
cross join waiting
