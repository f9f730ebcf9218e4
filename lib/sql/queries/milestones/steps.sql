-- What each moment at which the ledger learned of sales added to each unit that competes.
-- With $unit_id its children compete, and what is booked on the unit itself stands under its own name.
-- A new customer is counted once, where and when first recorded (of one moment, in the first unit by id); so each
-- column adds up to the overview. Of the moments from $since_at on and before $before_at: a customer first met
-- earlier is not new in them.
-- grain: one row per moment of recording and unit with a counted sale recorded then
-- returns: recorded_at time, unit_id str, revenue_vnd money, goods_quantity int,
--   new_customer_count int, sale_count int
with members as (

    select
        own.unit_id,
        coalesce(below.shown_unit_id, own.shown_unit_id) as shown_unit_id,
        greatest(own.valid_from, coalesce(below.valid_from, own.valid_from)) as valid_from,
        least(own.valid_to, coalesce(below.valid_to, own.valid_to)) as valid_to
    from unit_levels as own
    left join unit_levels as below
        on $unit_id is not null
        and own.campaign_code = below.campaign_code
        and own.unit_id = below.unit_id
        and own.level + 1 = below.level
        and below.valid_from < own.valid_to
        and own.valid_from < below.valid_to
    where
        own.campaign_code = $campaign_code
        and (
            ($unit_id is null and own.level = 0)
            or (own.shown_unit_id = $unit_id and own.is_own_level)
        )

),

added as (

    select
        sums.recorded_at,
        members.shown_unit_id,
        sum(sums.revenue_vnd) as added_vnd,
        sum(sums.goods_quantity) as added_quantity,
        sum(sums.sale_count) as sale_count,
        sum(sums.customer_count) as uncoded_count
    from campaign_steps as sums
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and $since_at <= sums.recorded_at
        and sums.recorded_at < $before_at
    group by
        sums.recorded_at,
        members.shown_unit_id
    having sum(sums.sale_count) > 0

),

seen as (

    -- the customers who are new in those moments, or were new before
    select customer_code
    from campaign_customers
    where
        campaign_code = $campaign_code
        and known_at <= $as_of
        and $since_at <= recorded_at
        and recorded_at < $before_at

),

mentions as (

    select
        customers.customer_code,
        customers.recorded_at,
        customers.unit_id,
        members.shown_unit_id
    from campaign_customers as customers
    inner join members
        on customers.unit_id = members.unit_id
        and members.valid_from <= customers.placed_on
        and customers.placed_on < members.valid_to
    where
        customers.campaign_code = $campaign_code
        and customers.known_at <= $as_of
        and customers.recorded_at < $before_at
        and customers.customer_code in (select customer_code from seen)
    group by
        customers.customer_code,
        customers.recorded_at,
        customers.unit_id,
        members.shown_unit_id
    having sum(customers.sale_count) > 0

),

placed as (

    select
        recorded_at,
        shown_unit_id,
        row_number() over (partition by customer_code order by recorded_at, unit_id) as mention
    from mentions

),

met as (

    select
        recorded_at,
        shown_unit_id,
        count(*) as customer_count
    from placed
    where
        mention = 1
        and $since_at <= recorded_at
    group by
        recorded_at,
        shown_unit_id

)

select
    added.recorded_at,
    added.shown_unit_id as unit_id,
    cast(added.added_vnd as bigint) as revenue_vnd,
    cast(added.added_quantity as bigint) as goods_quantity,
    cast(added.uncoded_count + coalesce(met.customer_count, 0) as bigint) as new_customer_count,
    cast(added.sale_count as bigint) as sale_count
from added
left join met
    on added.recorded_at = met.recorded_at
    and added.shown_unit_id = met.shown_unit_id
order by added.recorded_at, added.shown_unit_id
