-- The hourly reports that count in a campaign at the cut-off, in time or not, and who handed each in.
-- grain: one row per row handed in
-- returns: batch_id int, sheet str, source_row int, team_code str, team_name str,
--   leader_code str, leader_name str, due_at time, reported_at time, is_on_time bool, sender str,
--   recorded_at time, is_simulated bool
select
    found.batch_id,
    found.sheet,
    found.source_row,
    found.team_code,
    teams.name as team_name,
    teams.leader_code,
    staff.full_name as leader_name,
    found.due_at,
    found.reported_at,
    found.is_on_time,
    batches.sender,
    found.recorded_at,
    found.is_simulated
from counted_hourly_reports as found
left join teams
    on found.campaign_code = teams.campaign_code
    and found.team_code = teams.team_code
left join staff
    on teams.leader_code = staff.staff_code
left join batches
    on found.batch_id = batches.batch_id
where
    found.campaign_code = $campaign_code
    and found.recorded_at <= $as_of
    and $as_of < found.counts_until
order by found.due_at, found.team_code, found.batch_id, found.sheet, found.source_row
