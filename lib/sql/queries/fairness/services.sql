-- What each unit sold of each service and was given to sell, with what its chance is reckoned from.
-- Levels and parents are those of leaderboard/units_by_attainment: its revenue and its target are the sums
-- over services.
-- grain: one row per unit of the level ($level 0 = the competing units) and service with counted sales or a target
-- returns: unit_id str, service_code str, revenue_vnd money, target_vnd money, sale_count int,
--   square_sum float, largest_sale_vnd money
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

beneath as (

    -- the units asked for, and when they hung there
    select distinct
        unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and (
            ($parent_id is null and level = $level)
            or shown_unit_id = $parent_id
        )

),

members as (

    select
        unit_levels.unit_id,
        unit_levels.shown_unit_id,
        unit_levels.valid_from,
        unit_levels.valid_to
    from unit_levels
    inner join beneath
        on unit_levels.unit_id = beneath.unit_id
        and beneath.valid_from <= unit_levels.valid_from
        and unit_levels.valid_from < beneath.valid_to
    where
        unit_levels.campaign_code = $campaign_code
        and unit_levels.level = $level

),

sold as (

    select
        members.shown_unit_id,
        sales.service_code,
        sum(sales.revenue_vnd) as sold_vnd,
        count(*) as sale_count,
        -- in doubles: the square of one large sale already fills a whole number
        sum(cast(sales.revenue_vnd as double) * cast(sales.revenue_vnd as double)) as square_sum,
        max(sales.revenue_vnd) as largest_sale_vnd
    from campaign_ledger as sales
    inner join members
        on sales.unit_id = members.unit_id
        and members.valid_from <= sales.sold_on
        and sales.sold_on < members.valid_to
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
    group by
        members.shown_unit_id,
        sales.service_code

),

given as (

    select
        members.shown_unit_id,
        targets.service_code,
        sum(targets.target_vnd) as given_vnd
    from targets
    cross join board
    inner join members
        on targets.unit_id = members.unit_id
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to
    where targets.campaign_code = $campaign_code
    group by
        members.shown_unit_id,
        targets.service_code

)

select
    coalesce(sold.shown_unit_id, given.shown_unit_id) as unit_id,
    coalesce(sold.service_code, given.service_code) as service_code,
    coalesce(cast(sold.sold_vnd as bigint), 0) as revenue_vnd,
    cast(given.given_vnd as bigint) as target_vnd,
    coalesce(sold.sale_count, 0) as sale_count,
    coalesce(sold.square_sum, 0) as square_sum,
    cast(sold.largest_sale_vnd as bigint) as largest_sale_vnd
from sold
full outer join given
    on sold.shown_unit_id = given.shown_unit_id
    and sold.service_code = given.service_code
order by
    unit_id,
    service_code
