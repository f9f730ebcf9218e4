-- The units that compete in a campaign and those below them, under the names they bear at the cut-off.
-- grain: one row per unit in scope
-- returns: unit_id str, parent_id str, competing_unit_id str, level int, kind str, name str,
--   name_en str, short_name str, short_name_en str, tile_row int, tile_col int, child_count int,
--   is_simulated bool
with board as (

    select
        tree,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

shown as (

    -- a unit at its own level stands for itself and all below it
    select
        unit_levels.unit_id,
        unit_levels.competing_unit_id,
        unit_levels.level
    from unit_levels
    cross join board
    where
        unit_levels.campaign_code = $campaign_code
        and unit_levels.shown_unit_id = unit_levels.unit_id
        and unit_levels.is_own_level
        and unit_levels.valid_from <= board.named_on
        and board.named_on < unit_levels.valid_to

),

parents as (

    select
        org_hierarchy.child_id as unit_id,
        org_hierarchy.parent_id
    from org_hierarchy
    inner join board
        on org_hierarchy.tree = board.tree
        and org_hierarchy.valid_from <= board.named_on
        and board.named_on < org_hierarchy.valid_to

),

children as (

    select
        parent_id as unit_id,
        count(*) as child_count
    from parents
    group by parent_id

)

select
    shown.unit_id,
    case when shown.level > 0 then parents.parent_id end as parent_id,
    shown.competing_unit_id,
    shown.level,
    org_units.kind,
    org_unit_names.name,
    org_unit_names.name_en,
    org_unit_names.short_name,
    org_unit_names.short_name_en,
    org_units.tile_row,
    org_units.tile_col,
    coalesce(children.child_count, 0) as child_count,
    org_units.is_simulated
from shown
cross join board
inner join org_units
    on shown.unit_id = org_units.unit_id
inner join org_unit_names
    on shown.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
left join parents
    on shown.unit_id = parents.unit_id
left join children
    on shown.unit_id = children.unit_id
order by shown.level, org_units.sort_order, shown.unit_id
