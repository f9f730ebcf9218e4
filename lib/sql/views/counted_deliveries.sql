-- Every day of deliveries as it was handed in, with the time in which it counts.
-- A query with a cut-off takes rows with recorded_at <= $as_of and $as_of < counts_until.
-- grain: one row per row handed in
create or replace view counted_deliveries as
select
    deliveries.batch_id,
    deliveries.sheet,
    deliveries.source_row,
    deliveries.unit_id,
    deliveries.staff_code,
    deliveries.delivered_on,
    deliveries.taken_out,
    deliveries.first_attempt,
    deliveries.on_time,
    deliveries.complaints,
    deliveries.losses,
    deliveries.cod_due_vnd,
    deliveries.cod_on_time_vnd,
    deliveries.note,
    deliveries.is_simulated,
    deliveries.recorded_at,
    coalesce(batch_voids.voided_at, timestamp '9999-12-31 00:00:00') as counts_until
from deliveries
left join batch_voids
    on deliveries.batch_id = batch_voids.batch_id
