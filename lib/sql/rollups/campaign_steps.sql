-- Sales by unit of a campaign and the moment they were recorded: how it grew, without what never came to count.
-- grain: one row per campaign, moment of learning, moment of recording and place of a unit
select
    campaign_code,
    known_at,
    recorded_at,
    placed_on,
    unit_id,
    sum(sign) as sale_count,
    sum(sign * revenue_vnd) as revenue_vnd,
    sum(case when counter_code = 'goods' then sign * quantity else 0 end) as goods_quantity,
    sum(case when is_new_customer and customer_code is null then sign else 0 end) as customer_count
from campaign_entries
group by
    campaign_code,
    known_at,
    recorded_at,
    placed_on,
    unit_id
