-- The latest sales that one person entered by hand since a moment, the voided ones too.
-- grain: one row per sale
-- returns: batch_id int, recorded_at time, unit_id str, name str, name_en str, quantity int,
--   revenue_vnd money, is_voided bool
select
    counted_sales.batch_id,
    counted_sales.recorded_at,
    counted_sales.unit_id,
    coalesce(products.name, services.name) as name,
    coalesce(products.name_en, services.name_en) as name_en,
    counted_sales.quantity,
    counted_sales.revenue_vnd,
    counted_sales.counts_until <= $as_of as is_voided
from batches
inner join counted_sales
    on batches.batch_id = counted_sales.batch_id
inner join services
    on counted_sales.service_code = services.service_code
left join products
    on counted_sales.product_code = products.product_code
where
    batches.source = 'entry'
    and batches.campaign_code = $campaign_code
    and batches.sender = $sender
    and batches.recorded_at >= $since
    and counted_sales.recorded_at <= $as_of
order by counted_sales.recorded_at desc, counted_sales.sale_id desc
limit $limit_count
