-- The titles a campaign awards, in the order they are announced.
-- grain: one row per title
-- returns: award_id str, title str, subject str, seats int, is_closed bool
select
    award_titles.award_id,
    award_titles.title,
    award_titles.subject,
    award_titles.seats,
    campaigns.closes_at <= $as_of as is_closed
from award_titles
inner join campaigns
    on award_titles.campaign_code = campaigns.campaign_code
where award_titles.campaign_code = $campaign_code
order by award_titles.sort_order, award_titles.award_id
