-- Products by code and folded name, and the last day on which each was sold as counted at the cut-off.
-- Products themselves have no dates: all that are set up can be sold, whatever the cut-off.
-- grain: one row per product
-- returns: product_code str, service_code str, name str, name_folded str, last_sold_on date
with voided as (

    select sale_id
    from voids
    where voided_at <= $as_of

),

sold as (

    -- one pass over the ledger, not one per product
    select
        sales.product_code,
        max(sales.sold_on) as last_sold_on
    from sales
    left join voided
        on sales.sale_id = voided.sale_id
    where
        sales.recorded_at <= $as_of
        and voided.sale_id is null
    group by sales.product_code

)

select
    products.product_code,
    products.service_code,
    products.name,
    products.name_folded,
    sold.last_sold_on
from products
left join sold
    on products.product_code = sold.product_code
order by products.product_code
