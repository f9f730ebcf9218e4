-- Sales by hour of each unit with all that hangs below it, and of all that compete: their curves.
-- grain: one row per campaign, moment of learning, scope that is a unit with all below it, slot of the plan and hour of the day
select
    quarters.campaign_code,
    quarters.known_at,
    scopes.scope_id,
    quarters.slot_at,
    cast(extract(hour from quarters.quarter_at) as smallint) as sold_hour,
    sum(quarters.sale_count) as sale_count,
    sum(quarters.revenue_vnd) as revenue_vnd
from campaign_quarters as quarters
inner join scope_places
    on quarters.campaign_code = scope_places.campaign_code
    and quarters.unit_id = scope_places.unit_id
    and quarters.placed_on = scope_places.placed_on
inner join scopes
    on scope_places.campaign_code = scopes.campaign_code
    and scope_places.scope_id = scopes.scope_id
where scopes.level is null
group by
    quarters.campaign_code,
    quarters.known_at,
    scopes.scope_id,
    quarters.slot_at,
    cast(extract(hour from quarters.quarter_at) as smallint)
