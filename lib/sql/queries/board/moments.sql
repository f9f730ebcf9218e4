-- Every moment up to the cut-off at which the figures of a campaign changed: sales recorded or voided.
-- grain: one row per moment, the oldest first
-- returns: changed_at time
select recorded_at as changed_at
from campaign_sales
where
    campaign_code = $campaign_code
    and level = 0
    and recorded_at <= $as_of

union

select counts_until as changed_at
from campaign_sales
where
    campaign_code = $campaign_code
    and level = 0
    and recorded_at <= $as_of
    and counts_until <= $as_of

order by changed_at
