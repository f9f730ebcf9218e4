-- Products by code and folded name.
-- grain: one row per product
-- returns: product_code str, service_code str, name str, name_folded str
select
    product_code,
    service_code,
    name,
    name_folded
from products
order by product_code
