-- The days of a selection: what was sold on each, and what of it at a known hour. It takes what lib.queries.explore
-- takes; a time range is of whole quarters of an hour.
-- grain: one row per day with sales that count
create or replace macro main.selected_days(
    of_campaign, at_moment, of_units, of_services, of_roles, from_minute, until_minute
) as table
with chosen as (

    select
        unit_id,
        valid_from,
        valid_to
    from chosen_units(of_campaign, of_units)

),

sold as (

    select
        sales.unit_id,
        sales.sold_on,
        sales.sale_count,
        sales.revenue_vnd - sales.untimed_vnd as timed_vnd
    from campaign_days as sales
    where
        sales.campaign_code = of_campaign
        and sales.known_at <= at_moment
        and from_minute is null
        and until_minute is null
        and takes(of_services, sales.service_code)
        and takes(of_roles, sales.role_code)
        and sales.unit_id in (select unit_id from chosen)

    union all

    -- days and hours together stand in the finest rollup alone
    select
        sales.unit_id,
        sales.sold_on,
        sales.sale_count,
        sales.revenue_vnd as timed_vnd
    from sales_rollup as sales
    inner join campaign_services
        on sales.service_code = campaign_services.service_code
    where
        campaign_services.campaign_code = of_campaign
        and sales.known_at <= at_moment
        and not (from_minute is null and until_minute is null)
        and takes(of_services, sales.service_code)
        and takes(of_roles, sales.role_code)
        and spans(from_minute, until_minute, minute_of_day(sales.quarter_at))
        and sales.unit_id in (select unit_id from chosen)

)

select
    sold.sold_on,
    sum(sold.sale_count) as sale_count,
    sum(sold.timed_vnd) as timed_vnd
from sold
where exists (
    select 1
    from chosen
    where
        chosen.unit_id = sold.unit_id
        and chosen.valid_from <= sold.sold_on
        and sold.sold_on < chosen.valid_to
)
group by sold.sold_on
having sum(sold.sale_count) > 0
