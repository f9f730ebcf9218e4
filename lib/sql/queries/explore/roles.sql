-- The roles of the people in a campaign at the cut-off, in list order.
-- grain: one row per role that somebody has
-- returns: role_code str, role_name str, role_name_en str, staff_count int
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

)

select
    roles.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    count(*) as staff_count
from campaign_staff as staff
cross join board
inner join roles
    on staff.role_code = roles.role_code
where
    staff.campaign_code = $campaign_code
    and staff.level = 0
    and staff.valid_from <= board.named_on
    and board.named_on < staff.valid_to
group by
    roles.role_code,
    roles.name,
    roles.name_en,
    roles.sort_order
order by
    roles.sort_order,
    roles.role_code
