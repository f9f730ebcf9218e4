-- What each sale adds and, from the moment it is voided, takes out again.
-- Sums of sign times anything, over what is known at a cut-off (known_at <= $as_of), are what counts at it.
-- grain: one row per sale, and one per void
create or replace view sale_entries as
select
    sale_id,
    batch_id,
    recorded_at as known_at,
    recorded_at,
    1 as sign,
    sold_on,
    sold_at,
    date_trunc('hour', sold_at)
    + interval 15 minute * cast(floor(extract(minute from sold_at) / 15) as integer) as quarter_at,
    unit_id,
    service_code,
    role_code,
    staff_code,
    customer_code,
    coalesce(is_new_customer, false) as is_new_customer,
    is_simulated,
    quantity,
    revenue_vnd
from sales

union all

select
    sales.sale_id,
    sales.batch_id,
    -- a clock that was set back must not take out what is not there yet
    greatest(voids.voided_at, sales.recorded_at) as known_at,
    sales.recorded_at,
    -1 as sign,
    sales.sold_on,
    sales.sold_at,
    date_trunc('hour', sales.sold_at)
    + interval 15 minute * cast(floor(extract(minute from sales.sold_at) / 15) as integer) as quarter_at,
    sales.unit_id,
    sales.service_code,
    sales.role_code,
    sales.staff_code,
    sales.customer_code,
    coalesce(sales.is_new_customer, false) as is_new_customer,
    sales.is_simulated,
    sales.quantity,
    sales.revenue_vnd
from voids
inner join sales
    on voids.sale_id = sales.sale_id
