-- One batch and whether it is undone at the cut-off; no row when there is no such batch.
-- grain: one row per batch
-- returns: batch_id int, file_name str, campaign_code str, is_voided bool
select
    batches.batch_id,
    batches.file_name,
    batches.campaign_code,
    batch_voids.voided_at is not null and batch_voids.voided_at <= $as_of as is_voided
from batches
left join batch_voids
    on batches.batch_id = batch_voids.batch_id
where
    batches.batch_id = $batch_id
    and batches.recorded_at <= $as_of
