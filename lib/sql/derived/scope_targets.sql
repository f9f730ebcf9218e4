-- The targets of each scope by service, for the same spans of days: they belong to where their unit hangs then.
-- grain: one row per campaign, scope, span of days and service with a target
insert into scope_targets
with spans as (

    select distinct
        campaign_code,
        scope_id,
        valid_from,
        valid_to
    from scope_facts

)

select
    spans.campaign_code,
    spans.scope_id,
    spans.valid_from,
    spans.valid_to,
    targets.service_code,
    sum(targets.target_vnd) as target_vnd
from spans
inner join scope_places
    on spans.campaign_code = scope_places.campaign_code
    and spans.scope_id = scope_places.scope_id
    and scope_places.placed_on <= spans.valid_from
    and spans.valid_from < scope_places.placed_until
inner join targets
    on scope_places.campaign_code = targets.campaign_code
    and scope_places.unit_id = targets.unit_id
group by
    spans.campaign_code,
    spans.scope_id,
    spans.valid_from,
    spans.valid_to,
    targets.service_code
order by
    spans.campaign_code,
    spans.scope_id,
    spans.valid_from,
    targets.service_code
