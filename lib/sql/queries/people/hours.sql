-- A person's revenue by the hour of the day, beside that of everybody of the same role on the roster.
-- grain: one row per hour in which somebody of the role sold, the unknown hour last; none for who is not on the roster
-- returns: hour int, revenue_vnd money, sale_count int, role_vnd money
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

),

peers as (

    select people.staff_code
    from people
    inner join people as asked
        on people.role_code = asked.role_code
    where asked.staff_code = $staff_code

)

select
    cast(extract(hour from sales.sold_at) as bigint) as hour,
    cast(
        coalesce(sum(sales.revenue_vnd) filter (where sales.staff_code = $staff_code), 0) as bigint
    ) as revenue_vnd,
    count(*) filter (where sales.staff_code = $staff_code) as sale_count,
    cast(sum(sales.revenue_vnd) as bigint) as role_vnd
from campaign_sales as sales
inner join peers
    on sales.staff_code = peers.staff_code
where
    sales.campaign_code = $campaign_code
    and sales.level = 0
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
group by extract(hour from sales.sold_at)
order by hour nulls last
