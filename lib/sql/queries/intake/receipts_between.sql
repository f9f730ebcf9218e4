-- Receipt numbers between two others that the ledger counts: to compare many at once.
-- grain: one row per sale
-- returns: receipt_key str
select lower(sales.receipt_no) as receipt_key
from sales
left join voids
    on sales.sale_id = voids.sale_id
where
    lower(sales.receipt_no) >= $first_key
    and lower(sales.receipt_no) <= $last_key
    and sales.recorded_at <= $as_of
    and (voids.voided_at is null or $as_of < voids.voided_at)
order by receipt_key, sales.sale_id
