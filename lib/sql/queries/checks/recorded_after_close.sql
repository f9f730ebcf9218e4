-- Sales dated before the campaign closed that the ledger learned of more than $minutes after it.
-- Sales without an hour are left out: nobody can say on which side of the close they were sold.
-- A unit that competes, or $unit_id, bears the name of the day of its first sale.
-- grain: one row per batch and unit that competes (with $unit_id: per batch); the last recorded first
-- returns: unit_id str, unit_name str, unit_name_en str, batch_id int, file_name str, sender str,
--   first_at time, last_at time, recorded_at time, sale_count int, revenue_vnd money,
--   first_sale_id int
with late as (

    select
        sales.batch_id,
        sales.shown_unit_id as unit_id,
        min(sales.sold_at) as first_at,
        max(sales.sold_at) as last_at,
        max(sales.recorded_at) as last_recorded_at,
        count(*) as sale_count,
        sum(sales.revenue_vnd) as summed_vnd,
        min(sales.sale_id) as first_sale_id
    from campaign_sales as sales
    inner join campaigns
        on sales.campaign_code = campaigns.campaign_code
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and sales.sold_at < campaigns.closes_at
        and campaigns.closes_at + interval 1 minute * $minutes < sales.recorded_at
    group by
        sales.batch_id,
        sales.shown_unit_id

)

select
    late.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    late.batch_id,
    batches.file_name,
    batches.sender,
    late.first_at,
    late.last_at,
    late.last_recorded_at as recorded_at,
    late.sale_count,
    cast(late.summed_vnd as bigint) as revenue_vnd,
    late.first_sale_id
from late
left join batches
    on late.batch_id = batches.batch_id
left join org_unit_names as units
    on late.unit_id = units.unit_id
    and units.valid_from <= cast(late.first_at as date)
    and cast(late.first_at as date) < units.valid_to
order by late.last_recorded_at desc, late.batch_id desc, late.unit_id
