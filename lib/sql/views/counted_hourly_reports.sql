-- Every hourly report of a team as it was handed in, with the time in which it counts.
-- A report is on time when it came within a quarter of an hour after the hour it speaks of.
-- A query with a cut-off takes rows with recorded_at <= $as_of and $as_of < counts_until.
-- grain: one row per row handed in; an hour may stand twice
create or replace view counted_hourly_reports as
select
    reports.batch_id,
    reports.sheet,
    reports.source_row,
    reports.campaign_code,
    reports.team_code,
    reports.due_at,
    reports.reported_at,
    reports.reported_at <= reports.due_at + interval 15 minute as is_on_time,
    reports.is_simulated,
    reports.recorded_at,
    coalesce(batch_voids.voided_at, timestamp '9999-12-31 00:00:00') as counts_until
from hourly_reports as reports
left join batch_voids
    on reports.batch_id = batch_voids.batch_id
