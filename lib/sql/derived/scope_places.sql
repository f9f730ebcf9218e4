-- The places that each scope takes in, and the competing unit that each belongs to.
-- grain: one row per campaign, scope, unit and place
insert into scope_places
with sets as (

    select
        campaign_code,
        scope_id,
        any_value(places) as places
    from scopes
    group by
        campaign_code,
        scope_id

),

listed as (

    select
        campaign_code,
        scope_id,
        unnest(places) as place
    from sets

)

select
    listed.campaign_code,
    listed.scope_id,
    listed.place.unit_id as unit_id,
    listed.place.placed_on as placed_on,
    unit_levels.competing_unit_id
from listed
inner join unit_levels
    on listed.campaign_code = unit_levels.campaign_code
    and listed.place.unit_id = unit_levels.unit_id
    and unit_levels.level = 0
    and unit_levels.valid_from <= listed.place.placed_on
    and listed.place.placed_on < unit_levels.valid_to
order by
    listed.campaign_code,
    listed.scope_id,
    unit_id,
    placed_on
