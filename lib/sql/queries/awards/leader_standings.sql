-- What each team's commander reached by leading: their own sales are left out of all but the team's attainment of its plan.
-- Hourly reports are due at each whole hour that ends a slot of the campaign, and at its closing, once passed; one that came in time counts.
-- grain: one row per team with a commander
-- returns: code str, name str, role_code str, role_name str, role_name_en str, unit_id str,
--   unit_name str, unit_short_name str, unit_short_name_en str, team_code str, team_name str,
--   first_half_vnd money, second_half_vnd money, attainment float, active_share float,
--   reports_due int, reports_on_time int, reports_on_time_share float, second_half_ratio float,
--   led_count int
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

levels as (

    select
        unit_levels.unit_id,
        unit_levels.competing_unit_id
    from unit_levels
    cross join board
    where
        unit_levels.campaign_code = $campaign_code
        and unit_levels.level = 0
        and unit_levels.valid_from <= board.named_on
        and board.named_on < unit_levels.valid_to

),

sold as (

    select
        staff_code,
        sum(revenue_vnd) as sold_vnd,
        sum(revenue_vnd) filter (where sold_at < $halfway_at) as first_vnd,
        sum(revenue_vnd) filter (where sold_at >= $halfway_at) as second_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
        and staff_code is not null
    group by staff_code

),

members as (

    select
        teams.team_code,
        count(*) as member_count,
        count(*) filter (where team_members.staff_code <> teams.leader_code) as led_count,
        count(sold.staff_code) filter (where team_members.staff_code <> teams.leader_code)
            as active_count,
        sum(coalesce(sold.sold_vnd, 0)) as team_vnd,
        sum(coalesce(sold.first_vnd, 0))
            filter (where team_members.staff_code <> teams.leader_code) as first_vnd,
        sum(coalesce(sold.second_vnd, 0))
            filter (where team_members.staff_code <> teams.leader_code) as second_vnd
    from teams
    inner join team_members
        on teams.campaign_code = team_members.campaign_code
        and teams.team_code = team_members.team_code
    left join sold
        on team_members.staff_code = sold.staff_code
    where teams.campaign_code = $campaign_code
    group by teams.team_code

),

reported as (

    select
        team_code,
        due_at,
        max(case when is_on_time then 1 else 0 end) as is_on_time
    from counted_hourly_reports
    where
        campaign_code = $campaign_code
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by team_code, due_at

),

due as (

    select campaign_slots.ends_at as due_at
    from campaign_slots
    inner join campaigns
        on campaign_slots.campaign_code = campaigns.campaign_code
    where
        campaign_slots.campaign_code = $campaign_code
        and campaign_slots.ends_at <= $as_of
        and (
            extract(minute from campaign_slots.ends_at) = 0
            or campaign_slots.ends_at = campaigns.closes_at
        )

),

all_due as (

    -- where nobody reported anything there is nothing to judge by
    select case when known.report_count > 0 then count(due.due_at) else 0 end as due_count
    from (select count(*) as report_count from reported) as known
    left join due
        on true
    group by known.report_count

),

in_time as (

    select
        reported.team_code,
        sum(reported.is_on_time) as report_count
    from reported
    inner join due
        on reported.due_at = due.due_at
    group by reported.team_code

),

unit_targets as (

    select
        targets.competing_unit_id,
        sum(targets.target_vnd) as unit_vnd
    from campaign_targets as targets
    cross join board
    where
        targets.campaign_code = $campaign_code
        and targets.level = 0
        and targets.valid_from <= board.named_on
        and board.named_on < targets.valid_to
    group by targets.competing_unit_id

),

unit_rosters as (

    select
        staff.competing_unit_id,
        count(*) as staff_count
    from campaign_staff as staff
    cross join board
    where
        staff.campaign_code = $campaign_code
        and staff.level = 0
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
    group by staff.competing_unit_id

)

select
    teams.leader_code as code,
    staff.full_name as name,
    staff.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    levels.competing_unit_id as unit_id,
    org_unit_names.name as unit_name,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    teams.team_code,
    teams.name as team_name,
    cast(coalesce(members.first_vnd, 0) as bigint) as first_half_vnd,
    cast(coalesce(members.second_vnd, 0) as bigint) as second_half_vnd,
    cast(members.team_vnd as double)
        / nullif(
            round(
                cast(unit_targets.unit_vnd as double)
                * members.member_count
                / nullif(unit_rosters.staff_count, 0)
            ),
            0
        ) as attainment,
    cast(members.active_count as double) / nullif(members.led_count, 0) as active_share,
    case when all_due.due_count > 0 then all_due.due_count end as reports_due,
    case when all_due.due_count > 0 then cast(coalesce(in_time.report_count, 0) as bigint) end
        as reports_on_time,
    cast(coalesce(in_time.report_count, 0) as double) / nullif(all_due.due_count, 0)
        as reports_on_time_share,
    cast(members.second_vnd as double) / nullif(members.first_vnd, 0) as second_half_ratio,
    members.led_count
from teams
cross join board
cross join all_due
inner join members
    on teams.team_code = members.team_code
inner join levels
    on teams.unit_id = levels.unit_id
inner join org_unit_names
    on levels.competing_unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
inner join staff
    on teams.leader_code = staff.staff_code
inner join roles
    on staff.role_code = roles.role_code
left join in_time
    on teams.team_code = in_time.team_code
left join unit_targets
    on levels.competing_unit_id = unit_targets.competing_unit_id
left join unit_rosters
    on levels.competing_unit_id = unit_rosters.competing_unit_id
where teams.campaign_code = $campaign_code
order by teams.leader_code, teams.team_code
