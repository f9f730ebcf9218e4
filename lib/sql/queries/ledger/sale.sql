-- The life of one sale of a campaign at the cut-off: as recorded, its batch, who verified it, its void.
-- Units bear the name of the day of the sale. No row when the campaign has no such sale.
-- grain: one row per sale
-- returns: sale_id int, recorded_at time, sold_on date, sold_at time, unit_id str, unit_name str,
--   unit_name_en str, competing_unit_id str, competing_name str, competing_name_en str,
--   staff_code str, staff_name str, service_code str, service_name str, service_name_en str,
--   product_code str, product_name str, product_name_en str, quantity int, revenue_vnd money,
--   collected_vnd money, customer_code str, is_new_customer bool, receipt_no str, note str,
--   unmatched str, batch_id int, source str, file_name str, sender str, batch_recorded_at time,
--   sheet str, source_row int, verified_at time, verified_by str, verified_note str,
--   is_voided bool, voided_at time, voided_by str, reason_code str, void_note str, is_simulated bool
select
    sales.sale_id,
    sales.recorded_at,
    sales.sold_on,
    sales.sold_at,
    sales.unit_id,
    units.name as unit_name,
    units.name_en as unit_name_en,
    sales.competing_unit_id,
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
    sales.unmatched,
    sales.batch_id,
    batches.source,
    batches.file_name,
    batches.sender,
    batches.recorded_at as batch_recorded_at,
    sales.sheet,
    sales.source_row,
    verified.verified_at,
    verified.verified_by,
    verified.note as verified_note,
    sales.counts_until <= $as_of as is_voided,
    case when sales.counts_until <= $as_of then sales.counts_until end as voided_at,
    case when sales.counts_until <= $as_of then sales.voided_by end as voided_by,
    case when sales.counts_until <= $as_of then sales.void_reason_code end as reason_code,
    case when sales.counts_until <= $as_of then sales.void_note end as void_note,
    sales.is_simulated
from campaign_sales as sales
inner join services
    on sales.service_code = services.service_code
left join products
    on sales.product_code = products.product_code
left join staff
    on sales.staff_code = staff.staff_code
left join batches
    on sales.batch_id = batches.batch_id
left join org_unit_names as units
    on sales.unit_id = units.unit_id
    and units.valid_from <= sales.sold_on
    and sales.sold_on < units.valid_to
left join org_unit_names as competitors
    on sales.competing_unit_id = competitors.unit_id
    and competitors.valid_from <= sales.sold_on
    and sales.sold_on < competitors.valid_to
left join batch_verifications as verified
    on sales.batch_id = verified.batch_id
    and verified.verified_at <= $as_of
where
    sales.campaign_code = $campaign_code
    and sales.level = 0
    and sales.sale_id = $sale_id
    and sales.recorded_at <= $as_of
