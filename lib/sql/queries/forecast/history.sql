-- How earlier days went for the units and services of a campaign, and when the ledger learned of it.
-- A sale belongs to no campaign, so every day counts on which they sold. A void takes its sale out again from the
-- moment it was written, so the rows with a known moment up to some time add up to what was known then.
-- grain: one row per day, competing unit, quarter of an hour of the sale (null: not known), and five minutes in
--   which the ledger learned of it (known_minute: minutes of known_on at their end)
-- returns: sold_on date, unit_id str, sold_minute int, known_on date, known_minute int, revenue_vnd money,
--   sale_count int
with members as (

    select
        org_closure.unit_id,
        campaign_units.unit_id as competing_unit_id,
        org_closure.valid_from,
        org_closure.valid_to
    from campaigns
    inner join campaign_units
        on campaigns.campaign_code = campaign_units.campaign_code
    inner join org_closure
        on campaigns.tree = org_closure.tree
        and campaign_units.unit_id = org_closure.ancestor_id
    where campaigns.campaign_code = $campaign_code

),

known as (

    select
        members.competing_unit_id,
        sums.sold_on,
        sums.quarter_at,
        sums.known_at,
        sums.revenue_vnd as known_vnd,
        sums.sale_count as known_count
    from sales_rollup as sums
    inner join campaign_services
        on sums.service_code = campaign_services.service_code
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.sold_on
        and sums.sold_on < members.valid_to
    where
        campaign_services.campaign_code = $campaign_code
        and sums.sold_on >= $since_on
        and sums.sold_on < $before_on
        and sums.known_at <= $as_of

),

placed as (

    select
        competing_unit_id,
        sold_on,
        extract(hour from quarter_at) * 60 + extract(minute from quarter_at) as sold_minute,
        cast(known_at as date) as known_on,
        ceil(
            (
                extract(hour from known_at) * 60
                + extract(minute from known_at)
                + case when known_at > date_trunc('minute', known_at) then 1 else 0 end
            )
            / 5
        ) * 5 as known_minute,
        known_vnd,
        known_count
    from known

)

select
    sold_on,
    competing_unit_id as unit_id,
    cast(sold_minute as bigint) as sold_minute,
    known_on,
    cast(known_minute as bigint) as known_minute,
    cast(sum(known_vnd) as bigint) as revenue_vnd,
    cast(sum(known_count) as bigint) as sale_count
from placed
group by
    competing_unit_id,
    sold_on,
    sold_minute,
    known_on,
    known_minute
having sum(known_count) <> 0 or sum(known_vnd) <> 0
order by
    sold_on,
    unit_id,
    sold_minute nulls first,
    known_on,
    known_minute
