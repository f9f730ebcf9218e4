-- What each competing unit is known to have sold by the cut-off, by quarter of an hour: what a forecast starts from.
-- Campaigns of several days have one row per unit and day. A unit of which nothing is known has one row all the
-- same, without a day: silent, not zero.
-- grain: one row per competing unit, day of sale and quarter of an hour (null: hour not known, or several days)
-- returns: unit_id str, target_vnd money, sold_on date, sold_minute int, revenue_vnd money, sale_count int,
--   last_hour_vnd money
with board as (

    select
        starts_on,
        ends_on,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

sold as (

    select
        sales.competing_unit_id as unit_id,
        sales.sold_on,
        case
            when board.starts_on = board.ends_on
                then
                    floor(
                        (extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)) / 15
                    ) * 15
        end as sold_minute,
        sum(sales.revenue_vnd) as sold_vnd,
        count(*) as sold_count,
        sum(sales.revenue_vnd)
            filter (where sales.recorded_at > cast($as_of as timestamp) - interval 1 hour) as last_hour_vnd
    from campaign_sales as sales
    cross join board
    where
        sales.campaign_code = $campaign_code
        and sales.level = 0
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
    group by
        sales.competing_unit_id,
        sales.sold_on,
        case
            when board.starts_on = board.ends_on
                then
                    floor(
                        (extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)) / 15
                    ) * 15
        end

),

given as (

    select
        targets.competing_unit_id as unit_id,
        sum(targets.target_vnd) as target_vnd
    from campaign_targets as targets
    cross join board
    where
        targets.campaign_code = $campaign_code
        and targets.level = 0
        and targets.valid_from <= board.named_on
        and board.named_on < targets.valid_to
    group by targets.competing_unit_id

),

units as (

    -- those that compete now, and those that sold while they did
    select unit_levels.competing_unit_id as unit_id
    from unit_levels
    cross join board
    where
        unit_levels.campaign_code = $campaign_code
        and unit_levels.level = 0
        and unit_levels.valid_from <= board.named_on
        and board.named_on < unit_levels.valid_to

    union

    select unit_id
    from sold

)

select
    units.unit_id,
    cast(given.target_vnd as bigint) as target_vnd,
    sold.sold_on,
    cast(sold.sold_minute as bigint) as sold_minute,
    cast(coalesce(sold.sold_vnd, 0) as bigint) as revenue_vnd,
    coalesce(sold.sold_count, 0) as sale_count,
    cast(coalesce(sold.last_hour_vnd, 0) as bigint) as last_hour_vnd
from units
left join given
    on units.unit_id = given.unit_id
left join sold
    on units.unit_id = sold.unit_id
order by
    units.unit_id,
    sold.sold_on,
    sold.sold_minute nulls first
