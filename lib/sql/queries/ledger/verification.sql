-- When and by whom a batch was verified by the cut-off; no row while nobody has.
-- grain: one row per batch
-- returns: batch_id int, verified_at time, verified_by str, note str
select
    batch_id,
    verified_at,
    verified_by,
    note
from batch_verifications
where
    batch_id = $batch_id
    and verified_at <= $as_of
