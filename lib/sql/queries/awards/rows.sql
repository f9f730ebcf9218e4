-- The rows a candidate's measures come from: the sales, deliveries, activities and hourly reports that count.
-- quantity is items sold, items taken out, or customers and orders referred; good_count is items delivered at the
-- first attempt, 1 for a verified activity and 1 for a report in time.
-- grain: one row per row of the ledger
-- returns: kind str, staff_code str, full_name str, happened_on date, happened_at time, what str,
--   quantity int, good_count int, revenue_vnd money, sale_id int, batch_id int, source_row int,
--   is_verified bool
with board as (

    select
        starts_on,
        ends_on
    from campaigns
    where campaign_code = $campaign_code

),

whose as (

    select
        staff.staff_code,
        staff.full_name
    from staff
    left join team_members
        on staff.staff_code = team_members.staff_code
        and team_members.campaign_code = $campaign_code
    where
        staff.staff_code = $staff_code
        or team_members.team_code = $team_code

),

found as (

    select
        'sales' as kind,
        sales.staff_code,
        whose.full_name,
        sales.sold_on as happened_on,
        sales.sold_at as happened_at,
        services.name as what,
        sales.quantity,
        cast(null as bigint) as good_count,
        sales.revenue_vnd,
        sales.sale_id,
        sales.batch_id,
        sales.source_row,
        verified.batch_id is not null as is_verified
    from campaign_sales as sales
    inner join whose
        on sales.staff_code = whose.staff_code
    inner join services
        on sales.service_code = services.service_code
    left join batch_verifications as verified
        on sales.batch_id = verified.batch_id
        and verified.verified_at <= $as_of
    where
        sales.campaign_code = $campaign_code
        and sales.level = 0
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until

    union all

    select
        'deliveries' as kind,
        deliveries.staff_code,
        whose.full_name,
        deliveries.delivered_on as happened_on,
        cast(null as timestamp) as happened_at,
        cast(null as varchar) as what,
        deliveries.taken_out as quantity,
        deliveries.first_attempt as good_count,
        cast(null as bigint) as revenue_vnd,
        cast(null as bigint) as sale_id,
        deliveries.batch_id,
        deliveries.source_row,
        verified.batch_id is not null as is_verified
    from counted_deliveries as deliveries
    cross join board
    inner join whose
        on deliveries.staff_code = whose.staff_code
    left join batch_verifications as verified
        on deliveries.batch_id = verified.batch_id
        and verified.verified_at <= $as_of
    where
        board.starts_on <= deliveries.delivered_on
        and deliveries.delivered_on <= board.ends_on
        and deliveries.recorded_at <= $as_of
        and $as_of < deliveries.counts_until

    union all

    select
        'activities' as kind,
        activities.staff_code,
        whose.full_name,
        activities.done_on as happened_on,
        activities.done_at as happened_at,
        activities.link as what,
        activities.referred_customers + activities.referred_orders as quantity,
        case when activities.verified_by is null then 0 else 1 end as good_count,
        cast(null as bigint) as revenue_vnd,
        cast(null as bigint) as sale_id,
        activities.batch_id,
        activities.source_row,
        activities.verified_by is not null as is_verified
    from counted_activities as activities
    cross join board
    inner join whose
        on activities.staff_code = whose.staff_code
    where
        board.starts_on <= activities.done_on
        and activities.done_on <= board.ends_on
        and activities.recorded_at <= $as_of
        and $as_of < activities.counts_until

    union all

    select
        'hourly_reports' as kind,
        teams.leader_code as staff_code,
        staff.full_name,
        cast(reports.due_at as date) as happened_on,
        reports.reported_at as happened_at,
        teams.name as what,
        1 as quantity,
        case when reports.is_on_time then 1 else 0 end as good_count,
        cast(null as bigint) as revenue_vnd,
        cast(null as bigint) as sale_id,
        reports.batch_id,
        reports.source_row,
        false as is_verified
    from counted_hourly_reports as reports
    inner join teams
        on reports.campaign_code = teams.campaign_code
        and reports.team_code = teams.team_code
    left join staff
        on teams.leader_code = staff.staff_code
    where
        reports.campaign_code = $campaign_code
        and reports.team_code = $team_code
        and reports.recorded_at <= $as_of
        and $as_of < reports.counts_until

)

select
    kind,
    staff_code,
    full_name,
    happened_on,
    happened_at,
    what,
    quantity,
    good_count,
    revenue_vnd,
    sale_id,
    batch_id,
    source_row,
    is_verified
from found
order by kind, happened_on, happened_at, staff_code, batch_id, source_row
