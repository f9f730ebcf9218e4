-- The rejected rows of a batch that wait to be put right at the cut-off.
-- grain: one row per waiting row
-- returns: batch_id int, sheet str, source_row int, problem_codes str, cells str, texts str,
--   revenue_vnd money
select
    quarantine.batch_id,
    quarantine.sheet,
    quarantine.source_row,
    quarantine.problem_codes,
    quarantine.cells,
    quarantine.texts,
    quarantine.revenue_vnd
from quarantine
left join batch_voids
    on quarantine.batch_id = batch_voids.batch_id
    and batch_voids.voided_at <= $as_of
left join settled_rows as settled
    on quarantine.batch_id = settled.batch_id
    and quarantine.sheet = settled.sheet
    and quarantine.source_row = settled.source_row
    and settled.settled_at <= $as_of
    and $as_of < settled.settled_until
where
    quarantine.batch_id = $batch_id
    and quarantine.recorded_at <= $as_of
    and batch_voids.batch_id is null
    and settled.batch_id is null
order by quarantine.sheet, quarantine.source_row
