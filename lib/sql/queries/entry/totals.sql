-- What one person has entered by hand since a moment, as far as it counts at the cut-off.
-- grain: one row
-- returns: sale_count int, revenue_vnd money
select
    count(*) as sale_count,
    coalesce(cast(sum(counted_sales.revenue_vnd) as bigint), 0) as revenue_vnd
from batches
inner join counted_sales
    on batches.batch_id = counted_sales.batch_id
where
    batches.source = 'entry'
    and batches.campaign_code = $campaign_code
    and batches.sender = $sender
    and batches.recorded_at >= $since
    and counted_sales.recorded_at <= $as_of
    and $as_of < counted_sales.counts_until
