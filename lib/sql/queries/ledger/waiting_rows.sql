-- The rejected rows of sales of a campaign that wait at the cut-off, as they came; batch by batch.
-- batch_unit_id is the competing unit all counted sales of the batch belong to; missing when there is no single one.
-- grain: one row per waiting row
-- returns: batch_id int, sheet str, source_row int, cells str, revenue_vnd money, batch_unit_id str
with standing as (

    select
        quarantine.batch_id,
        quarantine.sheet,
        quarantine.source_row,
        quarantine.cells,
        quarantine.revenue_vnd
    from quarantine
    inner join batches
        on quarantine.batch_id = batches.batch_id
    left join batch_voids
        on quarantine.batch_id = batch_voids.batch_id
        and batch_voids.voided_at <= $as_of
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        batches.campaign_code = $campaign_code
        and coalesce(batches.kind, 'sales') = 'sales'
        and quarantine.recorded_at <= $as_of
        and batch_voids.batch_id is null
        and settled.batch_id is null

),

senders as (

    select
        batch_id,
        min(competing_unit_id) as batch_unit_id
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
        and batch_id in (select batch_id from standing)
    group by batch_id
    having count(distinct competing_unit_id) = 1

)

select
    standing.batch_id,
    standing.sheet,
    standing.source_row,
    standing.cells,
    standing.revenue_vnd,
    senders.batch_unit_id
from standing
left join senders
    on standing.batch_id = senders.batch_id
order by standing.batch_id, standing.sheet, standing.source_row
