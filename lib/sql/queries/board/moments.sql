-- Every moment up to the cut-off at which the figures of a campaign changed: sales recorded or voided.
-- grain: one row per moment, the oldest first
-- returns: changed_at time
select distinct sums.known_at as changed_at
from campaign_steps as sums
where
    sums.campaign_code = $campaign_code
    and sums.known_at <= $as_of
order by changed_at
