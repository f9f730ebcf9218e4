-- The agreed shape of the plan: what share of it is due in each slot of a campaign.
-- grain: one row per slot of the campaign
-- returns: starts_at time, ends_at time, plan_share float
select
    starts_at,
    ends_at,
    plan_share
from campaign_slots
where campaign_code = $campaign_code
order by starts_at
