-- New customers that have a code, where and by whom they were won: counted while any of those sales counts.
-- known_customers holds what is known of the same customers already.
-- grain: one row per campaign, moments of learning and recording, place of a unit, person and customer
with won as (

    select
        campaign_code,
        known_at,
        recorded_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sign as sale_count,
        sign as added_count,
        0 as known_count
    from campaign_entries
    where
        is_new_customer
        and customer_code is not null

    union all

    select
        campaign_code,
        known_at,
        recorded_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sale_count,
        0 as added_count,
        customer_count as known_count
    from known_customers

),

moments as (

    select
        campaign_code,
        known_at,
        recorded_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sum(sale_count) as sale_count,
        sum(added_count) as added_count,
        sum(known_count) as known_count
    from won
    group by
        campaign_code,
        known_at,
        recorded_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code

),

running as (

    select
        moments.*,
        sum(sale_count)
            over (
                partition by campaign_code, placed_on, unit_id, staff_code, customer_code
                order by known_at, recorded_at
                rows between unbounded preceding and current row
            ) as standing_count
    from moments

),

changed as (

    select
        running.*,
        case when standing_count > 0 then 1 else 0 end
        - case when standing_count - sale_count > 0 then 1 else 0 end
        - known_count as customer_count
    from running

)

select
    campaign_code,
    known_at,
    recorded_at,
    placed_on,
    unit_id,
    staff_code,
    customer_code,
    added_count as sale_count,
    customer_count
from changed
where
    added_count <> 0
    or customer_count <> 0
