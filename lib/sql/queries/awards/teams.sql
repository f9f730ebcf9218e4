-- Rank teams by plan reached and by revenue per member present, each capped and weighted.
-- A team's plan is its unit's target in proportion to head count; without attendance every member counts as present.
-- points = 100 x (revenue_weight x min(revenue/plan, cap) + per_head_weight x min(per head/province mean, cap)),
-- each part rounded to 0.1 before they are added, so that what is shown adds up.
-- grain: one row per team
-- ties: equal points share a place; new customers, then the team code order the list
-- returns: place int, team_code str, team_name str, unit_id str, unit_short_name str,
--   unit_short_name_en str, leader_code str, leader_name str, member_count int, present_count int,
--   active_count int, active_share float, revenue_vnd money, plan_vnd money, attainment float,
--   revenue_per_head_vnd float, plan_points float, per_head_points float, points float,
--   new_customer_count int, passes_members bool, passes_active bool
with board as (

    select
        starts_on,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
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

attended as (

    select
        staff_code,
        1 as was_present
    from attendance
    where
        campaign_code = $campaign_code
        and attended_at <= $as_of

),

has_attendance as (

    select count(*) > 0 as is_known
    from attended

),

sold as (

    -- one row per team; a customer whom two members signed is new to the team once
    select
        team_members.team_code,
        sum(sales.revenue_vnd) as team_vnd,
        count(distinct sales.staff_code) as active_count,
        count(distinct sales.new_customer) as customer_count
    from team_members
    inner join campaign_sales as sales
        on team_members.campaign_code = sales.campaign_code
        and team_members.staff_code = sales.staff_code
        and sales.level = 0
    where
        team_members.campaign_code = $campaign_code
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
    group by team_members.team_code

),

members as (

    select
        team_members.team_code,
        count(*) as member_count,
        sum(
            case
                when has_attendance.is_known then coalesce(attended.was_present, 0)
                else 1
            end
        ) as present_count
    from team_members
    cross join has_attendance
    left join attended
        on team_members.staff_code = attended.staff_code
    where team_members.campaign_code = $campaign_code
    group by team_members.team_code

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

),

measured as (

    select
        teams.team_code,
        teams.name as team_name,
        levels.competing_unit_id,
        teams.leader_code,
        members.member_count,
        members.present_count,
        coalesce(sold.active_count, 0) as active_count,
        coalesce(sold.team_vnd, 0) as team_vnd,
        coalesce(sold.customer_count, 0) as customer_count,
        cast(coalesce(sold.active_count, 0) as double) / nullif(members.member_count, 0) as active_share,
        cast(
            round(
                cast(unit_targets.unit_vnd as double)
                * members.member_count
                / nullif(unit_rosters.staff_count, 0)
            ) as bigint
        ) as team_plan_vnd,
        cast(coalesce(sold.team_vnd, 0) as double) / nullif(members.present_count, 0)
            as per_head_vnd,
        cast(sum(coalesce(sold.team_vnd, 0)) over () as double)
            / nullif(sum(members.present_count) over (), 0) as province_per_head_vnd
    from teams
    inner join members
        on teams.team_code = members.team_code
    left join sold
        on teams.team_code = sold.team_code
    inner join levels
        on teams.unit_id = levels.unit_id
    left join unit_targets
        on levels.competing_unit_id = unit_targets.competing_unit_id
    left join unit_rosters
        on levels.competing_unit_id = unit_rosters.competing_unit_id
    where teams.campaign_code = $campaign_code

),

compared as (

    select
        measured.*,
        cast(measured.team_vnd as double) / nullif(measured.team_plan_vnd, 0) as attainment,
        measured.per_head_vnd / nullif(measured.province_per_head_vnd, 0) as per_head_ratio
    from measured

),

scored as (

    -- written out, because least() takes the cap where there is nothing to compare
    select
        compared.*,
        round(
            100 * $revenue_weight
            * case when compared.attainment > $cap then $cap else compared.attainment end,
            1
        ) as plan_points,
        round(
            100 * $per_head_weight
            * case when compared.per_head_ratio > $cap then $cap else compared.per_head_ratio end,
            1
        ) as per_head_points,
        compared.member_count >= $minimum_members as passes_members,
        compared.active_share >= $minimum_active_share as passes_active
    from compared

),

summed as (

    select
        scored.*,
        round(scored.plan_points + scored.per_head_points, 1) as points,
        scored.passes_members
        and scored.passes_active
        and scored.plan_points is not null
        and scored.per_head_points is not null as is_eligible
    from scored

)

select
    case
        when summed.is_eligible
            then rank() over (partition by summed.is_eligible order by summed.points desc nulls last)
    end as place,
    summed.team_code,
    summed.team_name,
    summed.competing_unit_id as unit_id,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    summed.leader_code,
    staff.full_name as leader_name,
    summed.member_count,
    cast(summed.present_count as bigint) as present_count,
    summed.active_count,
    summed.active_share,
    cast(summed.team_vnd as bigint) as revenue_vnd,
    summed.team_plan_vnd as plan_vnd,
    summed.attainment,
    summed.per_head_vnd as revenue_per_head_vnd,
    summed.plan_points,
    summed.per_head_points,
    summed.points,
    summed.customer_count as new_customer_count,
    summed.passes_members,
    summed.passes_active
from summed
cross join board
inner join org_unit_names
    on summed.competing_unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
left join staff
    on summed.leader_code = staff.staff_code
order by
    summed.is_eligible desc,
    summed.points desc nulls last,
    summed.customer_count desc,
    summed.team_code
