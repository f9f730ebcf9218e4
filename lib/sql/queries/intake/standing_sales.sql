-- The sales of one batch that are not voided at the cut-off; none when the batch itself is undone.
-- grain: one row per sale
-- returns: sale_id int, revenue_vnd money
select
    sales.sale_id,
    sales.revenue_vnd
from sales
left join voids
    on sales.sale_id = voids.sale_id
where
    sales.batch_id = $batch_id
    and sales.recorded_at <= $as_of
    and (voids.voided_at is null or $as_of < voids.voided_at)
order by sales.sale_id
