-- Each day of a campaign, or of one unit of it: what was sold, of which plan, by how many units, which unit was best.
-- The best unit of a day has sold the largest share of its whole target that day; one unit has no best below it.
-- Days whose slots have not begun by the cut-off are left out; a day without a sale has no revenue.
-- grain: one row per day of the campaign with a slot that has begun or with counted sales, the oldest first
-- ties: the same share makes several best (best_count); the first in list order is named
-- returns: sold_on date, revenue_vnd money, plan_vnd money, goods_quantity int, new_customer_count int,
--   sale_count int, reporting_unit_count int, unit_count int, best_unit_id str, best_share float, best_count int
with board as (

    select
        plan_vnd,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

counted as (

    select
        sales.sold_on,
        sales.competing_unit_id,
        sales.revenue_vnd,
        sales.goods_quantity,
        sales.new_customer
    from campaign_sales as sales
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until

),

sold as (

    select
        sold_on,
        sum(revenue_vnd) as sold_vnd,
        sum(goods_quantity) as sold_goods,
        count(*) as sold_count,
        count(distinct competing_unit_id) as reporting_count
    from counted
    group by sold_on

),

first_seen as (

    -- a customer is new once: on the first day that names them
    select
        new_customer,
        min(sold_on) as first_on
    from counted
    where new_customer is not null
    group by new_customer

),

met as (

    select
        first_on,
        count(*) as met_count
    from first_seen
    group by first_on

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

shape as (

    select
        cast(starts_at as date) as slot_on,
        sum(plan_share) as day_share
    from campaign_slots
    where campaign_code = $campaign_code
    group by cast(starts_at as date)
    having min(starts_at) < $as_of

),

given as (

    select
        targets.competing_unit_id,
        sum(targets.target_vnd) as given_vnd
    from campaign_targets as targets
    cross join board
    where
        targets.campaign_code = $campaign_code
        and $unit_id is null
        and targets.level = 0
        and targets.valid_from <= board.named_on
        and board.named_on < targets.valid_to
    group by targets.competing_unit_id

),

shared as (

    select
        counted.sold_on,
        counted.competing_unit_id,
        cast(sum(counted.revenue_vnd) as double) / nullif(cast(max(given.given_vnd) as double), 0)
            as target_share
    from counted
    inner join given
        on counted.competing_unit_id = given.competing_unit_id
    group by
        counted.sold_on,
        counted.competing_unit_id

),

ranked as (

    select
        shared.sold_on,
        shared.competing_unit_id,
        shared.target_share,
        rank() over (partition by shared.sold_on order by shared.target_share desc) as place,
        row_number()
            over (
                partition by shared.sold_on
                order by shared.target_share desc, org_units.sort_order, shared.competing_unit_id
            ) as listed
    from shared
    inner join org_units
        on shared.competing_unit_id = org_units.unit_id
    where shared.target_share > 0

),

best as (

    select
        sold_on,
        max(case when listed = 1 then competing_unit_id end) as best_unit_id,
        max(target_share) as best_share,
        count(*) as best_count
    from ranked
    where place = 1
    group by sold_on

),

days as (

    select sold_on as day_on
    from sold

    union

    select slot_on as day_on
    from shape

),

standing as (

    select
        days.day_on,
        count(distinct unit_levels.competing_unit_id) as standing_count
    from days
    inner join unit_levels
        on unit_levels.valid_from <= days.day_on
        and days.day_on < unit_levels.valid_to
    where
        unit_levels.campaign_code = $campaign_code
        and (
            ($unit_id is null and unit_levels.level = 0)
            or (unit_levels.shown_unit_id = $unit_id and unit_levels.is_own_level)
        )
    group by days.day_on

)

select
    days.day_on as sold_on,
    cast(sold.sold_vnd as bigint) as revenue_vnd,
    cast(round(planned.plan_vnd * shape.day_share) as bigint) as plan_vnd,
    cast(sold.sold_goods as bigint) as goods_quantity,
    case when sold.sold_on is not null then coalesce(met.met_count, 0) end as new_customer_count,
    coalesce(sold.sold_count, 0) as sale_count,
    coalesce(sold.reporting_count, 0) as reporting_unit_count,
    coalesce(standing.standing_count, 0) as unit_count,
    best.best_unit_id,
    best.best_share,
    coalesce(best.best_count, 0) as best_count
from days
cross join planned
left join sold
    on days.day_on = sold.sold_on
left join met
    on days.day_on = met.first_on
left join shape
    on days.day_on = shape.slot_on
left join standing
    on days.day_on = standing.day_on
left join best
    on days.day_on = best.sold_on
order by days.day_on
