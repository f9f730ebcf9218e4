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

sold as (

    select
        members.competing_unit_id,
        sales.sold_on,
        sales.sold_at,
        sales.recorded_at,
        sales.counts_until,
        sales.revenue_vnd
    from campaign_ledger as sales
    inner join members
        on sales.unit_id = members.unit_id
        and members.valid_from <= sales.sold_on
        and sales.sold_on < members.valid_to
    where
        sales.campaign_code = $campaign_code
        and sales.sold_on >= $since_on
        and sales.sold_on < $before_on
        and sales.recorded_at <= $as_of
        and sales.recorded_at < sales.counts_until

),

learned as (

    select
        competing_unit_id,
        sold_on,
        sold_at,
        recorded_at as known_at,
        revenue_vnd as known_vnd,
        1 as known_count
    from sold

    union all

    select
        competing_unit_id,
        sold_on,
        sold_at,
        counts_until as known_at,
        -revenue_vnd as known_vnd,
        -1 as known_count
    from sold
    where counts_until <= $as_of

),

placed as (

    select
        competing_unit_id,
        sold_on,
        floor((extract(hour from sold_at) * 60 + extract(minute from sold_at)) / 15) * 15 as sold_minute,
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
    from learned

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
order by
    sold_on,
    unit_id,
    sold_minute nulls first,
    known_on,
    known_minute
