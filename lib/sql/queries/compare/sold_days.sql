-- The days on which the units of a campaign sold its services, whether they are its days or not.
-- grain: one row per day with counted sales, the oldest first
-- returns: sold_on date, revenue_vnd money, sale_count int
with lens as (

    -- which units count on which days, whatever the campaign's window: its units, and below $unit_id when given
    select
        below.unit_id,
        competing.ancestor_id as competing_unit_id,
        greatest(below.valid_from, competing.valid_from) as valid_from,
        least(below.valid_to, competing.valid_to) as valid_to
    from campaigns
    inner join campaign_units
        on campaigns.campaign_code = campaign_units.campaign_code
    inner join org_closure as competing
        on campaigns.tree = competing.tree
        and campaign_units.unit_id = competing.ancestor_id
    inner join org_closure as below
        on competing.tree = below.tree
        and competing.unit_id = below.unit_id
        and below.ancestor_id = coalesce($unit_id, campaign_units.unit_id)
        and below.valid_from < competing.valid_to
        and competing.valid_from < below.valid_to
    where campaigns.campaign_code = $campaign_code

)

select
    sales.sold_on,
    cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd,
    count(*) as sale_count
from campaign_ledger as sales
inner join lens
    on sales.unit_id = lens.unit_id
    and lens.valid_from <= sales.sold_on
    and sales.sold_on < lens.valid_to
where
    sales.campaign_code = $campaign_code
    and sales.sold_on >= $since_on
    and sales.sold_on < $before_on
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
group by sales.sold_on
order by sales.sold_on
