-- What a person sold in a campaign: by service and product, the largest first.
-- grain: one row per service and product with a counted sale; no product where the sale names none
-- returns: service_code str, service_name str, service_name_en str, product_code str, product_name str,
--   product_name_en str, revenue_vnd money, quantity int, sale_count int
with sold as (

    select
        service_code,
        product_code,
        sum(revenue_vnd) as sold_vnd,
        sum(quantity) as sold_quantity,
        count(*) as sale_count
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and staff_code = $staff_code
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by
        service_code,
        product_code

)

select
    sold.service_code,
    services.name as service_name,
    services.name_en as service_name_en,
    sold.product_code,
    products.name as product_name,
    products.name_en as product_name_en,
    cast(sold.sold_vnd as bigint) as revenue_vnd,
    cast(sold.sold_quantity as bigint) as quantity,
    sold.sale_count
from sold
inner join services
    on sold.service_code = services.service_code
left join products
    on sold.product_code = products.product_code
order by
    sold.sold_vnd desc,
    services.sort_order,
    sold.service_code,
    sold.product_code nulls last
