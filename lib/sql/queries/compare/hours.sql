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
    cast(extract(hour from sums.quarter_at) as bigint) as hour,
    cast(sum(sums.revenue_vnd) as bigint) as revenue_vnd,
    cast(sum(sums.sale_count) as bigint) as sale_count
from campaign_quarters as sums
inner join members
    on sums.unit_id = members.unit_id
    and members.valid_from <= sums.placed_on
    and sums.placed_on < members.valid_to
where
    sums.campaign_code = $campaign_code
    and sums.known_at <= $as_of
group by
    members.shown_unit_id,
    extract(hour from sums.quarter_at)
-- what was sold and voided again leaves no row
having sum(sums.sale_count) > 0
order by
    members.shown_unit_id,
    hour nulls last
