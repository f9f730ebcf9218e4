-- The units of a choice in a campaign, with all that hangs below them; '*' takes all that compete.
-- grain: one row per unit and period in which it hung there
create or replace macro main.chosen_units(of_campaign, codes) as table
select
    unit_id,
    valid_from,
    valid_to
from unit_levels
where
    campaign_code = of_campaign
    and (
        (array_contains(codes, '*') and level = 0)
        or (array_contains(codes, shown_unit_id) and is_own_level)
    )
