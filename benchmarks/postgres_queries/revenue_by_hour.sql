-- Revenue of each hour of the day; the campaign's slots are days, so no hour has a plan.
select
    extract(hour from sales.sold_at)::bigint as hour,
    sum(sales.revenue_vnd)::bigint as revenue_vnd,
    null::bigint as plan_vnd,
    true as is_complete
from sales
cross join campaigns as board
where
    board.campaign_code = %(campaign_code)s
    and sales.district_id = %(unit_id)s
    and sales.sold_on between board.starts_on and board.ends_on
    and sales.recorded_at <= %(as_of)s
    and %(as_of)s < sales.counts_until
group by extract(hour from sales.sold_at)
order by hour nulls last
