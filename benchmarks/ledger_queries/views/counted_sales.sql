-- Every sale as it was recorded, with what it adds to each measure and the time in which it counts.
-- A query with a cut-off takes rows with recorded_at <= $as_of and $as_of < counts_until.
-- grain: one row per sale
create or replace temp view counted_sales as
select
    sales.sale_id,
    sales.batch_id,
    sales.sheet,
    sales.source_row,
    sales.receipt_no,
    sales.unit_id,
    sales.staff_code,
    sales.role_code,
    sales.service_code,
    services.group_code,
    sales.product_code,
    sales.customer_code,
    sales.is_new_customer,
    sales.collected_vnd,
    sales.note,
    sales.unmatched,
    -- what it is found by, besides the names of what it points to
    lower(concat_ws(' ', sales.receipt_no, sales.customer_code, sales.note)) as words,
    sales.sold_on,
    sales.sold_at,
    sales.recorded_at,
    coalesce(voids.voided_at, timestamp '9999-12-31 00:00:00') as counts_until,
    voids.voided_by,
    voids.reason_code as void_reason_code,
    voids.note as void_note,
    sales.is_simulated,
    sales.quantity,
    sales.revenue_vnd,
    case when services.counter_code = 'goods' then sales.quantity else 0 end as goods_quantity,
    case when services.counter_code = 'goods' then sales.revenue_vnd else 0 end as goods_revenue_vnd,
    case when services.counter_code = 'health_cover' then sales.quantity else 0 end
        as health_cover_quantity,
    -- new customers are counted once each: by code, and without one by the sale
    case
        when sales.is_new_customer
            then coalesce(sales.customer_code, concat('sale ', cast(sales.sale_id as varchar)))
    end as new_customer,
    case
        when sales.is_new_customer and services.counter_code = 'delivery'
            then coalesce(sales.customer_code, concat('sale ', cast(sales.sale_id as varchar)))
    end as new_delivery_customer
from sales
inner join services
    on sales.service_code = services.service_code
left join voids
    on sales.sale_id = voids.sale_id
