-- Sales by unit and person of a campaign, and the new customers each won.
-- changed_customers is what was added to campaign_customers; who has no code is counted by the sale.
-- grain: one row per campaign, moment of learning, place of a unit and person
select
    parts.campaign_code,
    parts.known_at,
    parts.placed_on,
    parts.unit_id,
    parts.staff_code,
    sum(parts.sale_count) as sale_count,
    sum(parts.revenue_vnd) as revenue_vnd,
    sum(parts.uncoded_count + parts.coded_count) as customer_count,
    sum(parts.uncoded_count) as uncoded_count
from (

    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        sign as sale_count,
        sign * revenue_vnd as revenue_vnd,
        case when is_new_customer and customer_code is null then sign else 0 end as uncoded_count,
        0 as coded_count
    from campaign_entries

    union all

    select
        campaign_code,
        known_at,
        placed_on,
        unit_id,
        staff_code,
        0 as sale_count,
        0 as revenue_vnd,
        0 as uncoded_count,
        customer_count as coded_count
    from changed_customers
    where customer_count <> 0

) as parts
group by
    parts.campaign_code,
    parts.known_at,
    parts.placed_on,
    parts.unit_id,
    parts.staff_code
