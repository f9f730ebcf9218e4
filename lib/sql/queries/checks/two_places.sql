-- Sales of one seller that follow one another within $minutes on one day, but at different units.
-- A unit and one above it are one place; sales without a seller or an hour are left out. With $unit_id:
-- those of which a sale was booked there, with the sales at the other unit.
-- grain: one row per seller and day, with all such sales of it; the latest day first
-- returns: unit_id str, unit_name str, unit_name_en str, other_unit_id str, other_unit_name str,
--   other_unit_name_en str, unit_count int, staff_code str, staff_name str, first_at time,
--   last_at time, sale_count int, revenue_vnd money, first_sale_id int
with sold as (

    select
        sale_id,
        unit_id,
        staff_code,
        sold_on,
        sold_at,
        revenue_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
        and sold_at is not null
        and staff_code is not null

),

moving as (

    -- who sold at more than one unit on a day at all
    select
        staff_code,
        sold_on
    from sold
    group by
        staff_code,
        sold_on
    having min(unit_id) <> max(unit_id)

),

timed as (

    select
        sold.*,
        lead(sold.sale_id) over (
            partition by sold.staff_code, sold.sold_on order by sold.sold_at, sold.sale_id
        ) as next_sale_id,
        lead(sold.unit_id) over (
            partition by sold.staff_code, sold.sold_on order by sold.sold_at, sold.sale_id
        ) as next_unit_id,
        lead(sold.sold_at) over (
            partition by sold.staff_code, sold.sold_on order by sold.sold_at, sold.sale_id
        ) as next_at
    from sold
    inner join moving
        on sold.staff_code = moving.staff_code
        and sold.sold_on = moving.sold_on

),

crossed as (

    select
        sale_id,
        next_sale_id
    from timed
    where
        unit_id <> next_unit_id
        and next_at <= sold_at + interval 1 minute * $minutes
        and not exists (
            select 1
            from unit_levels as above
            where
                above.campaign_code = $campaign_code
                and timed.unit_id = above.unit_id
                and timed.next_unit_id = above.shown_unit_id
                and above.valid_from <= timed.sold_on
                and timed.sold_on < above.valid_to
        )
        and not exists (
            select 1
            from unit_levels as above
            where
                above.campaign_code = $campaign_code
                and timed.next_unit_id = above.unit_id
                and timed.unit_id = above.shown_unit_id
                and above.valid_from <= timed.sold_on
                and timed.sold_on < above.valid_to
        )

),

sides as (

    select sale_id from crossed
    union
    select next_sale_id as sale_id from crossed

),

here as (

    select sales.sale_id
    from campaign_sales as sales
    inner join sides
        on sales.sale_id = sides.sale_id
    where
        sales.campaign_code = $campaign_code
        and (
            ($unit_id is null and sales.level = 0)
            or (sales.shown_unit_id = $unit_id and sales.is_own_level)
        )

),

days as (

    select
        timed.staff_code,
        timed.sold_on,
        min(timed.unit_id) as unit_id,
        max(timed.unit_id) as other_unit_id,
        count(distinct timed.unit_id) as unit_count,
        min(timed.sold_at) as first_at,
        max(timed.sold_at) as last_at,
        count(*) as sale_count,
        sum(timed.revenue_vnd) as summed_vnd,
        min(timed.sale_id) as first_sale_id
    from timed
    inner join sides
        on timed.sale_id = sides.sale_id
    left join here
        on timed.sale_id = here.sale_id
    group by
        timed.staff_code,
        timed.sold_on
    having count(here.sale_id) > 0

)

select
    days.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    days.other_unit_id,
    others.short_name as other_unit_name,
    others.short_name_en as other_unit_name_en,
    days.unit_count,
    days.staff_code,
    staff.full_name as staff_name,
    days.first_at,
    days.last_at,
    days.sale_count,
    cast(days.summed_vnd as bigint) as revenue_vnd,
    days.first_sale_id
from days
left join staff
    on days.staff_code = staff.staff_code
left join org_unit_names as units
    on days.unit_id = units.unit_id
    and units.valid_from <= days.sold_on
    and days.sold_on < units.valid_to
left join org_unit_names as others
    on days.other_unit_id = others.unit_id
    and others.valid_from <= days.sold_on
    and days.sold_on < others.valid_to
order by days.sold_on desc, days.first_at, days.staff_code
