-- What a selection of sales adds up to day by day, and what of it was sold at a known hour.
-- A choice that holds '*' takes all; with a time range (whole quarters of an hour) sales whose hour is not known are
-- left out.
-- grain: one row per day with sales that count
-- returns: sold_on date, timed_vnd money, sale_count int
select
    sold_on,
    cast(timed_vnd as bigint) as timed_vnd,
    cast(sale_count as bigint) as sale_count
from selected_days(
    $campaign_code, $as_of, $unit_ids, $service_codes, $role_codes, $from_minute, $until_minute
)
order by sold_on
