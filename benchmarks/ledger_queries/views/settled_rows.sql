-- Rejected rows that wait no longer, and the time in which that holds.
-- A row put right waits again once the batch that holds it is undone.
-- A query with a cut-off takes rows with settled_at <= $as_of and $as_of < settled_until.
-- grain: one row per closing of a row; at any moment at most one holds
create or replace temp view settled_rows as
select
    closures.batch_id,
    closures.sheet,
    closures.source_row,
    closures.outcome,
    closures.fixed_batch_id,
    closures.closed_at as settled_at,
    coalesce(batch_voids.voided_at, timestamp '9999-12-31 00:00:00') as settled_until
from quarantine_closures as closures
left join batch_voids
    on closures.fixed_batch_id = batch_voids.batch_id
