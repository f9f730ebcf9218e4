-- Every reference of the set-up tables that leads nowhere, and every sum that does not come out.
-- grain: one row per broken reference
-- returns: source str, code str, meaning str
select 'org_unit_names' as source, unit_id as code, 'unit is not in org_units' as meaning
from org_unit_names
where unit_id not in (select org_units.unit_id from org_units)

union

select 'org_units' as source, unit_id as code, 'unit has no row in org_unit_names' as meaning
from org_units
where unit_id not in (select org_unit_names.unit_id from org_unit_names)

union

select 'org_hierarchy' as source, child_id as code, 'child is not in org_units' as meaning
from org_hierarchy
where child_id not in (select org_units.unit_id from org_units)

union

select 'org_hierarchy' as source, parent_id as code, 'parent is not in org_units' as meaning
from org_hierarchy
where parent_id not in (select org_units.unit_id from org_units)

union

select 'org_unit_aliases' as source, alias_folded as code, 'unit is not in org_units' as meaning
from org_unit_aliases
where unit_id not in (select org_units.unit_id from org_units)

union

select 'services' as source, service_code as code, 'group is not in service_groups' as meaning
from services
where group_code not in (select service_groups.group_code from service_groups)

union

select 'service_aliases' as source, alias_folded as code, 'service is not in services' as meaning
from service_aliases
where service_code not in (select services.service_code from services)

union

select 'products' as source, product_code as code, 'service is not in services' as meaning
from products
where service_code not in (select services.service_code from services)

union

select 'staff' as source, staff_code as code, 'unit is not in org_units' as meaning
from staff
where unit_id not in (select org_units.unit_id from org_units)

union

select 'staff' as source, staff_code as code, 'role is not in roles' as meaning
from staff
where role_code not in (select roles.role_code from roles)

union

select 'campaigns' as source, campaign_code as code, 'parent is not in campaigns' as meaning
from campaigns
where parent_code is not null and parent_code not in (select outer_one.campaign_code from campaigns as outer_one)

union

select 'campaigns' as source, campaign_code as code, 'tree is not in org_hierarchy' as meaning
from campaigns
where tree not in (select org_hierarchy.tree from org_hierarchy)

union

select 'campaign_units' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from campaign_units
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'campaign_services' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from campaign_services
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'campaign_slots' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from campaign_slots
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'teams' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from teams
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'attendance' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from attendance
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'award_titles' as source, campaign_code as code, 'campaign is not in campaigns' as meaning
from award_titles
where campaign_code not in (select campaigns.campaign_code from campaigns)

union

select 'campaign_units' as source, unit_id as code, 'unit is not in org_units' as meaning
from campaign_units
where unit_id not in (select org_units.unit_id from org_units)

union

select 'campaign_units' as source, campaign_units.unit_id as code, 'unit stands below another competing unit' as meaning
from campaign_units
inner join campaigns
    on campaign_units.campaign_code = campaigns.campaign_code
inner join org_closure
    on campaign_units.unit_id = org_closure.unit_id
    and campaigns.tree = org_closure.tree
    and org_closure.distance > 0
    and org_closure.valid_from <= campaigns.ends_on
    and campaigns.starts_on < org_closure.valid_to
inner join campaign_units as others
    on campaign_units.campaign_code = others.campaign_code
    and org_closure.ancestor_id = others.unit_id

union

select 'campaign_services' as source, service_code as code, 'service is not in services' as meaning
from campaign_services
where service_code not in (select services.service_code from services)

union

select 'campaign_slots' as source, campaign_code as code, 'plan shares do not add up to 1' as meaning
from campaign_slots
group by campaign_code
having abs(sum(plan_share) - 1) > 0.000001

union

select 'targets' as source, unit_id as code, 'unit is not in the scope of the campaign' as meaning
from targets
where not exists (
    select 1
    from unit_levels
    where
        unit_levels.campaign_code = targets.campaign_code
        and unit_levels.unit_id = targets.unit_id
)

union

select 'targets' as source, unit_id as code, 'service is not in services' as meaning
from targets
where service_code not in (select services.service_code from services)

union

select 'targets' as source, targets.unit_id as code, 'a unit above it has a target for the same service' as meaning
from targets
inner join unit_levels
    on targets.campaign_code = unit_levels.campaign_code
    and targets.unit_id = unit_levels.unit_id
    and unit_levels.shown_unit_id <> targets.unit_id
inner join targets as above
    on targets.campaign_code = above.campaign_code
    and targets.service_code = above.service_code
    and unit_levels.shown_unit_id = above.unit_id

union

select 'campaigns' as source, campaigns.campaign_code as code, 'targets do not add up to plan_vnd' as meaning
from campaigns
inner join targets
    on campaigns.campaign_code = targets.campaign_code
where campaigns.plan_vnd is not null
group by campaigns.campaign_code, campaigns.plan_vnd
having sum(targets.target_vnd) <> campaigns.plan_vnd

union

select 'teams' as source, team_code as code, 'leader is not in staff' as meaning
from teams
where leader_code not in (select staff.staff_code from staff)

union

select 'teams' as source, team_code as code, 'unit is not in org_units' as meaning
from teams
where unit_id not in (select org_units.unit_id from org_units)

union

select 'team_members' as source, team_members.team_code as code, 'team is not in teams' as meaning
from team_members
where not exists (
    select 1
    from teams
    where
        teams.campaign_code = team_members.campaign_code
        and teams.team_code = team_members.team_code
)

union

select 'team_members' as source, staff_code as code, 'person is not in staff' as meaning
from team_members
where staff_code not in (select staff.staff_code from staff)

union

select 'attendance' as source, staff_code as code, 'person is not in staff' as meaning
from attendance
where staff_code not in (select staff.staff_code from staff)

union

select 'sales' as source, sales.unit_id as code, 'unit with sales is not in org_units' as meaning
from sales
where
    sales.recorded_at <= $as_of
    and sales.unit_id not in (select org_units.unit_id from org_units)

union

select 'sales' as source, sales.service_code as code, 'service with sales is not in services' as meaning
from sales
where
    sales.recorded_at <= $as_of
    and sales.service_code not in (select services.service_code from services)

order by source, code, meaning
