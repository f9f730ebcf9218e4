-- Every unit under every name it ever bore, and how it stands to a campaign: what imported names are looked up in.
-- grain: one row per unit and period of a name
-- returns: unit_id str, unit_code str, kind str, sort_order int, name str, short_name str,
--   named_from date, named_to date, valid_from date, valid_to date, competing_unit_id str,
--   is_above bool, is_named_now bool
with competing as (

    select
        unit_id,
        min(competing_unit_id) as competing_unit_id
    from unit_levels
    where
        campaign_code = $campaign_code
        and level = 0
    group by unit_id

),

above as (

    -- units with a competitor somewhere below them: too wide to book a sale to
    select distinct org_closure.ancestor_id as unit_id
    from campaign_units
    inner join campaigns
        on campaign_units.campaign_code = campaigns.campaign_code
    inner join org_closure
        on campaign_units.unit_id = org_closure.unit_id
        and campaigns.tree = org_closure.tree
        and org_closure.distance > 0
    where campaign_units.campaign_code = $campaign_code

)

select
    org_units.unit_id,
    org_units.unit_code,
    org_units.kind,
    org_units.sort_order,
    org_unit_names.name,
    org_unit_names.short_name,
    org_unit_names.valid_from as named_from,
    org_unit_names.valid_to as named_to,
    org_units.valid_from,
    org_units.valid_to,
    competing.competing_unit_id,
    above.unit_id is not null as is_above,
    org_unit_names.valid_from <= cast($as_of as date)
    and cast($as_of as date) < org_unit_names.valid_to as is_named_now
from org_units
inner join org_unit_names
    on org_units.unit_id = org_unit_names.unit_id
left join competing
    on org_units.unit_id = competing.unit_id
left join above
    on org_units.unit_id = above.unit_id
order by org_units.sort_order, org_units.unit_id, org_unit_names.valid_from
