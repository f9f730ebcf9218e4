-- What each moment at which the ledger learned of sales added to each unit that competes.
-- With $unit_id its children compete, and what is booked on the unit itself stands under its own name.
-- A new customer is counted once, where and when first recorded; so each column adds up to the overview.
-- grain: one row per moment of recording and unit with a counted sale recorded then
-- returns: recorded_at time, unit_id str, revenue_vnd money, goods_quantity int,
--   new_customer_count int, sale_count int
with counted as (

    select
        sales.sale_id,
        sales.recorded_at,
        coalesce(below.shown_unit_id, sales.shown_unit_id) as unit_id,
        sales.revenue_vnd,
        sales.goods_quantity,
        sales.new_customer
    from campaign_sales as sales
    left join unit_levels as below
        on $unit_id is not null
        and sales.campaign_code = below.campaign_code
        and sales.unit_id = below.unit_id
        and sales.level + 1 = below.level
        and below.valid_from <= sales.sold_on
        and sales.sold_on < below.valid_to
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until

),

mentions as (

    select
        recorded_at,
        unit_id,
        row_number() over (partition by new_customer order by recorded_at, sale_id) as mention
    from counted
    where new_customer is not null

),

met as (

    select
        recorded_at,
        unit_id,
        count(*) as customer_count
    from mentions
    where mention = 1
    group by
        recorded_at,
        unit_id

),

added as (

    select
        recorded_at,
        unit_id,
        sum(revenue_vnd) as added_vnd,
        sum(goods_quantity) as added_quantity,
        count(*) as sale_count
    from counted
    group by
        recorded_at,
        unit_id

)

select
    added.recorded_at,
    added.unit_id,
    cast(added.added_vnd as bigint) as revenue_vnd,
    cast(added.added_quantity as bigint) as goods_quantity,
    coalesce(met.customer_count, 0) as new_customer_count,
    added.sale_count
from added
left join met
    on added.recorded_at = met.recorded_at
    and added.unit_id = met.unit_id
order by added.recorded_at, added.unit_id
