-- New customers that have a code, where and by whom they were won: counted while any of those sales counts.
-- known_customers holds what is known of the same customers already.
-- grain: one row per campaign, moment of learning, place of a unit, person and customer
with won as (

    select
        unit_places.campaign_code,
        entries.known_at,
        unit_places.placed_on,
        entries.unit_id,
        entries.staff_code,
        entries.customer_code,
        entries.sign as sale_count,
        0 as known_count,
        true as is_added
    from entries
    inner join campaign_services
        on entries.service_code = campaign_services.service_code
    inner join unit_places
        on campaign_services.campaign_code = unit_places.campaign_code
        and entries.unit_id = unit_places.unit_id
        and unit_places.placed_on <= entries.sold_on
        and entries.sold_on < unit_places.placed_until
    where
        entries.is_new_customer
        and entries.customer_code is not null

    union all

    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sale_count,
        customer_count as known_count,
        false as is_added
    from known_customers

),

moments as (

    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        customer_code,
        sum(sale_count) as sale_count,
        coalesce(sum(sale_count) filter (where is_added), 0) as added_count,
        sum(known_count) as known_count
    from won
    group by
        campaign_code,
        known_at,
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
                order by known_at
                rows between unbounded preceding and current row
            ) as standing_count
    from moments

)

select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    customer_code,
    added_count as sale_count,
    case when standing_count > 0 then 1 else 0 end
    - case when standing_count - sale_count > 0 then 1 else 0 end
    - known_count as customer_count
from running
where
    added_count <> 0
    or case when standing_count > 0 then 1 else 0 end
    - case when standing_count - sale_count > 0 then 1 else 0 end
    <> known_count
