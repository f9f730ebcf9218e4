-- The teams of a campaign and who commands each.
-- grain: one row per team
-- returns: team_code str, name str, unit_id str, leader_code str, leader_name str
select
    teams.team_code,
    teams.name,
    teams.unit_id,
    teams.leader_code,
    staff.full_name as leader_name
from teams
left join staff
    on teams.leader_code = staff.staff_code
where teams.campaign_code = $campaign_code
order by teams.team_code
