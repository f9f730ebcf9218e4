-- Sellers and units with far more of their day in its last $minutes than the whole campaign has then.
-- The last minutes are those before the clock time of closes_at, and all after it, on every day of the
-- campaign. Listed: a share of at least $times the share of the whole campaign, and at least $least_vnd then.
-- The whole is the whole campaign whatever $unit_id; sales without an hour are in neither share.
-- A row without a seller is of a unit that competes, or of $unit_id.
-- grain: one row per day and seller at a unit, and one per day and unit; the largest first
-- returns: unit_id str, unit_name str, unit_name_en str, staff_code str, staff_name str, first_at time,
--   last_at time, sale_count int, revenue_vnd money, day_vnd money, late_share float,
--   whole_late_share float, first_sale_id int
with closing as (

    -- a campaign that closes at midnight closes at minute 1440
    select
        case
            when extract(hour from closes_at) * 60 + extract(minute from closes_at) = 0 then 1440
            else extract(hour from closes_at) * 60 + extract(minute from closes_at)
        end - $minutes as from_minute
    from campaigns
    where campaign_code = $campaign_code

),

timed as (

    select
        sales.sale_id,
        sales.level,
        sales.is_own_level,
        sales.shown_unit_id,
        sales.unit_id,
        sales.staff_code,
        sales.sold_on,
        sales.sold_at,
        sales.revenue_vnd,
        closing.from_minute
        <= extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at) as is_late
    from campaign_sales as sales
    cross join closing
    where
        sales.campaign_code = $campaign_code
        and (sales.level = 0 or (sales.shown_unit_id = $unit_id and sales.is_own_level))
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and sales.sold_at is not null

),

parted as (

    select
        timed.*,
        case when is_late then sale_id end as late_sale_id,
        case when is_late then sold_at end as late_at,
        case when is_late then revenue_vnd else 0 end as late_vnd
    from timed

),

whole as (

    select
        sold_on,
        cast(sum(late_vnd) as double) / nullif(cast(sum(revenue_vnd) as double), 0) as late_share
    from parted
    where level = 0
    group by sold_on

),

here as (

    select * from parted
    where
        ($unit_id is null and level = 0)
        or (shown_unit_id = $unit_id and is_own_level)

),

subjects as (

    select
        unit_id,
        staff_code,
        sold_on,
        min(late_at) as first_at,
        max(late_at) as last_at,
        count(late_at) as sale_count,
        sum(late_vnd) as late_vnd,
        sum(revenue_vnd) as day_vnd,
        min(late_sale_id) as first_sale_id
    from here
    where staff_code is not null
    group by
        unit_id,
        staff_code,
        sold_on
    union all
    select
        shown_unit_id as unit_id,
        cast(null as varchar) as staff_code,
        sold_on,
        min(late_at) as first_at,
        max(late_at) as last_at,
        count(late_at) as sale_count,
        sum(late_vnd) as late_vnd,
        sum(revenue_vnd) as day_vnd,
        min(late_sale_id) as first_sale_id
    from here
    group by
        shown_unit_id,
        sold_on

),

compared as (

    select
        subjects.*,
        cast(subjects.late_vnd as double) / nullif(cast(subjects.day_vnd as double), 0)
            as late_share,
        whole.late_share as whole_late_share
    from subjects
    inner join whole
        on subjects.sold_on = whole.sold_on

)

select
    compared.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    compared.staff_code,
    staff.full_name as staff_name,
    compared.first_at,
    compared.last_at,
    compared.sale_count,
    cast(compared.late_vnd as bigint) as revenue_vnd,
    cast(compared.day_vnd as bigint) as day_vnd,
    compared.late_share,
    compared.whole_late_share,
    compared.first_sale_id
from compared
left join staff
    on compared.staff_code = staff.staff_code
left join org_unit_names as units
    on compared.unit_id = units.unit_id
    and units.valid_from <= compared.sold_on
    and compared.sold_on < units.valid_to
where
    compared.late_vnd >= $least_vnd
    and compared.late_share >= $times * compared.whole_late_share
order by
    compared.late_vnd desc,
    compared.sold_on,
    compared.unit_id,
    compared.staff_code nulls first
