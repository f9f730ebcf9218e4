-- The places that each question of a screen means.
-- All that compete; a unit with all that is below it; and each unit that a level shows, wherever it hangs or within one
-- unit above it.
-- grain: one row per campaign, level, unit above, shown unit and place
insert into question_places
with placed as (

    select
        unit_places.campaign_code,
        unit_places.unit_id,
        unit_places.placed_on,
        unit_levels.level,
        unit_levels.shown_unit_id,
        unit_levels.is_own_level
    from unit_places
    inner join unit_levels
        on unit_places.campaign_code = unit_levels.campaign_code
        and unit_places.unit_id = unit_levels.unit_id
        and unit_levels.valid_from <= unit_places.placed_on
        and unit_places.placed_on < unit_levels.valid_to

),

above as (

    select distinct
        campaign_code,
        unit_id,
        placed_on,
        shown_unit_id as parent_id
    from placed

)

select
    campaign_code,
    cast(null as integer) as level,
    cast(null as varchar) as parent_id,
    cast(null as varchar) as shown_unit_id,
    unit_id,
    placed_on
from placed
where level = 0

union all

select distinct
    campaign_code,
    cast(null as integer) as level,
    cast(null as varchar) as parent_id,
    shown_unit_id,
    unit_id,
    placed_on
from placed
where is_own_level

union all

select
    campaign_code,
    level,
    cast(null as varchar) as parent_id,
    shown_unit_id,
    unit_id,
    placed_on
from placed

union all

select
    placed.campaign_code,
    placed.level,
    above.parent_id,
    placed.shown_unit_id,
    placed.unit_id,
    placed.placed_on
from placed
inner join above
    on placed.campaign_code = above.campaign_code
    and placed.unit_id = above.unit_id
    and placed.placed_on = above.placed_on
