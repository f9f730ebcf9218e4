-- Which team each person belongs to in a campaign.
-- grain: one row per person in a team
-- returns: staff_code str, team_code str
select
    staff_code,
    team_code
from team_members
where campaign_code = $campaign_code
order by
    staff_code,
    team_code
