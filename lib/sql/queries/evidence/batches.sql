-- The latest hand-overs of one kind of evidence for a campaign, the undone ones too.
-- grain: one row per batch
-- returns: batch_id int, source str, file_name str, file_sha256 str, sender str,
--   recorded_at time, row_count int, accepted_count int, rejected_count int, is_voided bool,
--   voided_at time, voided_by str, is_simulated bool
select
    batches.batch_id,
    batches.source,
    batches.file_name,
    batches.file_sha256,
    batches.sender,
    batches.recorded_at,
    batches.row_count,
    batches.accepted_count,
    batches.rejected_count,
    undone.batch_id is not null as is_voided,
    undone.voided_at,
    undone.voided_by,
    batches.is_simulated
from batches
left join batch_voids as undone
    on batches.batch_id = undone.batch_id
    and undone.voided_at <= $as_of
where
    batches.campaign_code = $campaign_code
    and batches.kind = $kind
    and batches.recorded_at <= $as_of
order by batches.recorded_at desc, batches.batch_id desc
limit $limit_count
