-- Everyone who was ever on the roster, with the time in which the code is theirs.
-- grain: one row per person
-- returns: staff_code str, full_name str, name_folded str, role_code str, unit_id str,
--   valid_from date, valid_to date, is_valid_now bool
select
    staff_code,
    full_name,
    name_folded,
    role_code,
    unit_id,
    valid_from,
    valid_to,
    valid_from <= cast($as_of as date) and cast($as_of as date) < valid_to as is_valid_now
from staff
order by staff_code
