-- Other ways of writing a unit's name, folded, with the time in which each is understood.
-- grain: one row per alias, unit and start
-- returns: alias_folded str, unit_id str, valid_from date, valid_to date, is_valid_now bool
select
    alias_folded,
    unit_id,
    valid_from,
    valid_to,
    valid_from <= cast($as_of as date) and cast($as_of as date) < valid_to as is_valid_now
from org_unit_aliases
order by alias_folded, unit_id, valid_from
