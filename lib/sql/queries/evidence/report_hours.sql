-- When the hourly reports of a campaign are due: at each whole hour that ends a slot, and at closing.
-- grain: one row per moment
-- returns: due_at time
select distinct campaign_slots.ends_at as due_at
from campaign_slots
inner join campaigns
    on campaign_slots.campaign_code = campaigns.campaign_code
where
    campaign_slots.campaign_code = $campaign_code
    and (
        extract(minute from campaign_slots.ends_at) = 0
        or campaign_slots.ends_at = campaigns.closes_at
    )
order by due_at
