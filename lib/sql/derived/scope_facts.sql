-- What each question of a screen knows without any sale, for each span of days in which none of it changes.
-- A scope whose units stand no longer keeps its row, for what was sold while they stood.
-- grain: one row per campaign, level, unit above, shown unit and span of days, from the first day on which one of its units stands
insert into scope_facts
with changes as (

    select
        campaign_code,
        placed_on as changed_on
    from unit_places

    union

    select
        campaign_code,
        placed_until as changed_on
    from unit_places

    union

    select
        campaigns.campaign_code,
        staff.valid_from as changed_on
    from staff
    inner join campaigns
        on campaigns.starts_on < staff.valid_from
        and staff.valid_from <= campaigns.ends_on

    union

    select
        campaigns.campaign_code,
        staff.valid_to as changed_on
    from staff
    inner join campaigns
        on campaigns.starts_on < staff.valid_to
        and staff.valid_to <= campaigns.ends_on

    union

    select
        campaigns.campaign_code,
        org_unit_names.valid_from as changed_on
    from org_unit_names
    inner join campaigns
        on campaigns.starts_on < org_unit_names.valid_from
        and org_unit_names.valid_from <= campaigns.ends_on

    union

    select
        campaigns.campaign_code,
        org_hierarchy.valid_from as changed_on
    from org_hierarchy
    inner join campaigns
        on campaigns.tree = org_hierarchy.tree
        and campaigns.starts_on < org_hierarchy.valid_from
        and org_hierarchy.valid_from <= campaigns.ends_on

    union

    select
        campaigns.campaign_code,
        org_hierarchy.valid_to as changed_on
    from org_hierarchy
    inner join campaigns
        on campaigns.tree = org_hierarchy.tree
        and campaigns.starts_on < org_hierarchy.valid_to
        and org_hierarchy.valid_to <= campaigns.ends_on

    union

    select
        campaign_code,
        starts_on as changed_on
    from campaigns

),

spans as (

    -- the last one has no end: after the campaign it stays as it was on its last day
    select
        changes.campaign_code,
        changes.changed_on as valid_from,
        lead(changes.changed_on, 1, date '9999-12-31')
            over (partition by changes.campaign_code order by changes.changed_on)
            as valid_to
    from changes
    inner join campaigns
        on changes.campaign_code = campaigns.campaign_code
        and changes.changed_on <= campaigns.ends_on

),

there as (

    -- what it takes in of what had begun by then
    select
        spans.campaign_code,
        spans.valid_from,
        spans.valid_to,
        scope_places.scope_id,
        scope_places.unit_id,
        scope_places.placed_on,
        scope_places.competing_unit_id,
        spans.valid_from < scope_places.placed_until as is_standing
    from spans
    inner join scope_places
        on spans.campaign_code = scope_places.campaign_code
        and scope_places.placed_on <= spans.valid_from

),

heads as (

    select
        spans.campaign_code,
        spans.valid_from,
        staff.unit_id,
        count(*) as staff_count
    from spans
    inner join staff
        on staff.valid_from <= spans.valid_from
        and spans.valid_from < staff.valid_to
    group by
        spans.campaign_code,
        spans.valid_from,
        staff.unit_id

),

given as (

    select
        campaign_code,
        unit_id,
        sum(target_vnd) as target_vnd
    from targets
    group by
        campaign_code,
        unit_id

),

measured as (

    select
        there.campaign_code,
        there.scope_id,
        there.valid_from,
        there.valid_to,
        max_by(there.competing_unit_id, there.placed_on) as competing_unit_id,
        count(*) filter (where there.is_standing) as standing_count,
        count(distinct there.competing_unit_id) filter (where there.is_standing) as unit_count,
        coalesce(sum(heads.staff_count) filter (where there.is_standing), 0) as staff_count,
        sum(given.target_vnd) filter (where there.is_standing) as target_vnd
    from there
    left join heads
        on there.campaign_code = heads.campaign_code
        and there.valid_from = heads.valid_from
        and there.unit_id = heads.unit_id
    left join given
        on there.campaign_code = given.campaign_code
        and there.unit_id = given.unit_id
    group by
        there.campaign_code,
        there.scope_id,
        there.valid_from,
        there.valid_to

),

names as (

    select
        spans.campaign_code,
        spans.valid_from,
        org_unit_names.unit_id,
        max(org_unit_names.valid_from) as named_from
    from spans
    inner join org_unit_names
        on org_unit_names.valid_from <= spans.valid_from
    group by
        spans.campaign_code,
        spans.valid_from,
        org_unit_names.unit_id

),

children as (

    select
        spans.campaign_code,
        spans.valid_from,
        org_hierarchy.parent_id,
        count(*) as child_count
    from spans
    inner join campaigns
        on spans.campaign_code = campaigns.campaign_code
    inner join org_hierarchy
        on campaigns.tree = org_hierarchy.tree
        and org_hierarchy.valid_from <= spans.valid_from
        and spans.valid_from < org_hierarchy.valid_to
    group by
        spans.campaign_code,
        spans.valid_from,
        org_hierarchy.parent_id

)

select
    scopes.campaign_code,
    scopes.level,
    scopes.parent_id,
    scopes.shown_unit_id,
    scopes.scope_id,
    measured.valid_from,
    measured.valid_to,
    measured.competing_unit_id,
    org_unit_names.name,
    org_unit_names.name_en,
    org_unit_names.short_name,
    org_unit_names.short_name_en,
    org_units.sort_order,
    measured.standing_count,
    measured.unit_count,
    coalesce(children.child_count, 0) as child_count,
    measured.staff_count,
    measured.target_vnd
from scopes
inner join measured
    on scopes.campaign_code = measured.campaign_code
    and scopes.scope_id = measured.scope_id
left join names
    on measured.campaign_code = names.campaign_code
    and measured.valid_from = names.valid_from
    and scopes.shown_unit_id = names.unit_id
left join org_unit_names
    on names.unit_id = org_unit_names.unit_id
    and names.named_from = org_unit_names.valid_from
left join org_units
    on scopes.shown_unit_id = org_units.unit_id
left join children
    on measured.campaign_code = children.campaign_code
    and measured.valid_from = children.valid_from
    and scopes.shown_unit_id = children.parent_id
order by
    scopes.campaign_code,
    scopes.level,
    scopes.parent_id,
    scopes.shown_unit_id,
    measured.valid_from
