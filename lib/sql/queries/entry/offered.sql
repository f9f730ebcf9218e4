-- What can be sold in a campaign: its products, the most sold first, then each service by itself.
-- Products and services themselves have no dates: all that are set up are offered, whatever the cut-off.
-- grain: one row per product, and one per service without a product
-- returns: product_code str, service_code str, name str, name_en str, service_name str,
--   service_name_en str, measure str, price_vnd money, sale_count int
with sold as (

    select
        service_code,
        coalesce(product_code, '') as product_code,
        count(*) as sale_count
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by service_code, coalesce(product_code, '')

),

listed as (

    select
        0 as shelf,
        product_code,
        service_code,
        name,
        name_en,
        measure,
        price_vnd
    from products

    union all

    select
        1 as shelf,
        cast(null as varchar) as product_code,
        service_code,
        name,
        name_en,
        cast(null as varchar) as measure,
        cast(null as bigint) as price_vnd
    from services

)

select
    listed.product_code,
    listed.service_code,
    listed.name,
    listed.name_en,
    services.name as service_name,
    services.name_en as service_name_en,
    listed.measure,
    listed.price_vnd,
    coalesce(sold.sale_count, 0) as sale_count
from listed
inner join services
    on listed.service_code = services.service_code
inner join campaign_services
    on listed.service_code = campaign_services.service_code
    and campaign_services.campaign_code = $campaign_code
left join sold
    on listed.service_code = sold.service_code
    and coalesce(listed.product_code, '') = sold.product_code
order by
    listed.shelf,
    coalesce(sold.sale_count, 0) desc,
    services.sort_order,
    listed.service_code,
    listed.product_code
