-- What each team reached at the cut-off: the measures its title can be decided on.
-- A team's plan is its unit's target in proportion to head count; without attendance every member counts as present.
-- plan_reached_minute is the minute in which the plan was reached, by the time of sale, counted from
-- midnight before the campaign's first day; missing when it was not.
-- waiting_row_count counts rejected rows of sales that name a member.
-- unverified_vnd is revenue of hand-overs that no control has verified yet.
-- grain: one row per team
-- returns: code str, name str, unit_id str, unit_name str, unit_short_name str,
--   unit_short_name_en str, leader_code str, leader_name str, plan_vnd money, revenue_vnd money,
--   unverified_vnd money, attainment float, per_head_multiple float, member_count int,
--   present_count int, active_count int, active_share float, new_customer_count int,
--   plan_reached_minute int, waiting_row_count int
with board as (

    select
        cast(starts_on as timestamp) as starts_at,
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

present as (

    select distinct staff_code
    from counted_attendance
    where
        campaign_code = $campaign_code
        and recorded_at <= $as_of
        and $as_of < counts_until

),

has_attendance as (

    select count(*) > 0 as is_known
    from present

),

sales as (

    select
        team_members.team_code,
        found.sale_id,
        found.staff_code,
        found.revenue_vnd,
        found.new_customer,
        found.sold_at,
        case when verified.batch_id is null then found.revenue_vnd else 0 end as unverified_vnd
    from team_members
    inner join campaign_sales as found
        on team_members.campaign_code = found.campaign_code
        and team_members.staff_code = found.staff_code
        and found.level = 0
    left join batch_verifications as verified
        on found.batch_id = verified.batch_id
        and verified.verified_at <= $as_of
    where
        team_members.campaign_code = $campaign_code
        and found.recorded_at <= $as_of
        and $as_of < found.counts_until

),

sold as (

    -- one row per team; a customer whom two members signed is new to the team once
    select
        team_code,
        sum(revenue_vnd) as team_vnd,
        sum(unverified_vnd) as open_vnd,
        count(distinct staff_code) as active_count,
        count(distinct new_customer) as customer_count
    from sales
    group by team_code

),

waiting as (

    select
        team_members.team_code,
        count(*) as row_count
    from quarantine
    inner join batches
        on quarantine.batch_id = batches.batch_id
    inner join team_members
        on batches.campaign_code = team_members.campaign_code
        and quarantine.staff_code = team_members.staff_code
    left join batch_voids
        on quarantine.batch_id = batch_voids.batch_id
        and batch_voids.voided_at <= $as_of
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        batches.campaign_code = $campaign_code
        and coalesce(batches.kind, 'sales') = 'sales'
        and quarantine.recorded_at <= $as_of
        and batch_voids.batch_id is null
        and settled.batch_id is null
    group by team_members.team_code

),

members as (

    select
        team_members.team_code,
        count(*) as member_count,
        sum(case when has_attendance.is_known and present.staff_code is null then 0 else 1 end)
            as present_count
    from team_members
    cross join has_attendance
    left join present
        on team_members.staff_code = present.staff_code
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
        teams.name,
        teams.leader_code,
        levels.competing_unit_id,
        members.member_count,
        members.present_count,
        coalesce(sold.active_count, 0) as active_count,
        coalesce(sold.customer_count, 0) as customer_count,
        coalesce(sold.team_vnd, 0) as team_vnd,
        coalesce(sold.open_vnd, 0) as open_vnd,
        coalesce(waiting.row_count, 0) as waiting_count,
        cast(
            round(
                cast(unit_targets.unit_vnd as double)
                * members.member_count
                / nullif(unit_rosters.staff_count, 0)
            ) as bigint
        ) as team_plan_vnd,
        cast(sum(coalesce(sold.team_vnd, 0)) over () as double) as all_vnd,
        cast(sum(members.present_count) over () as double) as all_present
    from teams
    inner join members
        on teams.team_code = members.team_code
    inner join levels
        on teams.unit_id = levels.unit_id
    left join sold
        on teams.team_code = sold.team_code
    left join waiting
        on teams.team_code = waiting.team_code
    left join unit_targets
        on levels.competing_unit_id = unit_targets.competing_unit_id
    left join unit_rosters
        on levels.competing_unit_id = unit_rosters.competing_unit_id
    where teams.campaign_code = $campaign_code

),

running as (

    select
        sales.team_code,
        sales.sold_at,
        sum(sales.revenue_vnd) over (partition by sales.team_code order by sales.sold_at) as so_far_vnd
    from sales
    where sales.sold_at is not null

),

reached as (

    select
        running.team_code,
        min(running.sold_at - board.starts_at) as reached_after
    from running
    cross join board
    inner join measured
        on running.team_code = measured.team_code
    where running.so_far_vnd >= measured.team_plan_vnd
    group by running.team_code

)

select
    measured.team_code as code,
    measured.name,
    measured.competing_unit_id as unit_id,
    org_unit_names.name as unit_name,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    measured.leader_code,
    staff.full_name as leader_name,
    measured.team_plan_vnd as plan_vnd,
    cast(measured.team_vnd as bigint) as revenue_vnd,
    cast(measured.open_vnd as bigint) as unverified_vnd,
    cast(measured.team_vnd as double) / nullif(measured.team_plan_vnd, 0) as attainment,
    cast(measured.team_vnd as double) * measured.all_present
        / nullif(measured.present_count * measured.all_vnd, 0) as per_head_multiple,
    measured.member_count,
    cast(measured.present_count as bigint) as present_count,
    measured.active_count,
    cast(measured.active_count as double) / nullif(measured.member_count, 0) as active_share,
    measured.customer_count as new_customer_count,
    extract(day from reached.reached_after) * 1440
        + extract(hour from reached.reached_after) * 60
        + extract(minute from reached.reached_after) as plan_reached_minute,
    measured.waiting_count as waiting_row_count
from measured
cross join board
inner join org_unit_names
    on measured.competing_unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
left join staff
    on measured.leader_code = staff.staff_code
left join reached
    on measured.team_code = reached.team_code
order by measured.team_code
