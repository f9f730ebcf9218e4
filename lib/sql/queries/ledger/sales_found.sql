-- How many sales of a campaign match a search at the cut-off, and what they count: the page's totals.
-- Each of up to four terms is found when $codes name the unit (or one above it), the seller, the service
-- or the product for it ('1 unit ha_long'), or $text_n stands in the receipt number, the customer code,
-- the note or the file name, or is the batch's number. $text_n is in lower case, without marks or with
-- the marks it must have; null: no such term.
-- grain: one row
-- returns: sale_count int, counted_count int, counted_vnd money, voided_count int, voided_vnd money,
--   is_simulated bool
with lens as (

    -- where each unit stands, and which words name it or a unit above it
    select
        placed.unit_id,
        placed.competing_unit_id,
        placed.valid_from,
        placed.valid_to,
        bool_or(array_contains($codes, concat('1 unit ', named.shown_unit_id))) as has_1,
        bool_or(array_contains($codes, concat('2 unit ', named.shown_unit_id))) as has_2,
        bool_or(array_contains($codes, concat('3 unit ', named.shown_unit_id))) as has_3,
        bool_or(array_contains($codes, concat('4 unit ', named.shown_unit_id))) as has_4
    from unit_levels as placed
    inner join unit_levels as named
        on placed.campaign_code = named.campaign_code
        and placed.unit_id = named.unit_id
        and named.valid_from < placed.valid_to
        and placed.valid_from < named.valid_to
    where
        placed.campaign_code = $campaign_code
        and (
            ($unit_id is null and placed.level = 0)
            or (placed.shown_unit_id = $unit_id and placed.is_own_level)
        )
    group by
        placed.unit_id,
        placed.competing_unit_id,
        placed.valid_from,
        placed.valid_to

),

sellers as (

    select
        staff_code,
        array_contains($codes, concat('1 staff ', staff_code)) as has_1,
        array_contains($codes, concat('2 staff ', staff_code)) as has_2,
        array_contains($codes, concat('3 staff ', staff_code)) as has_3,
        array_contains($codes, concat('4 staff ', staff_code)) as has_4
    from staff

),

offers as (

    select
        service_code,
        array_contains($codes, concat('1 service ', service_code)) as has_1,
        array_contains($codes, concat('2 service ', service_code)) as has_2,
        array_contains($codes, concat('3 service ', service_code)) as has_3,
        array_contains($codes, concat('4 service ', service_code)) as has_4
    from services

),

wares as (

    select
        product_code,
        array_contains($codes, concat('1 product ', product_code)) as has_1,
        array_contains($codes, concat('2 product ', product_code)) as has_2,
        array_contains($codes, concat('3 product ', product_code)) as has_3,
        array_contains($codes, concat('4 product ', product_code)) as has_4
    from products

),

written as (

    select
        sales.batch_id,
        sales.staff_code,
        sales.service_code,
        sales.product_code,
        sales.counts_until,
        sales.revenue_vnd,
        sales.is_simulated,
        lens.has_1,
        lens.has_2,
        lens.has_3,
        lens.has_4,
        sales.words,
        -- taking marks off is slow: only where there are any, and a word has the shape of one asked for
        case
            when
                bit_length(sales.words) > 8 * length(sales.words)
                and (
                    sales.words like '%' || translate($text_1, 'aeiouyd%', '________') || '%'
                    or sales.words like '%' || translate($text_2, 'aeiouyd%', '________') || '%'
                    or sales.words like '%' || translate($text_3, 'aeiouyd%', '________') || '%'
                    or sales.words like '%' || translate($text_4, 'aeiouyd%', '________') || '%'
                )
                then translate(
                    sales.words,
                    'àáảãạăằắẳẵặâầấẩẫậđðèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ',
                    'aaaaaaaaaaaaaaaaaddeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy'
                )
            else sales.words
        end as bare
    from campaign_ledger as sales
    inner join lens
        on sales.unit_id = lens.unit_id
        and lens.valid_from <= sales.sold_on
        and sales.sold_on < lens.valid_to
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at <= $as_of
        and ($batch_id is null or sales.batch_id = $batch_id)
        and (
            $status = 'all'
            or ($status = 'counted' and $as_of < sales.counts_until)
            or ($status = 'voided' and sales.counts_until <= $as_of)
        )

),

found as (

    select
        $as_of < written.counts_until as is_counted,
        written.revenue_vnd,
        written.is_simulated
    from written
    inner join offers
        on written.service_code = offers.service_code
    left join sellers
        on written.staff_code = sellers.staff_code
    left join wares
        on written.product_code = wares.product_code
    left join batch_words as files
        on written.batch_id = files.batch_id
    where
        (
            $text_1 is null
            or written.has_1 or offers.has_1 or sellers.has_1 or wares.has_1
            or files.number = $text_1 or contains(files.words, $text_1)
            or contains(files.bare, translate($text_1, '_-.', '   '))
            or contains(written.words, $text_1) or contains(written.bare, $text_1)
        )
        and (
            $text_2 is null
            or written.has_2 or offers.has_2 or sellers.has_2 or wares.has_2
            or files.number = $text_2 or contains(files.words, $text_2)
            or contains(files.bare, translate($text_2, '_-.', '   '))
            or contains(written.words, $text_2) or contains(written.bare, $text_2)
        )
        and (
            $text_3 is null
            or written.has_3 or offers.has_3 or sellers.has_3 or wares.has_3
            or files.number = $text_3 or contains(files.words, $text_3)
            or contains(files.bare, translate($text_3, '_-.', '   '))
            or contains(written.words, $text_3) or contains(written.bare, $text_3)
        )
        and (
            $text_4 is null
            or written.has_4 or offers.has_4 or sellers.has_4 or wares.has_4
            or files.number = $text_4 or contains(files.words, $text_4)
            or contains(files.bare, translate($text_4, '_-.', '   '))
            or contains(written.words, $text_4) or contains(written.bare, $text_4)
        )

)

select
    count(*) as sale_count,
    count(*) filter (where is_counted) as counted_count,
    coalesce(cast(sum(revenue_vnd) filter (where is_counted) as bigint), 0) as counted_vnd,
    count(*) filter (where not is_counted) as voided_count,
    coalesce(cast(sum(revenue_vnd) filter (where not is_counted) as bigint), 0) as voided_vnd,
    coalesce(bool_or(is_simulated), false) as is_simulated
from found
