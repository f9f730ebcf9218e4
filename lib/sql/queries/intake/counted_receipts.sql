-- Sales that count at the cut-off and bear one of these receipt numbers (given in lower case).
-- grain: one row per sale
-- returns: sale_id int, receipt_key str, batch_id int, recorded_at time, unit_id str, staff_code str,
--   service_code str, product_code str, customer_code str, is_new_customer bool, quantity int,
--   revenue_vnd money, collected_vnd money, sold_on date, sold_at time,
--   unmatched str
select
    sales.sale_id,
    lower(sales.receipt_no) as receipt_key,
    sales.batch_id,
    sales.recorded_at,
    sales.unit_id,
    sales.staff_code,
    sales.service_code,
    sales.product_code,
    sales.customer_code,
    sales.is_new_customer,
    sales.quantity,
    sales.revenue_vnd,
    sales.collected_vnd,
    sales.sold_on,
    sales.sold_at,
    sales.unmatched
from sales
left join voids
    on sales.sale_id = voids.sale_id
where
    array_contains($receipt_keys, lower(sales.receipt_no))
    and sales.recorded_at <= $as_of
    and (voids.voided_at is null or $as_of < voids.voided_at)
order by sales.sale_id
