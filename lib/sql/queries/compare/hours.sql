-- What each unit of a level sold in each hour of the day; sales without an hour stand in a row of their own.
-- Levels and parents are those of leaderboard/units_by_attainment: its revenue is the sum over hours.
-- grain: one row per unit of the level ($level 0 = the competing units) and hour with counted sales
-- returns: unit_id str, hour int, revenue_vnd money, sale_count int
with beneath as (

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

)

select
    members.shown_unit_id as unit_id,
    cast(extract(hour from sales.sold_at) as bigint) as hour,
    cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd,
    count(*) as sale_count
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
    extract(hour from sales.sold_at)
order by
    members.shown_unit_id,
    hour nulls last
