-- The targets of each campaign at every level of units, with the days on which a unit hangs there.
-- A query names one level or one unit as in campaign_sales, and the day it looks at.
-- grain: one row per campaign, level, target and period
create or replace temp view campaign_targets as
select
    unit_levels.campaign_code,
    unit_levels.level,
    unit_levels.shown_unit_id,
    unit_levels.is_own_level,
    unit_levels.competing_unit_id,
    unit_levels.valid_from,
    unit_levels.valid_to,
    targets.service_code,
    targets.target_vnd
from targets
inner join unit_levels
    on targets.campaign_code = unit_levels.campaign_code
    and targets.unit_id = unit_levels.unit_id
