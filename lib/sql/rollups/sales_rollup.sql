-- Sales by day, quarter of an hour, unit, service and role: what analysts cut by.
-- grain: one row per moment of learning, day, quarter of an hour, unit, service, role and kind of data
select
    known_at,
    sold_on,
    quarter_at,
    unit_id,
    service_code,
    role_code,
    is_simulated,
    sum(sign) as sale_count,
    sum(sign * quantity) as quantity,
    sum(sign * revenue_vnd) as revenue_vnd
from entries
group by
    known_at,
    sold_on,
    quarter_at,
    unit_id,
    service_code,
    role_code,
    is_simulated
