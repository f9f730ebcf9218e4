-- The places that each scope takes in, and the competing unit that each belongs to.
-- grain: one row per campaign, scope, unit and place
insert into scope_places
select distinct
    scopes.campaign_code,
    scopes.scope_id,
    question_places.unit_id,
    question_places.placed_on,
    unit_places.placed_until,
    unit_levels.competing_unit_id
from scopes
inner join question_places
    on scopes.campaign_code = question_places.campaign_code
    and scopes.level is not distinct from question_places.level
    and scopes.parent_id is not distinct from question_places.parent_id
    and scopes.shown_unit_id is not distinct from question_places.shown_unit_id
inner join unit_places
    on question_places.campaign_code = unit_places.campaign_code
    and question_places.unit_id = unit_places.unit_id
    and question_places.placed_on = unit_places.placed_on
inner join unit_levels
    on question_places.campaign_code = unit_levels.campaign_code
    and question_places.unit_id = unit_levels.unit_id
    and unit_levels.level = 0
    and unit_levels.valid_from <= question_places.placed_on
    and question_places.placed_on < unit_levels.valid_to
order by
    scopes.campaign_code,
    scopes.scope_id,
    question_places.unit_id,
    question_places.placed_on
