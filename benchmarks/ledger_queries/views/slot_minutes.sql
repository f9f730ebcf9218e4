-- The slots of each campaign with their first minute of the day and their length, for the pace by the minute.
-- A slot that ends at midnight ends at minute 1440 of its day.
-- grain: one row per slot of a campaign
create or replace temp view slot_minutes as
select
    campaign_code,
    starts_at,
    ends_at,
    plan_share,
    extract(hour from starts_at) * 60 + extract(minute from starts_at) as first_minute,
    extract(hour from ends_at) * 60
    + extract(minute from ends_at)
    + case when cast(ends_at as date) > cast(starts_at as date) then 1440 else 0 end
    - extract(hour from starts_at) * 60
    - extract(minute from starts_at) as minutes
from campaign_slots
