-- The days of a selection: what was sold on each, and what of it at a known hour. It takes what lib.queries.explore
-- takes; a time range is of whole quarters of an hour.
-- grain: one row per day with sales that count
create or replace macro main.selected_days(
    of_campaign, at_moment, of_units, of_services, of_roles, from_minute, until_minute
) as table
with chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places(of_campaign, of_units)

),

sold as (

    select
        sales.sold_on,
        sales.sale_count,
        sales.revenue_vnd - sales.untimed_vnd as timed_vnd
    from campaign_days as sales
    inner join chosen
        on sales.unit_id = chosen.unit_id
        and sales.placed_on = chosen.placed_on
    where
        sales.campaign_code = of_campaign
        and sales.known_at <= at_moment
        and from_minute is null
        and until_minute is null
        and takes(of_services, sales.service_code)
        and takes(of_roles, sales.role_code)

    union all

    -- days and hours together stand in the finest rollup alone
    select
        sales.sold_on,
        sales.sale_count,
        sales.revenue_vnd as timed_vnd
    from sales_rollup as sales
    inner join campaign_services
        on sales.service_code = campaign_services.service_code
    inner join chosen
        on sales.unit_id = chosen.unit_id
        and chosen.placed_on <= sales.sold_on
        and sales.sold_on < chosen.placed_until
    where
        campaign_services.campaign_code = of_campaign
        and sales.known_at <= at_moment
        and not (from_minute is null and until_minute is null)
        and takes(of_services, sales.service_code)
        and takes(of_roles, sales.role_code)
        and spans(from_minute, until_minute, minute_of_day(sales.quarter_at))

)

select
    sold_on,
    sum(sale_count) as sale_count,
    sum(timed_vnd) as timed_vnd
from sold
group by sold_on
having sum(sale_count) > 0
