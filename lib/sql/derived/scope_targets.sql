-- The targets of each scope by service, for the same spans of days: they belong to where their unit hangs then.
-- grain: one row per campaign, scope, span of days and service with a target
insert into scope_targets
select
    scope_facts.campaign_code,
    scope_facts.scope_id,
    scope_facts.valid_from,
    scope_facts.valid_to,
    targets.service_code,
    sum(targets.target_vnd) as target_vnd
from scope_facts
inner join scope_places
    on scope_facts.campaign_code = scope_places.campaign_code
    and scope_facts.scope_id = scope_places.scope_id
inner join unit_places
    on scope_places.campaign_code = unit_places.campaign_code
    and scope_places.unit_id = unit_places.unit_id
    and scope_places.placed_on = unit_places.placed_on
    and unit_places.placed_on <= scope_facts.valid_from
    and scope_facts.valid_from < unit_places.placed_until
inner join targets
    on scope_places.campaign_code = targets.campaign_code
    and scope_places.unit_id = targets.unit_id
group by
    scope_facts.campaign_code,
    scope_facts.scope_id,
    scope_facts.valid_from,
    scope_facts.valid_to,
    targets.service_code
order by
    scope_facts.campaign_code,
    scope_facts.scope_id,
    scope_facts.valid_from,
    targets.service_code
