-- One sale, and when and by whom it was voided at the cut-off; no row when there is no such sale.
-- grain: one row per sale
-- returns: sale_id int, batch_id int, revenue_vnd money, voided_at time, voided_by str
select
    sale_id,
    batch_id,
    revenue_vnd,
    case when counts_until <= $as_of then counts_until end as voided_at,
    case when counts_until <= $as_of then voided_by end as voided_by
from counted_sales
where
    sale_id = $sale_id
    and recorded_at <= $as_of
