-- What each person sold by service, the largest first; everybody's at once, for printing.
-- grain: one row per person and service with a counted sale
-- returns: staff_code str, service_code str, service_name str, service_name_en str, revenue_vnd money,
--   sale_count int
with sold as (

    select
        staff_code,
        service_code,
        sum(revenue_vnd) as sold_vnd,
        count(*) as sale_count
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and staff_code is not null
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by
        staff_code,
        service_code

)

select
    sold.staff_code,
    sold.service_code,
    services.name as service_name,
    services.name_en as service_name_en,
    cast(sold.sold_vnd as bigint) as revenue_vnd,
    sold.sale_count
from sold
inner join services
    on sold.service_code = services.service_code
order by
    sold.staff_code,
    sold.sold_vnd desc,
    services.sort_order,
    sold.service_code
