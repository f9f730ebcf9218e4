-- A person's sales in a campaign, the latest sold first, those whose hour is not known last of their day.
-- grain: one row per counted sale, at most $most
-- returns: sale_id int, sold_on date, sold_at time, unit_id str, service_name str, service_name_en str,
--   product_name str, product_name_en str, quantity int, revenue_vnd money, is_new_customer bool
select
    sales.sale_id,
    sales.sold_on,
    sales.sold_at,
    sales.unit_id,
    services.name as service_name,
    services.name_en as service_name_en,
    products.name as product_name,
    products.name_en as product_name_en,
    sales.quantity,
    sales.revenue_vnd,
    sales.is_new_customer
from campaign_sales as sales
inner join services
    on sales.service_code = services.service_code
left join products
    on sales.product_code = products.product_code
where
    sales.campaign_code = $campaign_code
    and sales.level = 0
    and sales.staff_code = $staff_code
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
order by
    sales.sold_on desc,
    sales.sold_at desc nulls last,
    sales.sale_id desc
limit $most
