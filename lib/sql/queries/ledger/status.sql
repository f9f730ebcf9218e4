-- What the ledger holds at the cut-off: the figures of sales an operator checks first.
-- grain: one row
-- returns: generation int, schema_version int, published_at time, campaign_count int, unit_count int,
--   staff_count int, batch_count int, sale_count int, voided_count int, revenue_vnd money,
--   waiting_count int, last_recorded_at time, is_simulated bool
with counted as (

    select
        count(*) filter (where $as_of < counts_until) as sale_count,
        count(*) filter (where counts_until <= $as_of) as voided_count,
        sum(revenue_vnd) filter (where $as_of < counts_until) as counted_vnd,
        max(recorded_at) as last_recorded_at,
        bool_or(is_simulated) as is_simulated
    from counted_sales
    where recorded_at <= $as_of

),

waiting as (

    -- what has been fixed or given up waits no longer
    select count(*) as waiting_count
    from quarantine
    inner join batches
        on quarantine.batch_id = batches.batch_id
    left join batch_voids
        on quarantine.batch_id = batch_voids.batch_id
    left join settled_rows as settled
        on quarantine.batch_id = settled.batch_id
        and quarantine.sheet = settled.sheet
        and quarantine.source_row = settled.source_row
        and settled.settled_at <= $as_of
        and $as_of < settled.settled_until
    where
        quarantine.recorded_at <= $as_of
        and coalesce(batches.kind, 'sales') = 'sales'
        and settled.batch_id is null
        and (batch_voids.voided_at is null or $as_of < batch_voids.voided_at)

),

journal as (

    select
        max(generation) as generation,
        max(written_at) as published_at
    from audit_log

)

select
    journal.generation,
    (select max(version) from schema_migrations) as schema_version,
    journal.published_at,
    (select count(*) from campaigns) as campaign_count,
    (select count(*) from org_units) as unit_count,
    (select count(*) from staff) as staff_count,
    (
        select count(*)
        from batches
        where
            recorded_at <= $as_of
            and coalesce(kind, 'sales') = 'sales'
    ) as batch_count,
    counted.sale_count,
    counted.voided_count,
    coalesce(cast(counted.counted_vnd as bigint), 0) as revenue_vnd,
    waiting.waiting_count,
    counted.last_recorded_at,
    coalesce(counted.is_simulated, false) as is_simulated
from counted
cross join waiting
cross join journal
