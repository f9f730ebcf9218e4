-- The people of a campaign, with the unit each works at and the days on which they belong to it.
-- grain: one row per person and period
-- returns: staff_code str, full_name str, role_code str, unit_id str, competing_unit_id str,
--   valid_from date, valid_to date
select
    people.staff_code,
    people.full_name,
    people.role_code,
    staff.unit_id,
    people.competing_unit_id,
    people.valid_from,
    people.valid_to
from campaign_staff as people
inner join staff
    on people.staff_code = staff.staff_code
where
    people.campaign_code = $campaign_code
    and people.level = 0
order by people.staff_code, people.valid_from
