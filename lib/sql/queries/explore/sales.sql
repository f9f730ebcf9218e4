-- The sales of a selection, the latest sold first, those whose hour is not known last of their day.
-- A choice that holds '*' takes all; with a time range sales whose hour is not known are left out.
-- grain: one row per sale, $most of them after the first $skipped
-- returns: sale_id int, sold_on date, sold_at time, recorded_at time, unit_id str, unit_name str,
--   unit_name_en str, staff_code str, staff_name str, role_name str, role_name_en str,
--   service_name str, service_name_en str, product_name str, product_name_en str, quantity int,
--   revenue_vnd money, customer_code str, receipt_no str
with chosen as (

    -- the units chosen, with all that hangs below them
    select
        unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and (
            (array_contains($unit_ids, '*') and level = 0)
            or (array_contains($unit_ids, shown_unit_id) and is_own_level)
        )

),

picked as (

    select
        sales.sale_id,
        sales.sold_on,
        sales.sold_at,
        sales.recorded_at,
        sales.unit_id,
        sales.staff_code,
        sales.role_code,
        sales.service_code,
        sales.product_code,
        sales.quantity,
        sales.revenue_vnd,
        sales.customer_code,
        sales.receipt_no
    from campaign_ledger as sales
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and (array_contains($service_codes, '*') or array_contains($service_codes, sales.service_code))
        and (
            array_contains($role_codes, '*')
            or coalesce(array_contains($role_codes, sales.role_code), false)
        )
        and (
            ($from_minute is null and $until_minute is null)
            or (
                coalesce($from_minute, 0)
                <= extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)
                and extract(hour from sales.sold_at) * 60 + extract(minute from sales.sold_at)
                < coalesce($until_minute, 1440)
            )
        )
        and exists (
            select 1
            from chosen
            where
                chosen.unit_id = sales.unit_id
                and chosen.valid_from <= sales.sold_on
                and sales.sold_on < chosen.valid_to
        )
    order by
        sales.sold_on desc,
        sales.sold_at desc nulls last,
        sales.sale_id desc
    limit $most offset $skipped

)

select
    picked.sale_id,
    picked.sold_on,
    picked.sold_at,
    picked.recorded_at,
    picked.unit_id,
    org_unit_names.short_name as unit_name,
    org_unit_names.short_name_en as unit_name_en,
    picked.staff_code,
    staff.full_name as staff_name,
    roles.name as role_name,
    roles.name_en as role_name_en,
    services.name as service_name,
    services.name_en as service_name_en,
    products.name as product_name,
    products.name_en as product_name_en,
    picked.quantity,
    picked.revenue_vnd,
    picked.customer_code,
    picked.receipt_no
from picked
inner join services
    on picked.service_code = services.service_code
left join org_unit_names
    on picked.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= picked.sold_on
    and picked.sold_on < org_unit_names.valid_to
left join staff
    on picked.staff_code = staff.staff_code
left join roles
    on picked.role_code = roles.role_code
left join products
    on picked.product_code = products.product_code
order by
    picked.sold_on desc,
    picked.sold_at desc nulls last,
    picked.sale_id desc
