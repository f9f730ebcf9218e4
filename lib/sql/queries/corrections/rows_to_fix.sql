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
left join quarantine_closures as closures
    on quarantine.batch_id = closures.batch_id
    and quarantine.sheet = closures.sheet
    and quarantine.source_row = closures.source_row
    and closures.closed_at <= $as_of
where
    quarantine.batch_id = $batch_id
    and quarantine.recorded_at <= $as_of
    and batch_voids.batch_id is null
    and closures.batch_id is null
order by quarantine.sheet, quarantine.source_row
