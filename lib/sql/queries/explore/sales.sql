-- The sales of a selection that match a search, in the order asked for, a page of them.
-- A choice that holds '*' takes all; with a time range sales whose hour is not known are left out.
-- What is looked for is at most two terms; a sale has them all. A term is found when its lists name the
-- unit, the seller, the service or the product, or $text_n stands in the receipt number, the customer
-- code or the note, marks or not. $text_n is in lower case; null: no such term.
-- With $since only those of its day that were sold since then, and those of later days; null: all.
-- $sorted_by is latest, amount (the largest first), seller, unit or service; the last three stand in
-- the order of the codes in $ranked, what is not among them last. Sales that are equal then stand
-- the latest sold first, those whose hour is not known last of their day.
-- grain: one row per sale, $most of them after the first $skipped
-- returns: sale_id int, sold_on date, sold_at time, recorded_at time, unit_id str, unit_name str,
--   unit_name_en str, staff_code str, staff_name str, role_name str, role_name_en str,
--   service_name str, service_name_en str, product_name str, product_name_en str, quantity int,
--   revenue_vnd money, customer_code str, receipt_no str
with chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places($campaign_code, $unit_ids)

),

ranks as (

    select
        staff_code as code,
        nullif(array_position($ranked, staff_code), 0) as place
    from staff
    where $sorted_by = 'seller'
    union all
    select
        unit_id as code,
        nullif(array_position($ranked, unit_id), 0) as place
    from org_units
    where $sorted_by = 'unit'
    union all
    select
        service_code as code,
        nullif(array_position($ranked, service_code), 0) as place
    from services
    where $sorted_by = 'service'

),

days as (

    -- how many sales stand on each day of the selection and after it; unknown where words are looked for
    select
        sold_on,
        sum(sale_count) over (order by sold_on desc rows between unbounded preceding and current row)
            as since_count
    from selected_days(
        $campaign_code, $as_of, $unit_ids, $service_codes, $role_codes, $from_minute, $until_minute
    )
    where
        $since is null
        and $sorted_by = 'latest'
        and $text_1 is null
        and $text_2 is null
        and coalesce($from_minute, 0) % 15 = 0
        and coalesce($until_minute, 0) % 15 = 0

),

first_day as (

    -- no sale of an earlier day is among the latest that are asked for
    select coalesce(cast($since as date), max(sold_on), date '0001-01-01') as sold_on
    from days
    where since_count >= $most + $skipped

),

picked as (

    select
        sales.sale_id,
        sales.sold_on,
        sales.sold_at,
        ranks.place,
        case when $sorted_by = 'amount' then sales.revenue_vnd end as amount
    from campaign_ledger as sales
    inner join chosen
        on sales.unit_id = chosen.unit_id
        and chosen.placed_on <= sales.sold_on
        and sales.sold_on < chosen.placed_until
    inner join first_day
        on first_day.sold_on <= sales.sold_on
    left join ranks
        on ranks.code = case $sorted_by
            when 'seller' then sales.staff_code
            when 'unit' then sales.unit_id
            when 'service' then sales.service_code
        end
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and ($since is null or sales.sold_on > cast($since as date) or sales.sold_at >= $since)
        and takes($service_codes, sales.service_code)
        and takes($role_codes, sales.role_code)
        and spans($from_minute, $until_minute, minute_of_day(sales.sold_at))
        and (
            $text_1 is null
            or array_contains($units_1, sales.unit_id)
            or array_contains($services_1, sales.service_code)
            or coalesce(array_contains($staff_1, sales.staff_code), false)
            or coalesce(array_contains($products_1, sales.product_code), false)
            or contains(sales.words, $text_1)
            or contains(
                -- taking marks off is slow: only where there are any
                case
                    when bit_length(sales.words) > 8 * length(sales.words)
                        then translate(
                            sales.words,
                            'àáảãạăằắẳẵặâầấẩẫậđðèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ',
                            'aaaaaaaaaaaaaaaaaddeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy'
                        )
                end,
                $text_1
            )
        )
        and (
            $text_2 is null
            or array_contains($units_2, sales.unit_id)
            or array_contains($services_2, sales.service_code)
            or coalesce(array_contains($staff_2, sales.staff_code), false)
            or coalesce(array_contains($products_2, sales.product_code), false)
            or contains(sales.words, $text_2)
            or contains(
                -- taking marks off is slow: only where there are any
                case
                    when bit_length(sales.words) > 8 * length(sales.words)
                        then translate(
                            sales.words,
                            'àáảãạăằắẳẵặâầấẩẫậđðèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ',
                            'aaaaaaaaaaaaaaaaaddeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy'
                        )
                end,
                $text_2
            )
        )
    order by
        amount desc nulls last,
        ranks.place asc nulls last,
        sales.sold_on desc,
        sales.sold_at desc nulls last,
        sales.sale_id desc
    limit $most offset $skipped

)

select
    picked.sale_id,
    picked.sold_on,
    picked.sold_at,
    sales.recorded_at,
    sales.unit_id,
    org_unit_names.short_name as unit_name,
    org_unit_names.short_name_en as unit_name_en,
    sales.staff_code,
    staff.full_name as staff_name,
    roles.name as role_name,
    roles.name_en as role_name_en,
    services.name as service_name,
    services.name_en as service_name_en,
    products.name as product_name,
    products.name_en as product_name_en,
    sales.quantity,
    sales.revenue_vnd,
    sales.customer_code,
    sales.receipt_no
from picked
inner join counted_sales as sales
    on picked.sale_id = sales.sale_id
inner join services
    on sales.service_code = services.service_code
left join org_unit_names
    on sales.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= picked.sold_on
    and picked.sold_on < org_unit_names.valid_to
left join staff
    on sales.staff_code = staff.staff_code
left join roles
    on sales.role_code = roles.role_code
left join products
    on sales.product_code = products.product_code
order by
    picked.amount desc nulls last,
    picked.place asc nulls last,
    picked.sold_on desc,
    picked.sold_at desc nulls last,
    picked.sale_id desc
