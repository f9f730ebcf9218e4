-- The ledger through the lens of each campaign: its window, its units, its services.
-- A sale counts in every campaign whose lens it falls in: the day, the sprint and the year.
-- A query names one level (level = 0 for the whole campaign), or one unit at its own level
-- (shown_unit_id = $unit_id and is_own_level): then each sale stands once.
-- grain: one row per campaign, level and sale
create or replace temp view campaign_sales as
select
    unit_levels.level,
    unit_levels.shown_unit_id,
    unit_levels.is_own_level,
    unit_levels.competing_unit_id,
    campaign_ledger.*
from campaign_ledger
inner join unit_levels
    on campaign_ledger.campaign_code = unit_levels.campaign_code
    and campaign_ledger.unit_id = unit_levels.unit_id
    and unit_levels.valid_from <= campaign_ledger.sold_on
    and campaign_ledger.sold_on < unit_levels.valid_to
