-- What a sender has handed in under a key of their own, undone or not, with what it brought in then.
-- grain: one row per batch
-- returns: batch_id int, recorded_at time, file_sha256 str, campaign_code str, accepted_count int,
--   warned_count int, rejected_count int, revenue_vnd money, pending_vnd money
with keyed as (

    select
        batch_id,
        recorded_at,
        file_sha256,
        campaign_code,
        accepted_count,
        warned_count,
        rejected_count
    from batches
    where
        sender = $sender
        and idempotency_key = $idempotency_key
        and recorded_at <= $as_of

),

booked as (

    select
        batch_id,
        sum(revenue_vnd) as revenue_vnd
    from sales
    where batch_id in (select batch_id from keyed)
    group by batch_id

),

waiting as (

    select
        batch_id,
        sum(revenue_vnd) as pending_vnd
    from quarantine
    where batch_id in (select batch_id from keyed)
    group by batch_id

)

select
    keyed.batch_id,
    keyed.recorded_at,
    keyed.file_sha256,
    keyed.campaign_code,
    keyed.accepted_count,
    keyed.warned_count,
    keyed.rejected_count,
    coalesce(cast(booked.revenue_vnd as bigint), 0) as revenue_vnd,
    coalesce(cast(waiting.pending_vnd as bigint), 0) as pending_vnd
from keyed
left join booked
    on keyed.batch_id = booked.batch_id
left join waiting
    on keyed.batch_id = waiting.batch_id
order by keyed.batch_id
