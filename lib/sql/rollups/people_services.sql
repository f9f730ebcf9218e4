-- How often each person sold each service of a campaign, by unit: of how many kinds the sales are.
-- grain: one row per campaign, moment of learning, place of a unit, person and service
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code,
    sum(sign) as sale_count
from campaign_entries
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code
