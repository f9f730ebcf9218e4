-- Every campaign with its window, its parent and its plan, the newest first.
-- grain: one row per campaign
-- returns: campaign_code str, name str, name_en str, slogan str, parent_code str, starts_on date,
--   ends_on date, opens_at time, closes_at time, launched_at time, snapshot_at time, plan_vnd money,
--   date_status str, is_simulated bool, has_begun bool
select
    campaign_code,
    name,
    name_en,
    slogan,
    parent_code,
    starts_on,
    ends_on,
    opens_at,
    closes_at,
    launched_at,
    snapshot_at,
    plan_vnd,
    date_status,
    is_simulated,
    opens_at <= $as_of as has_begun
from campaigns
order by starts_on desc, campaign_code
