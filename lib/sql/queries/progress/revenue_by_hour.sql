-- Revenue of each hour of the day against the plan of that hour; one row for sales whose hour is not known.
-- The plan is shown only where it is given by the hour (slots no longer than an hour).
-- grain: one row per hour of the day with plan or sales, and one with hour null when such sales exist
-- returns: hour int, revenue_vnd money, plan_vnd money, is_complete bool
with scope as (

    select distinct unit_id
    from unit_levels
    where
        campaign_code = $campaign_code
        and ($unit_id is null or shown_unit_id = $unit_id)

),

sold as (

    select
        extract(hour from sold_at) as sold_hour,
        sum(revenue_vnd) as sold_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and recorded_at <= $as_of
        and $as_of < counts_until
        and ($unit_id is null or unit_id in (select scope.unit_id from scope))
    group by extract(hour from sold_at)

),

planned as (

    select
        case
            when $unit_id is null then coalesce(max(campaigns.plan_vnd), sum(targets.target_vnd))
            else sum(targets.target_vnd)
        end as whole_vnd
    from campaigns
    left join targets
        on campaigns.campaign_code = targets.campaign_code
        and targets.unit_id in (select scope.unit_id from scope)
    where campaigns.campaign_code = $campaign_code

),

shape as (

    select
        extract(hour from starts_at) as plan_hour,
        sum(plan_share) as hour_share,
        max(ends_at) as last_ends_at
    from campaign_slots
    where
        campaign_code = $campaign_code
        and ends_at <= starts_at + interval 1 hour
    group by extract(hour from starts_at)

),

hours as (

    select sold_hour as hour_of_day
    from sold

    union

    select plan_hour as hour_of_day
    from shape

)

select
    cast(hours.hour_of_day as bigint) as hour,
    coalesce(cast(sold.sold_vnd as bigint), 0) as revenue_vnd,
    cast(round(planned.whole_vnd * shape.hour_share) as bigint) as plan_vnd,
    coalesce(shape.last_ends_at <= $as_of, true) as is_complete
from hours
cross join planned
left join sold
    on hours.hour_of_day = sold.sold_hour
    or (hours.hour_of_day is null and sold.sold_hour is null)
left join shape
    on hours.hour_of_day = shape.plan_hour
order by hours.hour_of_day nulls last
