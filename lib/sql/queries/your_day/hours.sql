-- What each person on the roster sold by the hour of the day; everybody's at once, for printing.
-- grain: one row per person and hour with a counted sale, the unknown hour last
-- returns: staff_code str, role_code str, hour int, revenue_vnd money
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

people as (

    select
        members.staff_code,
        members.role_code
    from campaign_staff as members
    cross join board
    where
        members.campaign_code = $campaign_code
        and members.level = 0
        and members.valid_from <= board.named_on
        and board.named_on < members.valid_to

)

select
    people.staff_code,
    people.role_code,
    cast(extract(hour from sales.sold_at) as bigint) as hour,
    cast(sum(sales.revenue_vnd) as bigint) as revenue_vnd
from campaign_sales as sales
inner join people
    on sales.staff_code = people.staff_code
where
    sales.campaign_code = $campaign_code
    and sales.level = 0
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
group by
    people.staff_code,
    people.role_code,
    extract(hour from sales.sold_at)
order by
    people.staff_code,
    hour nulls last
