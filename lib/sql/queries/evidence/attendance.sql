-- Who has attended a campaign at the cut-off: from the set-up (without a batch), and handed in since.
-- grain: one row per row loaded or handed in
-- returns: batch_id int, sheet str, source_row int, staff_code str, full_name str,
--   attended_at time, attendance_mode str, sender str, recorded_at time
select
    found.batch_id,
    found.sheet,
    found.source_row,
    found.staff_code,
    staff.full_name,
    found.attended_at,
    found.attendance_mode,
    batches.sender,
    found.recorded_at
from counted_attendance as found
left join batches
    on found.batch_id = batches.batch_id
left join staff
    on found.staff_code = staff.staff_code
where
    found.campaign_code = $campaign_code
    and found.recorded_at <= $as_of
    and $as_of < found.counts_until
order by
    found.staff_code,
    found.attended_at,
    found.batch_id nulls first,
    found.sheet,
    found.source_row
