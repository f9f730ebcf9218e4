-- Sales without a receipt number that count at the cut-off, of some units between two days.
-- grain: one row per sale
-- returns: sale_id int, batch_id int, recorded_at time, unit_id str, staff_code str,
--   service_code str, product_code str, customer_code str, is_new_customer bool, quantity int,
--   revenue_vnd money, collected_vnd money, sold_on date, sold_at time,
--   unmatched str
select
    sales.sale_id,
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
    sales.receipt_no is null
    and array_contains($unit_ids, sales.unit_id)
    and sales.sold_on between $first_day and $last_day
    and sales.recorded_at <= $as_of
    and (voids.voided_at is null or $as_of < voids.voided_at)
order by sales.sale_id
