-- Sales of one seller, service, product and customer at one unit that follow one another within $minutes.
-- Listed from $sales sales and $least_vnd on. Sales without a customer code go together; sales without a
-- seller or an hour are left out. A unit bears the name of the day of the first sale.
-- grain: one row per succession, each of its sales at most $minutes after the one before; the largest first
-- returns: unit_id str, unit_name str, unit_name_en str, staff_code str, staff_name str,
--   service_code str, service_name str, service_name_en str, product_code str, product_name str,
--   product_name_en str, customer_code str, first_at time, last_at time, sale_count int,
--   revenue_vnd money, first_sale_id int
with sold as (

    select
        sale_id,
        unit_id,
        staff_code,
        service_code,
        product_code,
        customer_code,
        sold_at,
        revenue_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and (
            ($unit_id is null and level = 0)
            or (shown_unit_id = $unit_id and is_own_level)
        )
        and recorded_at <= $as_of
        and $as_of < counts_until
        and sold_at is not null
        and staff_code is not null

),

repeated as (

    -- what can follow one another at all: no revenue is below zero, so no part of them comes to more
    select
        unit_id,
        staff_code,
        service_code,
        product_code,
        customer_code
    from sold
    group by
        unit_id,
        staff_code,
        service_code,
        product_code,
        customer_code
    having count(*) >= $sales and sum(revenue_vnd) >= $least_vnd

),

timed as (

    select
        sold.*,
        lag(sold.sold_at) over (
            partition by
                sold.unit_id, sold.staff_code, sold.service_code, sold.product_code, sold.customer_code
            order by sold.sold_at, sold.sale_id
        ) as previous_at
    from sold
    inner join repeated
        on sold.unit_id = repeated.unit_id
        and sold.staff_code = repeated.staff_code
        and sold.service_code = repeated.service_code
        and sold.product_code is not distinct from repeated.product_code
        and sold.customer_code is not distinct from repeated.customer_code

),

numbered as (

    select
        timed.*,
        sum(case when sold_at <= previous_at + interval 1 minute * $minutes then 0 else 1 end)
            over (
                partition by unit_id, staff_code, service_code, product_code, customer_code
                order by sold_at, sale_id
                rows between unbounded preceding and current row
            ) as succession
    from timed

),

together as (

    select
        unit_id,
        staff_code,
        service_code,
        product_code,
        customer_code,
        min(sold_at) as first_at,
        max(sold_at) as last_at,
        count(*) as sale_count,
        sum(revenue_vnd) as summed_vnd,
        min(sale_id) as first_sale_id
    from numbered
    group by
        unit_id,
        staff_code,
        service_code,
        product_code,
        customer_code,
        succession
    having count(*) >= $sales and sum(revenue_vnd) >= $least_vnd

)

select
    together.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    together.staff_code,
    staff.full_name as staff_name,
    together.service_code,
    services.name as service_name,
    services.name_en as service_name_en,
    together.product_code,
    products.name as product_name,
    products.name_en as product_name_en,
    together.customer_code,
    together.first_at,
    together.last_at,
    together.sale_count,
    cast(together.summed_vnd as bigint) as revenue_vnd,
    together.first_sale_id
from together
inner join services
    on together.service_code = services.service_code
left join products
    on together.product_code = products.product_code
left join staff
    on together.staff_code = staff.staff_code
left join org_unit_names as units
    on together.unit_id = units.unit_id
    and units.valid_from <= cast(together.first_at as date)
    and cast(together.first_at as date) < units.valid_to
order by together.summed_vnd desc, together.first_sale_id
