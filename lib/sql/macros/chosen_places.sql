-- The places of the units of a choice in a campaign, with all that hangs below them; '*' takes all that compete.
-- grain: one row per place of a unit: days in which nothing above or below it changed
create or replace macro main.chosen_places(of_campaign, codes) as table
select distinct
    places.unit_id,
    places.placed_on,
    places.placed_until
from unit_places as places
inner join unit_levels as levels
    on places.campaign_code = levels.campaign_code
    and places.unit_id = levels.unit_id
    and levels.valid_from <= places.placed_on
    and places.placed_on < levels.valid_to
where
    places.campaign_code = of_campaign
    and (
        (array_contains(codes, '*') and levels.level = 0)
        or (array_contains(codes, levels.shown_unit_id) and levels.is_own_level)
    )
