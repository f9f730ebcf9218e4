-- Whose campaign it is: the unit right above those that compete, under the name it bears at the cut-off.
-- grain: one row per unit above; none when the competing units hang below nothing
-- returns: unit_id str, name str, name_en str, short_name str, short_name_en str
with board as (

    select
        tree,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

above as (

    select distinct org_hierarchy.parent_id as unit_id
    from campaign_units
    cross join board
    inner join org_hierarchy
        on campaign_units.unit_id = org_hierarchy.child_id
        and org_hierarchy.tree = board.tree
        and org_hierarchy.valid_from <= board.named_on
        and board.named_on < org_hierarchy.valid_to
    where campaign_units.campaign_code = $campaign_code

)

select
    above.unit_id,
    org_unit_names.name,
    org_unit_names.name_en,
    org_unit_names.short_name,
    org_unit_names.short_name_en
from above
cross join board
inner join org_unit_names
    on above.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
order by above.unit_id
