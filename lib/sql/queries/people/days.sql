-- What a person sold on each day of the whole ledger, of the services a campaign counts; for the personal record.
-- grain: one row per day on which the person has a sale that counts, the oldest first
-- returns: sold_on date, revenue_vnd money, sale_count int, is_campaign bool
select
    sales.sold_on,
    cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd,
    count(*) as sale_count,
    campaigns.starts_on <= sales.sold_on and sales.sold_on <= campaigns.ends_on as is_campaign
from campaign_ledger as sales
inner join campaigns
    on sales.campaign_code = campaigns.campaign_code
where
    sales.campaign_code = $campaign_code
    and sales.staff_code = $staff_code
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
group by
    sales.sold_on,
    campaigns.starts_on,
    campaigns.ends_on
order by sales.sold_on
