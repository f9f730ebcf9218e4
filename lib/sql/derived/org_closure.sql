-- Each unit with itself and all its ancestors, and when that was so.
-- grain: one row per tree, unit, ancestor and period
insert into org_closure
with recursive ancestors (tree, unit_id, ancestor_id, distance, valid_from, valid_to) as (

    select
        trees.tree,
        org_units.unit_id,
        org_units.unit_id as ancestor_id,
        0 as distance,
        org_units.valid_from,
        org_units.valid_to
    from org_units
    cross join (select distinct tree from org_hierarchy) as trees

    union all

    select
        ancestors.tree,
        ancestors.unit_id,
        org_hierarchy.parent_id as ancestor_id,
        ancestors.distance + 1 as distance,
        greatest(ancestors.valid_from, org_hierarchy.valid_from) as valid_from,
        least(ancestors.valid_to, org_hierarchy.valid_to) as valid_to
    from ancestors
    inner join org_hierarchy
        on ancestors.tree = org_hierarchy.tree
        and ancestors.ancestor_id = org_hierarchy.child_id
        and ancestors.valid_from < org_hierarchy.valid_to
        and org_hierarchy.valid_from < ancestors.valid_to
    where ancestors.distance < 32       -- a ring in the hierarchy must not run for ever

)

select
    tree,
    unit_id,
    ancestor_id,
    distance,
    valid_from,
    valid_to
from ancestors
