-- Rank team commanders by what their team did without their own sales: how many sold, and how the second half went.
-- points = 100 x (activation_weight x share of the team with a sale
--                 + second_half_weight x min(second half / first half, cap) / cap), each part rounded to 0.1.
-- The part for reports handed in on time has no data yet and is left out of the points.
-- grain: one row per team
-- ties: equal points share a place; the team's attainment, then the team code order the list
-- returns: place int, leader_code str, leader_name str, team_code str, team_name str, unit_id str,
--   unit_short_name str, unit_short_name_en str, member_count int, active_count int,
--   active_share float, first_half_vnd money, second_half_vnd money, attainment float,
--   activation_points float, second_half_points float, points float, passes_attainment bool
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
        teams.leader_code,
        levels.competing_unit_id,
        members.led_count,
        members.active_count,
        members.first_vnd,
        members.second_vnd,
        cast(members.active_count as double) / nullif(members.led_count, 0) as active_share,
        cast(members.second_vnd as double) / nullif(members.first_vnd, 0) as half_ratio,
        cast(members.team_vnd as double)
            / nullif(
                round(
                    cast(unit_targets.unit_vnd as double)
                    * members.member_count
                    / nullif(unit_rosters.staff_count, 0)
                ),
                0
            ) as attainment
    from teams
    inner join members
        on teams.team_code = members.team_code
    inner join levels
        on teams.unit_id = levels.unit_id
    left join unit_targets
        on levels.competing_unit_id = unit_targets.competing_unit_id
    left join unit_rosters
        on levels.competing_unit_id = unit_rosters.competing_unit_id
    where teams.campaign_code = $campaign_code

),

scored as (

    -- written out, because least() takes the cap where there is nothing to compare
    select
        measured.*,
        round(100 * $activation_weight * measured.active_share, 1) as activation_points,
        round(
            100 * $second_half_weight
            * case
                when measured.half_ratio > $second_half_cap then $second_half_cap
                else measured.half_ratio
            end
            / $second_half_cap,
            1
        ) as second_half_points,
        measured.attainment >= $minimum_attainment as passes_attainment
    from measured

),

summed as (

    select
        scored.*,
        round(scored.activation_points + coalesce(scored.second_half_points, 0), 1) as points,
        coalesce(scored.passes_attainment, false)
        and scored.activation_points is not null as is_eligible
    from scored

)

select
    case
        when summed.is_eligible
            then rank() over (partition by summed.is_eligible order by summed.points desc nulls last)
    end as place,
    summed.leader_code,
    staff.full_name as leader_name,
    summed.team_code,
    summed.team_name,
    summed.competing_unit_id as unit_id,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    summed.led_count as member_count,
    summed.active_count,
    summed.active_share,
    cast(coalesce(summed.first_vnd, 0) as bigint) as first_half_vnd,
    cast(coalesce(summed.second_vnd, 0) as bigint) as second_half_vnd,
    summed.attainment,
    summed.activation_points,
    coalesce(summed.second_half_points, 0) as second_half_points,
    summed.points,
    coalesce(summed.passes_attainment, false) as passes_attainment
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
    summed.attainment desc nulls last,
    summed.team_code
