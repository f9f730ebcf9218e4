-- When a campaign was locked and opened again, the newest first.
-- grain: one row per locking or reopening
-- returns: action str, done_at time, done_by str, reason str
select
    action,
    done_at,
    done_by,
    reason
from campaign_locks
where
    campaign_code = $campaign_code
    and done_at <= $as_of
order by done_at desc, action
