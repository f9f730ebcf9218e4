-- How many sales of a selection match a search, and what they add up to.
-- A choice that holds '*' takes all; with a time range sales whose hour is not known are left out.
-- What is looked for is at most two terms; a sale has them all. A term is found when its lists name the
-- unit, the seller, the service or the product, or $text_n stands in the receipt number, the customer
-- code or the note, marks or not. $text_n is in lower case; null: no such term.
-- grain: one row
-- returns: sale_count int, revenue_vnd money
with chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places($campaign_code, $unit_ids)

)

select
    count(*) as sale_count,
    coalesce(cast(sum(sales.revenue_vnd) as bigint), 0) as revenue_vnd
from campaign_ledger as sales
inner join chosen
    on sales.unit_id = chosen.unit_id
    and chosen.placed_on <= sales.sold_on
    and sales.sold_on < chosen.placed_until
where
    sales.campaign_code = $campaign_code
    and sales.recorded_at <= $as_of
    and $as_of < sales.counts_until
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
