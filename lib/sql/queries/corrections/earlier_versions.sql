-- Files that stand and may be an earlier version of one: of the same name, or named as sharing sales with it.
-- grain: one row per batch and competing unit of its sales that count
-- returns: batch_id int, file_name str, sender str, recorded_at time, unit_id str, sale_count int,
--   revenue_vnd money
select
    batches.batch_id,
    batches.file_name,
    batches.sender,
    batches.recorded_at,
    sales.competing_unit_id as unit_id,
    count(*) as sale_count,
    sum(sales.revenue_vnd) as revenue_vnd
from batches
inner join campaign_sales as sales
    on batches.batch_id = sales.batch_id
    and batches.campaign_code = sales.campaign_code
    and sales.level = 0
left join batch_voids
    on batches.batch_id = batch_voids.batch_id
    and batch_voids.voided_at <= $as_of
where
    batches.campaign_code = $campaign_code
    and array_contains($sources, batches.source)
    and (batches.file_name = $file_name or array_contains($batch_ids, batches.batch_id))
    and batches.recorded_at <= $as_of
    and batch_voids.batch_id is null
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
group by
    batches.batch_id,
    batches.file_name,
    batches.sender,
    batches.recorded_at,
    sales.competing_unit_id
order by batches.batch_id, sales.competing_unit_id
