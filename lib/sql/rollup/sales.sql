-- What new sales add to the rollup.
-- grain: one row per moment of learning, day, quarter of an hour, unit, service and role
insert into sales_rollup
select
    recorded_at as known_at,
    sold_on,
    date_trunc('hour', sold_at)
    + interval 15 minute * cast(floor(extract(minute from sold_at) / 15) as integer) as quarter_at,
    unit_id,
    service_code,
    role_code,
    is_simulated,
    count(*) as sale_count,
    cast(sum(quantity) as bigint) as quantity,
    cast(sum(revenue_vnd) as bigint) as revenue_vnd
from sales
where sale_id >= $first_sale_id
group by all
order by known_at, sold_on, quarter_at, unit_id, service_code, role_code, is_simulated
