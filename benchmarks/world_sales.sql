-- One day's sales of a world, in the order in which they came; every value is drawn from the sale's number.
-- grain: one row per sale
-- A few sell much (power of a draw), 2 % are sold at another unit than the seller's own, 1 % have no seller,
-- 1 % no hour, 0.5 % are taken back within three hours of coming in.
with drawn as (

    select
        number,
        cast(floor($sellers * power(hash(number, 1) % cast(1000003 as ubigint) / 1000003.0, 1.4)) as bigint) as seller,
        hash(number, 2) % cast(1000003 as ubigint) / 1000003.0 as of_time,
        hash(number, 3) % cast(1000003 as ubigint) / 1000003.0 as of_delay,
        cast(floor($goods * power(hash(number, 4) % cast(1000003 as ubigint) / 1000003.0, 1.6)) as bigint) as product,
        hash(number, 5) % cast(1000003 as ubigint) / 1000003.0 as of_quantity,
        hash(number, 6) % cast(1000003 as ubigint) / 1000003.0 as of_price,
        hash(number, 7) % cast(100 as ubigint) as of_customer,
        hash(number, 8) % cast($customers as ubigint) as customer,
        hash(number, 9) % cast(100 as ubigint) as of_newness,
        hash(number, 10) % cast(1000 as ubigint) as of_void,
        hash(number, 11) % cast(10800 as ubigint) as until_void,
        hash(number, 12) % cast(100 as ubigint) as of_place,
        cast(hash(number, 13) % cast($places as ubigint) as bigint) as elsewhere,
        hash(number, 14) % cast(100 as ubigint) as of_gap,
        hash(number, 15) % cast(100 as ubigint) as of_hour
    from range($first, $first + $count) as numbers (number)

),

sold as (

    select
        drawn.*,
        case when drawn.of_place < 2 then places.unit_id else sellers.unit_id end as unit_id,
        case when drawn.of_place < 2 then places.batch_place else sellers.batch_place end as batch_place,
        case when drawn.of_gap > 0 then sellers.staff_code end as staff_code,
        case when drawn.of_gap > 0 then sellers.role_code end as role_code,
        goods.product_code,
        goods.service_code,
        goods.price_vnd,
        goods.has_customer,
        1 + cast(floor(4 * power(drawn.of_quantity, 3)) as bigint) as quantity,
        cast($day as timestamp)
        + to_seconds(cast(27000 + 36000 * (drawn.of_time + 0.07 * sin(12.566 * drawn.of_time)) as bigint))
            as happened_at
    from drawn
    inner join sellers
        on drawn.seller = sellers.number
    inner join goods
        on drawn.product = goods.number
    inner join places
        on drawn.elsewhere = places.number

),

recorded as (

    select
        *,
        time_bucket(
            to_seconds($handed_in_every),
            happened_at
            + to_seconds(cast(20 + 1800 * power(of_delay, 3) as bigint) + $handed_in_every - 1)
        ) as recorded_at
    from sold

)

select
    $first + row_number() over (order by recorded_at, number) as sale_id,
    $first_batch + batch_place as batch_id,
    number as source_row,
    unit_id,
    staff_code,
    role_code,
    service_code,
    product_code,
    case when has_customer and of_customer < 70 then concat('KH', customer) end as customer_code,
    case when has_customer then of_newness < 18 end as is_new_customer,
    quantity,
    quantity * price_vnd // 2 + 500 * cast(floor(quantity * price_vnd * of_price / 500) as bigint)
        as revenue_vnd,
    cast($day as date) as sold_on,
    case when of_hour > 0 then happened_at end as sold_at,
    recorded_at,
    true as is_simulated,
    case when of_void < 5 then recorded_at + to_seconds(cast(60 + until_void as bigint)) end as voided_at
from recorded
order by recorded_at, number
