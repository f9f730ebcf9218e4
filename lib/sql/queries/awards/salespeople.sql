-- Rank people by revenue against the average of their own job group, so that a postman and a teller compete fairly.
-- Only people who pass the gates have a place; the average is over the whole roster of the job group.
-- grain: one row per person with a counted sale, at most $limit_count
-- ties: equal multiples share a place; new customers, then services sold, then the staff code order the list
-- returns: place int, staff_code str, full_name str, role_code str, role_name str, role_name_en str,
--   unit_id str, unit_short_name str, unit_short_name_en str, revenue_vnd money,
--   role_average_vnd float, role_multiple float, place_in_role int, role_size int, sale_count int,
--   service_count int, new_customer_count int, passes_services bool, passes_sales bool,
--   eligible_count int
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

people as (

    select
        staff.staff_code,
        staff.full_name,
        staff.role_code,
        staff.competing_unit_id
    from campaign_staff as staff
    cross join board
    where
        staff.campaign_code = $campaign_code
        and staff.level = 0
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

sold as (

    select
        staff_code,
        sum(revenue_vnd) as sold_vnd,
        count(*) as sold_count,
        count(distinct service_code) as service_count,
        count(distinct new_customer) as new_customer_count
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
        and staff_code is not null
    group by staff_code

),

compared as (

    select
        people.staff_code,
        people.full_name,
        people.role_code,
        people.competing_unit_id,
        sold.sold_vnd,
        sold.sold_count,
        sold.service_count,
        sold.new_customer_count,
        sold.service_count >= $minimum_services as passes_services,
        sold.sold_count >= $minimum_sales as passes_sales,
        sum(coalesce(sold.sold_vnd, 0)) over (partition by people.role_code) as role_vnd,
        count(*) over (partition by people.role_code) as role_size,
        rank() over (partition by people.role_code order by sold.sold_vnd desc nulls last)
            as place_in_role
    from people
    left join sold
        on people.staff_code = sold.staff_code

),

gated as (

    select
        compared.*,
        cast(compared.role_vnd as double) / compared.role_size as role_average_vnd,
        -- one division of whole numbers, so that equal multiples are equal to the last digit
        cast(compared.sold_vnd * compared.role_size as double)
            / nullif(cast(compared.role_vnd as double), 0) as role_multiple,
        compared.passes_services and compared.passes_sales as is_eligible
    from compared
    where compared.sold_count is not null

)

select
    case
        when gated.is_eligible
            then rank() over (partition by gated.is_eligible order by gated.role_multiple desc nulls last)
    end as place,
    gated.staff_code,
    gated.full_name,
    gated.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    gated.competing_unit_id as unit_id,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    cast(gated.sold_vnd as bigint) as revenue_vnd,
    gated.role_average_vnd,
    gated.role_multiple,
    gated.place_in_role,
    gated.role_size,
    gated.sold_count as sale_count,
    gated.service_count,
    gated.new_customer_count,
    gated.passes_services,
    gated.passes_sales,
    cast(sum(case when gated.is_eligible then 1 else 0 end) over () as bigint) as eligible_count
from gated
cross join board
inner join roles
    on gated.role_code = roles.role_code
inner join org_unit_names
    on gated.competing_unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
order by
    gated.is_eligible desc,
    gated.role_multiple desc nulls last,
    gated.new_customer_count desc,
    gated.service_count desc,
    gated.staff_code
limit $limit_count
