-- Batches of sales made from a file of these bytes that stand at the cut-off, with what they brought in.
-- grain: one row per batch
-- returns: batch_id int, recorded_at time, sender str, file_name str, campaign_code str,
--   accepted_count int, warned_count int, rejected_count int, revenue_vnd money, pending_vnd money
with booked as (

    select
        batch_id,
        sum(revenue_vnd) as revenue_vnd
    from sales
    where batch_id in (select batch_id from batches where file_sha256 = $file_sha256)
    group by batch_id

),

waiting as (

    -- what has been fixed or given up waits no longer
    select
        quarantine.batch_id,
        sum(quarantine.revenue_vnd) as pending_vnd
    from quarantine
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        quarantine.batch_id in (select batch_id from batches where file_sha256 = $file_sha256)
        and settled.batch_id is null
    group by quarantine.batch_id

)

select
    batches.batch_id,
    batches.recorded_at,
    batches.sender,
    batches.file_name,
    batches.campaign_code,
    batches.accepted_count,
    batches.warned_count,
    batches.rejected_count,
    coalesce(cast(booked.revenue_vnd as bigint), 0) as revenue_vnd,
    coalesce(cast(waiting.pending_vnd as bigint), 0) as pending_vnd
from batches
left join batch_voids
    on batches.batch_id = batch_voids.batch_id
left join booked
    on batches.batch_id = booked.batch_id
left join waiting
    on batches.batch_id = waiting.batch_id
where
    batches.file_sha256 = $file_sha256
    and coalesce(batches.kind, 'sales') = 'sales'
    and batches.recorded_at <= $as_of
    and (batch_voids.voided_at is null or $as_of < batch_voids.voided_at)
order by batches.batch_id
