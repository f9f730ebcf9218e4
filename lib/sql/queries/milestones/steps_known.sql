-- What the ledger knows of the moments before $before_at: when anything of milestones/steps changes, so does this.
-- Each sale and each void is a row more until it is folded, and a later moment of learning; where the campaign's
-- units hang is told by places.
-- grain: one row
-- returns: row_count int, known_at time, sale_count int, revenue_vnd money, goods_quantity int, customer_count int,
--   places int
with organisation as (

    select
        cast(
            coalesce(sum(hash(unit_id, level, shown_unit_id, valid_from, valid_to) % 1000000007), 0)
            as bigint
        ) as places
    from unit_levels
    where campaign_code = $campaign_code

),

sums as (

    select
        count(*) as row_count,
        max(known_at) as known_at,
        cast(coalesce(sum(sale_count), 0) as bigint) as sale_count,
        cast(coalesce(sum(revenue_vnd), 0) as bigint) as revenue_vnd,
        cast(coalesce(sum(goods_quantity), 0) as bigint) as goods_quantity,
        cast(coalesce(sum(customer_count), 0) as bigint) as customer_count
    from campaign_steps
    where
        campaign_code = $campaign_code
        and known_at <= $as_of
        and recorded_at < $before_at

)

select
    sums.row_count,
    sums.known_at,
    sums.sale_count,
    sums.revenue_vnd,
    sums.goods_quantity,
    sums.customer_count,
    organisation.places
from sums
cross join organisation
