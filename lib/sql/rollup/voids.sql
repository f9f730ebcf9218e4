-- What new voids take out of the rollup again, from the moment they were written.
-- grain: one row per moment of learning, day, quarter of an hour, unit, service and role
insert into sales_rollup
select
    -- a clock that was set back must not take out what is not there yet
    greatest(voids.voided_at, sales.recorded_at) as known_at,
    sales.sold_on,
    date_trunc('hour', sales.sold_at)
    + interval 15 minute * cast(floor(extract(minute from sales.sold_at) / 15) as integer) as quarter_at,
    sales.unit_id,
    sales.service_code,
    sales.role_code,
    sales.is_simulated,
    -count(*) as sale_count,
    -cast(sum(sales.quantity) as bigint) as quantity,
    -cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd
from voids
inner join sales
    on voids.sale_id = sales.sale_id
where voids.sale_id in (select sale_id from appended_voids)
group by all
order by known_at, sold_on, quarter_at, unit_id, service_code, role_code, is_simulated
