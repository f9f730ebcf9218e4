-- The batches of sales that were handed in for a campaign or count in it, at the cut-off, the newest first, a page of them.
-- What waits is of the campaign the batch was handed in for. batch_count is the number on all pages.
-- grain: one row per batch
-- returns: batch_id int, source str, file_name str, sender str, recorded_at time, row_count int,
--   accepted_count int, rejected_count int, sale_count int, revenue_vnd money, waiting_count int,
--   waiting_vnd money, state str, verified_at time, verified_by str, verified_note str,
--   voided_at time, voided_by str, is_simulated bool, batch_count int
with booked as (

    select
        batch_id,
        cast(sum(sale_count) as bigint) as sale_count,
        sum(revenue_vnd) as revenue_vnd
    from campaign_batches
    where
        campaign_code = $campaign_code
        and known_at <= $as_of
    group by batch_id

),

waiting as (

    select
        quarantine.batch_id,
        count(*) as waiting_count,
        sum(quarantine.revenue_vnd) as waiting_vnd
    from quarantine
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        quarantine.recorded_at <= $as_of
        and settled.batch_id is null
    group by quarantine.batch_id

),

listed as (

    select
        batches.batch_id,
        batches.source,
        batches.file_name,
        batches.sender,
        batches.recorded_at,
        batches.row_count,
        batches.accepted_count,
        batches.rejected_count,
        batches.is_simulated,
        coalesce(booked.sale_count, 0) as sale_count,
        coalesce(booked.revenue_vnd, 0) as revenue_vnd,
        batches.campaign_code = $campaign_code and undone.batch_id is null as may_wait,
        verified.verified_at,
        verified.verified_by,
        verified.note as verified_note,
        undone.voided_at,
        undone.voided_by,
        case
            when undone.batch_id is not null then 'undone'
            when verified.batch_id is not null then 'verified'
            else 'reported'
        end as state
    from batches
    left join booked
        on batches.batch_id = booked.batch_id
    left join batch_verifications as verified
        on batches.batch_id = verified.batch_id
        and verified.verified_at <= $as_of
    left join batch_voids as undone
        on batches.batch_id = undone.batch_id
        and undone.voided_at <= $as_of
    where
        batches.recorded_at <= $as_of
        and coalesce(batches.kind, 'sales') = 'sales'
        and (batches.campaign_code = $campaign_code or booked.batch_id is not null)

)

select
    listed.batch_id,
    listed.source,
    listed.file_name,
    listed.sender,
    listed.recorded_at,
    listed.row_count,
    listed.accepted_count,
    listed.rejected_count,
    listed.sale_count,
    cast(listed.revenue_vnd as bigint) as revenue_vnd,
    case when listed.may_wait then coalesce(waiting.waiting_count, 0) else 0 end as waiting_count,
    cast(case when listed.may_wait then coalesce(waiting.waiting_vnd, 0) else 0 end as bigint)
        as waiting_vnd,
    listed.state,
    listed.verified_at,
    listed.verified_by,
    listed.verified_note,
    listed.voided_at,
    listed.voided_by,
    listed.is_simulated,
    count(*) over () as batch_count
from listed
left join waiting
    on listed.batch_id = waiting.batch_id
where
    ($batch_id is null or listed.batch_id = $batch_id)
    and ($state = 'all' or listed.state = $state)
order by listed.recorded_at desc, listed.batch_id desc
limit $limit_count
offset $skip_count
