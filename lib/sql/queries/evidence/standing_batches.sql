-- Hand-overs of one kind of evidence made from a file of these bytes that stand at the cut-off.
-- grain: one row per batch
-- returns: batch_id int, recorded_at time, sender str, file_name str, campaign_code str,
--   accepted_count int, rejected_count int
select
    batches.batch_id,
    batches.recorded_at,
    batches.sender,
    batches.file_name,
    batches.campaign_code,
    batches.accepted_count,
    batches.rejected_count
from batches
left join batch_voids
    on batches.batch_id = batch_voids.batch_id
where
    batches.kind = $kind
    and batches.file_sha256 = $file_sha256
    and batches.recorded_at <= $as_of
    and (batch_voids.voided_at is null or $as_of < batch_voids.voided_at)
order by batches.batch_id
