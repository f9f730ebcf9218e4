-- Who was there and since when: from the set-up, and handed in during the campaign.
-- A query with a cut-off takes rows with recorded_at <= $as_of and $as_of < counts_until.
-- grain: one row per row loaded or handed in; a person may stand twice
create or replace view counted_attendance as
select
    cast(null as bigint) as batch_id,
    cast(null as varchar) as sheet,
    cast(null as bigint) as source_row,
    attendance.campaign_code,
    attendance.staff_code,
    attendance.attended_at,
    attendance.attendance_mode,
    attendance.attended_at as recorded_at,
    timestamp '9999-12-31 00:00:00' as counts_until
from attendance

union all

select
    reports.batch_id,
    reports.sheet,
    reports.source_row,
    reports.campaign_code,
    reports.staff_code,
    reports.attended_at,
    reports.attendance_mode,
    reports.recorded_at,
    coalesce(batch_voids.voided_at, timestamp '9999-12-31 00:00:00') as counts_until
from attendance_reports as reports
left join batch_voids
    on reports.batch_id = batch_voids.batch_id
