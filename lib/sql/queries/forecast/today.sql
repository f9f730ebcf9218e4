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

members as (

    select
        unit_id,
        competing_unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and level = 0

),

lately as (

    -- of the last hour there is little, so the sales themselves are read
    select
        members.competing_unit_id as unit_id,
        sales.sold_on,
        case
            when board.starts_on = board.ends_on
                then
                    floor(
                        (extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)) / 15
                    ) * 15
        end as sold_minute,
        sum(sales.revenue_vnd) as last_hour_vnd
    from campaign_ledger as sales
    cross join board
    inner join members
        on sales.unit_id = members.unit_id
        and members.valid_from <= sales.sold_on
        and sales.sold_on < members.valid_to
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at > cast($as_of as timestamp) - interval 1 hour
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
    group by
        members.competing_unit_id,
        sales.sold_on,
        case
            when board.starts_on = board.ends_on
                then
                    floor(
                        (extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)) / 15
                    ) * 15
        end

),

sold as (

    select
        members.competing_unit_id as unit_id,
        sums.sold_on,
        case
            when board.starts_on = board.ends_on
                then extract(hour from sums.quarter_at) * 60 + extract(minute from sums.quarter_at)
        end as sold_minute,
        sum(sums.revenue_vnd) as sold_vnd,
        sum(sums.sale_count) as sold_count
    from campaign_quarters as sums
    cross join board
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by
        members.competing_unit_id,
        sums.sold_on,
        case
            when board.starts_on = board.ends_on
                then extract(hour from sums.quarter_at) * 60 + extract(minute from sums.quarter_at)
        end
    -- what was sold and voided again leaves no row
    having sum(sums.sale_count) > 0

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
    cast(coalesce(sold.sold_count, 0) as bigint) as sale_count,
    cast(coalesce(lately.last_hour_vnd, 0) as bigint) as last_hour_vnd
from units
left join given
    on units.unit_id = given.unit_id
left join sold
    on units.unit_id = sold.unit_id
left join lately
    on sold.unit_id = lately.unit_id
    and sold.sold_on = lately.sold_on
    and sold.sold_minute is not distinct from lately.sold_minute
order by
    units.unit_id,
    sold.sold_on,
    sold.sold_minute nulls first
