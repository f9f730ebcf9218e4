-- Sales by unit and service of a campaign: its headline figures.
-- grain: one row per campaign, moment of learning, place of a unit and service
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    service_code,
    sum(sign) as sale_count,
    sum(sign * quantity) as quantity,
    sum(sign * revenue_vnd) as revenue_vnd,
    sum(case when sold_at is null then sign * revenue_vnd else 0 end) as untimed_vnd,
    sum(case when is_first_hours then sign * quantity else 0 end) as snapshot_quantity,
    sum(case when is_first_hours then sign * revenue_vnd else 0 end) as snapshot_vnd,
    sum(case when is_simulated then sign else 0 end) as simulated_count,
    max(case when sign > 0 then recorded_at end) as last_recorded_at
from campaign_entries
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    service_code
