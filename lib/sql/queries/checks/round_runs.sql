-- Runs of amounts by one seller at one unit that are all multiples of $multiple_vnd, from $sales amounts on.
-- In the order in which the ledger learned of them. An amount that is list price times quantity is passed
-- over: it neither counts nor ends a run. Nothing (0) is no round amount.
-- A unit bears the name of the day of the first sale.
-- grain: one row per run, as long as it goes; the longest first
-- returns: unit_id str, unit_name str, unit_name_en str, staff_code str, staff_name str, first_at time,
--   last_at time, sale_count int, revenue_vnd money, smallest_vnd money, largest_vnd money,
--   first_sale_id int
with written as (

    select
        sales.sale_id,
        sales.unit_id,
        sales.staff_code,
        sales.sold_on,
        sales.recorded_at,
        sales.revenue_vnd,
        sales.revenue_vnd > 0 and mod(sales.revenue_vnd, $multiple_vnd) = 0 as is_round
    from campaign_sales as sales
    left join products
        on sales.product_code = products.product_code
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and sales.staff_code is not null
        and coalesce(products.price_vnd * sales.quantity <> sales.revenue_vnd, true)

),

often as (

    -- whose amounts can make a run at all
    select
        unit_id,
        staff_code
    from written
    where is_round
    group by
        unit_id,
        staff_code
    having count(*) >= $sales

),

numbered as (

    -- each amount that is not round ends a run
    select
        written.*,
        sum(case when is_round then 0 else 1 end)
            over (
                partition by written.unit_id, written.staff_code
                order by written.recorded_at, written.sale_id
                rows between unbounded preceding and current row
            ) as ended
    from written
    inner join often
        on written.unit_id = often.unit_id
        and written.staff_code = often.staff_code

),

runs as (

    select
        unit_id,
        staff_code,
        min(sold_on) as named_on,
        min(recorded_at) as first_at,
        max(recorded_at) as last_at,
        count(*) as sale_count,
        sum(revenue_vnd) as summed_vnd,
        min(revenue_vnd) as smallest_vnd,
        max(revenue_vnd) as largest_vnd,
        min(sale_id) as first_sale_id
    from numbered
    where is_round
    group by
        unit_id,
        staff_code,
        ended
    having count(*) >= $sales

)

select
    runs.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    runs.staff_code,
    staff.full_name as staff_name,
    runs.first_at,
    runs.last_at,
    runs.sale_count,
    cast(runs.summed_vnd as bigint) as revenue_vnd,
    runs.smallest_vnd,
    runs.largest_vnd,
    runs.first_sale_id
from runs
left join staff
    on runs.staff_code = staff.staff_code
left join org_unit_names as units
    on runs.unit_id = units.unit_id
    and units.valid_from <= runs.named_on
    and runs.named_on < units.valid_to
order by runs.sale_count desc, runs.summed_vnd desc, runs.first_sale_id
