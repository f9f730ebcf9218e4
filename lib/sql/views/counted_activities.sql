-- Every communications activity as it was handed in, with the time in which it counts.
-- A query with a cut-off takes rows with recorded_at <= $as_of and $as_of < counts_until.
-- grain: one row per row handed in
create or replace view counted_activities as
select
    activities.batch_id,
    activities.sheet,
    activities.source_row,
    activities.unit_id,
    activities.staff_code,
    activities.done_on,
    activities.done_at,
    activities.channel,
    activities.link,
    activities.verified_by,
    activities.referred_customers,
    activities.referred_orders,
    activities.panel_score,
    activities.note,
    activities.is_simulated,
    activities.recorded_at,
    coalesce(batch_voids.voided_at, timestamp '9999-12-31 00:00:00') as counts_until
from activities
left join batch_voids
    on activities.batch_id = batch_voids.batch_id
