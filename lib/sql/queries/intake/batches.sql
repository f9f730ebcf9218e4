-- The latest batches of sales handed in for a campaign: who, when, how many rows, what they count now.
-- grain: one row per batch
-- returns: batch_id int, source str, file_name str, file_sha256 str, file_size int, sender str,
--   recorded_at time, row_count int, accepted_count int, warned_count int, rejected_count int,
--   revenue_vnd money, pending_vnd money, is_voided bool, voided_at time, voided_by str, is_simulated bool
with latest as (

    select
        batch_id,
        source,
        file_name,
        file_sha256,
        file_size,
        sender,
        recorded_at,
        row_count,
        accepted_count,
        warned_count,
        rejected_count,
        is_simulated
    from batches
    where
        campaign_code = $campaign_code
        and coalesce(kind, 'sales') = 'sales'
        and recorded_at <= $as_of
    order by recorded_at desc, batch_id desc
    limit $limit_count

),

booked as (

    select
        sales.batch_id,
        sum(sales.revenue_vnd) as revenue_vnd
    from sales
    left join voids
        on sales.sale_id = voids.sale_id
    where
        sales.batch_id in (select batch_id from latest)
        and sales.recorded_at <= $as_of
        and (voids.voided_at is null or $as_of < voids.voided_at)
    group by sales.batch_id

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
        quarantine.batch_id in (select batch_id from latest)
        and settled.batch_id is null
    group by quarantine.batch_id

),

undone as (

    select
        batch_id,
        voided_at,
        voided_by
    from batch_voids
    where voided_at <= $as_of

)

select
    latest.batch_id,
    latest.source,
    latest.file_name,
    latest.file_sha256,
    latest.file_size,
    latest.sender,
    latest.recorded_at,
    latest.row_count,
    latest.accepted_count,
    latest.warned_count,
    latest.rejected_count,
    coalesce(cast(booked.revenue_vnd as bigint), 0) as revenue_vnd,
    case
        when undone.batch_id is null then coalesce(cast(waiting.pending_vnd as bigint), 0)
        else 0
    end as pending_vnd,
    undone.batch_id is not null as is_voided,
    undone.voided_at,
    undone.voided_by,
    latest.is_simulated
from latest
left join booked
    on latest.batch_id = booked.batch_id
left join waiting
    on latest.batch_id = waiting.batch_id
left join undone
    on latest.batch_id = undone.batch_id
order by latest.recorded_at desc, latest.batch_id desc
