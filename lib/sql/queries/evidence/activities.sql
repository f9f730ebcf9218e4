-- The communications activities that count in a campaign at the cut-off, and who handed each row in.
-- One that nobody has verified is listed too; the awards leave it out.
-- grain: one row per row handed in
-- returns: batch_id int, sheet str, source_row int, staff_code str, full_name str, unit_id str,
--   unit_short_name str, unit_short_name_en str, done_on date, done_at time, channel str,
--   link str, verified_by str, referred_customers int, referred_orders int, panel_score float,
--   note str, sender str, recorded_at time, is_simulated bool
select
    found.batch_id,
    found.sheet,
    found.source_row,
    found.staff_code,
    staff.full_name,
    found.unit_id,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    found.done_on,
    found.done_at,
    found.channel,
    found.link,
    found.verified_by,
    found.referred_customers,
    found.referred_orders,
    found.panel_score,
    found.note,
    batches.sender,
    found.recorded_at,
    found.is_simulated
from counted_activities as found
inner join campaigns
    on campaigns.campaign_code = $campaign_code
    and campaigns.starts_on <= found.done_on
    and found.done_on <= campaigns.ends_on
left join batches
    on found.batch_id = batches.batch_id
left join staff
    on found.staff_code = staff.staff_code
left join org_unit_names
    on found.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= found.done_on
    and found.done_on < org_unit_names.valid_to
where
    found.recorded_at <= $as_of
    and $as_of < found.counts_until
order by found.done_on, found.staff_code, found.batch_id, found.sheet, found.source_row
