-- How many people of each role a unit has, and what people of that role sold for it.
-- Levels and parents are those of leaderboard/units_by_attainment. A sale goes by the seller's role when
-- selling; one without a known seller stands in a row without a role.
-- grain: one row per unit of the level ($level 0 = the competing units) and role with people or counted sales
-- returns: unit_id str, role_code str, staff_count int, revenue_vnd money, sale_count int
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

roster as (

    select
        members.shown_unit_id,
        staff.role_code,
        count(*) as staff_count
    from staff
    cross join board
    inner join members
        on staff.unit_id = members.unit_id
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to
    where
        staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
    group by
        members.shown_unit_id,
        staff.role_code

),

sold as (

    select
        members.shown_unit_id,
        sums.role_code,
        sum(sums.revenue_vnd) as sold_vnd,
        cast(sum(sums.sale_count) as bigint) as sale_count
    from campaign_cells as sums
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
    group by
        members.shown_unit_id,
        sums.role_code
    having sum(sums.sale_count) > 0

)

select
    coalesce(roster.shown_unit_id, sold.shown_unit_id) as unit_id,
    coalesce(roster.role_code, sold.role_code) as role_code,
    coalesce(roster.staff_count, 0) as staff_count,
    coalesce(cast(sold.sold_vnd as bigint), 0) as revenue_vnd,
    coalesce(sold.sale_count, 0) as sale_count
from roster
full outer join sold
    on roster.shown_unit_id = sold.shown_unit_id
    and roster.role_code = sold.role_code
order by
    unit_id,
    role_code nulls last
