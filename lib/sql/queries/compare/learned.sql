-- What the ledger learned of the sales of some days, as it learned it: the board as it grew, at any moment.
-- The days need not be the campaign's: a sale belongs to none. A void takes its sale out again from the moment it was
-- written, so the rows up to some time add up to what the board of those days showed then.
-- grain: one row per competing unit, service group, and quarter of an hour in which the ledger learned of it
--   (known_minute: minutes of known_on at its end)
-- returns: unit_id str, group_code str, known_on date, known_minute int, revenue_vnd money, sale_count int
with lens as (

    -- which units count on which days, whatever the campaign's window: its units, and below $unit_id when given
    select
        below.unit_id,
        competing.ancestor_id as competing_unit_id,
        greatest(below.valid_from, competing.valid_from) as valid_from,
        least(below.valid_to, competing.valid_to) as valid_to
    from campaigns
    inner join campaign_units
        on campaigns.campaign_code = campaign_units.campaign_code
    inner join org_closure as competing
        on campaigns.tree = competing.tree
        and campaign_units.unit_id = competing.ancestor_id
    inner join org_closure as below
        on competing.tree = below.tree
        and competing.unit_id = below.unit_id
        and below.ancestor_id = coalesce($unit_id, campaign_units.unit_id)
        and below.valid_from < competing.valid_to
        and competing.valid_from < below.valid_to
    where campaigns.campaign_code = $campaign_code

),

sold as (

    select
        lens.competing_unit_id,
        sales.group_code,
        sales.recorded_at,
        sales.counts_until,
        sales.revenue_vnd
    from campaign_ledger as sales
    inner join lens
        on sales.unit_id = lens.unit_id
        and lens.valid_from <= sales.sold_on
        and sales.sold_on < lens.valid_to
    where
        sales.campaign_code = $campaign_code
        and sales.sold_on >= $since_on
        and sales.sold_on < $before_on
        and sales.recorded_at <= $as_of
        and sales.recorded_at < sales.counts_until

),

known as (

    select
        competing_unit_id,
        group_code,
        recorded_at as known_at,
        revenue_vnd as known_vnd,
        1 as known_count
    from sold

    union all

    select
        competing_unit_id,
        group_code,
        counts_until as known_at,
        -revenue_vnd as known_vnd,
        -1 as known_count
    from sold
    where counts_until <= $as_of

),

placed as (

    select
        competing_unit_id,
        group_code,
        cast(known_at as date) as known_on,
        ceil(
            (
                extract(hour from known_at) * 60
                + extract(minute from known_at)
                + case when known_at > date_trunc('minute', known_at) then 1 else 0 end
            )
            / 15
        ) * 15 as known_minute,
        known_vnd,
        known_count
    from known

)

select
    competing_unit_id as unit_id,
    group_code,
    known_on,
    cast(known_minute as bigint) as known_minute,
    cast(sum(known_vnd) as bigint) as revenue_vnd,
    cast(sum(known_count) as bigint) as sale_count
from placed
group by
    competing_unit_id,
    group_code,
    known_on,
    known_minute
order by
    unit_id,
    group_code,
    known_on,
    known_minute
