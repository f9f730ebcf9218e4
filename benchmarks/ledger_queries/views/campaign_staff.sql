-- The people of each campaign at every level of units, with the days on which they belong there.
-- A query names one level or one unit as in campaign_sales, and the day it looks at.
-- grain: one row per campaign, level, person and period
create or replace temp view campaign_staff as
select
    unit_levels.campaign_code,
    unit_levels.level,
    unit_levels.shown_unit_id,
    unit_levels.is_own_level,
    unit_levels.competing_unit_id,
    greatest(staff.valid_from, unit_levels.valid_from) as valid_from,
    least(staff.valid_to, unit_levels.valid_to) as valid_to,
    staff.staff_code,
    staff.full_name,
    staff.role_code
from staff
inner join unit_levels
    on staff.unit_id = unit_levels.unit_id
    and staff.valid_from < unit_levels.valid_to
    and unit_levels.valid_from < staff.valid_to
