-- As which unit each unit is shown, at each level below the units that compete in a campaign.
-- A unit that hangs higher than the level asked for is shown as itself, so that every level has the same total.
-- Periods lie within the campaign's window: a sale in one of them is a sale of the campaign.
-- grain: one row per campaign, unit, level and period
insert into unit_levels
with beneath as (

    select
        campaigns.campaign_code,
        campaigns.tree,
        campaign_units.unit_id as competing_unit_id,
        org_closure.unit_id,
        org_closure.distance as depth,
        greatest(org_closure.valid_from, campaigns.starts_on) as valid_from,
        least(org_closure.valid_to, cast(campaigns.ends_on + interval 1 day as date)) as valid_to
    from campaign_units
    inner join campaigns
        on campaign_units.campaign_code = campaigns.campaign_code
    inner join org_closure
        on campaign_units.unit_id = org_closure.ancestor_id
        and campaigns.tree = org_closure.tree
        and org_closure.valid_from <= campaigns.ends_on
        and campaigns.starts_on < org_closure.valid_to

),

levels as (

    select distinct
        campaign_code,
        depth as level
    from beneath

)

select
    beneath.campaign_code,
    beneath.unit_id,
    levels.level,
    org_closure.ancestor_id as shown_unit_id,
    beneath.competing_unit_id,
    levels.level <= beneath.depth as is_own_level,
    greatest(beneath.valid_from, org_closure.valid_from) as valid_from,
    least(beneath.valid_to, org_closure.valid_to) as valid_to
from beneath
inner join levels
    on beneath.campaign_code = levels.campaign_code
inner join org_closure
    on beneath.tree = org_closure.tree
    and beneath.unit_id = org_closure.unit_id
    and org_closure.distance = greatest(beneath.depth - levels.level, 0)
    and org_closure.valid_from < beneath.valid_to
    and beneath.valid_from < org_closure.valid_to
-- in one order, whatever threads do: the same set-up gives the same file
order by
    beneath.campaign_code,
    levels.level,
    beneath.unit_id,
    valid_from,
    shown_unit_id,
    beneath.competing_unit_id
