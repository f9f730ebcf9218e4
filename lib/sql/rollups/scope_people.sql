-- Sales by person of each unit with all that hangs below it, and of all that compete: who sold in several places once.
-- grain: one row per campaign, moment of learning, scope that is a unit with all below it, and person
select
    people.campaign_code,
    people.known_at,
    scopes.scope_id,
    people.staff_code,
    sum(people.sale_count) as sale_count,
    sum(people.revenue_vnd) as revenue_vnd,
    sum(people.customer_count) as customer_count
from campaign_people as people
inner join scope_places
    on people.campaign_code = scope_places.campaign_code
    and people.unit_id = scope_places.unit_id
    and people.placed_on = scope_places.placed_on
inner join scopes
    on scope_places.campaign_code = scopes.campaign_code
    and scope_places.scope_id = scopes.scope_id
where scopes.level is null
group by
    people.campaign_code,
    people.known_at,
    scopes.scope_id,
    people.staff_code
