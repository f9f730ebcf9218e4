-- The sales of a campaign that match a search at the cut-off, the newest recorded first, a page of them.
-- Each of up to four terms is found when $codes name the unit (or one above it), the seller, the service
-- or the product for it ('1 unit ha_long'), or $text_n stands in the receipt number, the customer code,
-- the note or the file name, or is the batch's number. $text_n is in lower case, without marks or with
-- the marks it must have; null: no such term.
-- Units bear the name of the day of the sale.
-- grain: one row per sale
-- returns: sale_id int, recorded_at time, sold_on date, sold_at time, unit_id str, unit_name str,
--   unit_name_en str, competing_unit_id str, competing_name str, competing_name_en str,
--   staff_code str, staff_name str, service_code str, service_name str, service_name_en str,
--   product_code str, product_name str, product_name_en str, quantity int, revenue_vnd money,
--   collected_vnd money, customer_code str, is_new_customer bool, receipt_no str, note str,
--   batch_id int, file_name str, sheet str, source_row int, is_voided bool, voided_at time,
--   is_verified bool, is_simulated bool
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

moments as (

    -- how many sales that count were recorded at each moment and after it; unknown where words are looked for
    select
        sums.recorded_at,
        sum(sum(sums.sale_count))
            over (order by sums.recorded_at desc rows between unbounded preceding and current row)
            as since_count
    from campaign_steps as sums
    inner join lens
        on sums.unit_id = lens.unit_id
        and lens.valid_from <= sums.placed_on
        and sums.placed_on < lens.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and $status <> 'voided'
        and $batch_id is null
        and $text_1 is null
        and $text_2 is null
        and $text_3 is null
        and $text_4 is null
    group by sums.recorded_at

),

first_moment as (

    -- none recorded earlier is among the newest that are asked for
    select coalesce(max(recorded_at), timestamp '0001-01-01 00:00:00') as recorded_at
    from moments
    where since_count >= $limit_count + $skip_count

),

written as (

    select
        sales.sale_id,
        sales.batch_id,
        sales.staff_code,
        sales.service_code,
        sales.product_code,
        sales.recorded_at,
        lens.competing_unit_id,
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
    inner join first_moment
        on first_moment.recorded_at <= sales.recorded_at
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

    -- nothing but the keys is sorted; the rest is looked up for the page alone
    select
        written.sale_id,
        written.recorded_at,
        written.competing_unit_id
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
    order by written.recorded_at desc, written.sale_id desc
    limit $limit_count
    offset $skip_count

)

select
    sales.sale_id,
    sales.recorded_at,
    sales.sold_on,
    sales.sold_at,
    sales.unit_id,
    units.short_name as unit_name,
    units.short_name_en as unit_name_en,
    found.competing_unit_id,
    competitors.short_name as competing_name,
    competitors.short_name_en as competing_name_en,
    sales.staff_code,
    staff.full_name as staff_name,
    sales.service_code,
    services.name as service_name,
    services.name_en as service_name_en,
    sales.product_code,
    products.name as product_name,
    products.name_en as product_name_en,
    sales.quantity,
    sales.revenue_vnd,
    sales.collected_vnd,
    sales.customer_code,
    sales.is_new_customer,
    sales.receipt_no,
    sales.note,
    sales.batch_id,
    batches.file_name,
    sales.sheet,
    sales.source_row,
    sales.counts_until <= $as_of as is_voided,
    case when sales.counts_until <= $as_of then sales.counts_until end as voided_at,
    verified.batch_id is not null as is_verified,
    sales.is_simulated
from found
inner join counted_sales as sales
    on found.sale_id = sales.sale_id
inner join services
    on sales.service_code = services.service_code
left join staff
    on sales.staff_code = staff.staff_code
left join products
    on sales.product_code = products.product_code
left join batches
    on sales.batch_id = batches.batch_id
left join org_unit_names as units
    on sales.unit_id = units.unit_id
    and units.valid_from <= sales.sold_on
    and sales.sold_on < units.valid_to
left join org_unit_names as competitors
    on found.competing_unit_id = competitors.unit_id
    and competitors.valid_from <= sales.sold_on
    and sales.sold_on < competitors.valid_to
left join batch_verifications as verified
    on sales.batch_id = verified.batch_id
    and verified.verified_at <= $as_of
order by found.recorded_at desc, found.sale_id desc
