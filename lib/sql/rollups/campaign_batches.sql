-- Sales of a campaign by the batch they were handed in with.
-- grain: one row per campaign, moment of learning and batch
select
    campaign_code,
    known_at,
    batch_id,
    sum(sign) as sale_count,
    sum(sign * revenue_vnd) as revenue_vnd
from campaign_entries
group by
    campaign_code,
    known_at,
    batch_id
