-- The deliveries that count in a campaign at the cut-off, and who handed each row in.
-- grain: one row per row handed in
-- returns: batch_id int, sheet str, source_row int, staff_code str, full_name str, unit_id str,
--   unit_short_name str, unit_short_name_en str, delivered_on date, taken_out int,
--   first_attempt int, on_time int, complaints int, losses int, cod_due_vnd money,
--   cod_on_time_vnd money, note str, sender str, recorded_at time, is_simulated bool
select
    found.batch_id,
    found.sheet,
    found.source_row,
    found.staff_code,
    staff.full_name,
    found.unit_id,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    found.delivered_on,
    found.taken_out,
    found.first_attempt,
    found.on_time,
    found.complaints,
    found.losses,
    found.cod_due_vnd,
    found.cod_on_time_vnd,
    found.note,
    batches.sender,
    found.recorded_at,
    found.is_simulated
from counted_deliveries as found
inner join campaigns
    on campaigns.campaign_code = $campaign_code
    and campaigns.starts_on <= found.delivered_on
    and found.delivered_on <= campaigns.ends_on
left join batches
    on found.batch_id = batches.batch_id
left join staff
    on found.staff_code = staff.staff_code
left join org_unit_names
    on found.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= found.delivered_on
    and found.delivered_on < org_unit_names.valid_to
where
    found.recorded_at <= $as_of
    and $as_of < found.counts_until
order by found.delivered_on, found.staff_code, found.batch_id, found.sheet, found.source_row
