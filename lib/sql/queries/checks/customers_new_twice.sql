-- Customer codes that several sales, by several sellers, mark as new; the board counts each code once.
-- Listed from $sales sales and $sellers sellers on; sales without a seller are of one more. With $unit_id:
-- those of which a sale was booked there, with all their sales in the campaign.
-- The first sale is the one recorded first, as the board counts it. A unit bears the name of its sale's day.
-- grain: one row per customer code; the one most often marked first
-- returns: customer_code str, unit_id str, unit_name str, unit_name_en str, staff_code str,
--   staff_name str, last_unit_id str, last_unit_name str, last_unit_name_en str, last_staff_code str,
--   last_staff_name str, seller_count int, first_at time, last_at time, sale_count int,
--   revenue_vnd money, first_sale_id int
with marked as (

    select
        sale_id,
        customer_code,
        unit_id,
        staff_code,
        sold_on,
        recorded_at,
        revenue_vnd,
        row_number() over (partition by customer_code order by recorded_at, sale_id) as mention,
        row_number() over (partition by customer_code order by recorded_at desc, sale_id desc)
            as mention_from_last
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
        and is_new_customer
        and customer_code is not null

),

here as (

    select distinct customer_code
    from campaign_sales
    where
        campaign_code = $campaign_code
        and (
            ($unit_id is null and level = 0)
            or (shown_unit_id = $unit_id and is_own_level)
        )
        and recorded_at <= $as_of
        and $as_of < counts_until
        and is_new_customer
        and customer_code is not null

),

counted as (

    select
        marked.customer_code,
        count(distinct coalesce(marked.staff_code, '')) as seller_count,
        count(*) as sale_count,
        sum(marked.revenue_vnd) as summed_vnd
    from marked
    inner join here
        on marked.customer_code = here.customer_code
    group by marked.customer_code
    having count(*) >= $sales and count(distinct coalesce(marked.staff_code, '')) >= $sellers

)

select
    counted.customer_code,
    first_sale.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    first_sale.staff_code,
    staff.full_name as staff_name,
    last_sale.unit_id as last_unit_id,
    last_units.short_name as last_unit_name,
    last_units.short_name_en as last_unit_name_en,
    last_sale.staff_code as last_staff_code,
    last_staff.full_name as last_staff_name,
    counted.seller_count,
    first_sale.recorded_at as first_at,
    last_sale.recorded_at as last_at,
    counted.sale_count,
    cast(counted.summed_vnd as bigint) as revenue_vnd,
    first_sale.sale_id as first_sale_id
from counted
inner join marked as first_sale
    on counted.customer_code = first_sale.customer_code
    and first_sale.mention = 1
inner join marked as last_sale
    on counted.customer_code = last_sale.customer_code
    and last_sale.mention_from_last = 1
left join staff
    on first_sale.staff_code = staff.staff_code
left join staff as last_staff
    on last_sale.staff_code = last_staff.staff_code
left join org_unit_names as units
    on first_sale.unit_id = units.unit_id
    and units.valid_from <= first_sale.sold_on
    and first_sale.sold_on < units.valid_to
left join org_unit_names as last_units
    on last_sale.unit_id = last_units.unit_id
    and last_units.valid_from <= last_sale.sold_on
    and last_sale.sold_on < last_units.valid_to
order by counted.sale_count desc, counted.customer_code
