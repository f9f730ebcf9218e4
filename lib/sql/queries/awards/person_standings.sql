-- What each person of the campaign reached at the cut-off: sales, deliveries and communications work.
-- Sales are compared with the average of the whole job group, so that a postman and a teller compete fairly.
-- role_percentile is the part of the others of the job group who sold less; volume_to_median compares with delivery staff alone.
-- An activity counts once somebody has verified it; what nobody has handed in is missing, not zero:
-- on time and cash on delivery are parts of the days on which both were handed in.
-- Rows that wait are rejected rows of sales that name the person.
-- grain: one row per person
-- ties: equal revenue shares a standing within the job group
-- returns: code str, name str, role_code str, role_name str, role_name_en str, unit_id str,
--   unit_name str, unit_short_name str, unit_short_name_en str, revenue_vnd money,
--   unverified_vnd money, role_multiple float, role_percentile float, sale_count int,
--   service_count int, new_customer_count int, waiting_row_count int, taken_out int,
--   first_attempt int, first_attempt_share float, volume_to_median float, on_time_share float,
--   complaints int, losses int, cod_on_time_share float, verified_activity_count int,
--   referred_count int, panel_score float
with board as (

    select
        starts_on,
        ends_on,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

people as (

    select
        staff.staff_code,
        staff.full_name,
        staff.role_code,
        staff.competing_unit_id
    from campaign_staff as staff
    cross join board
    where
        staff.campaign_code = $campaign_code
        and staff.level = 0
        and staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to

),

sold as (

    select
        found.staff_code,
        sum(found.revenue_vnd) as sold_vnd,
        sum(case when verified.batch_id is null then found.revenue_vnd else 0 end) as open_vnd,
        count(*) as sale_count,
        count(distinct found.service_code) as service_count,
        count(distinct found.new_customer) as customer_count
    from campaign_sales as found
    left join batch_verifications as verified
        on found.batch_id = verified.batch_id
        and verified.verified_at <= $as_of
    where
        found.campaign_code = $campaign_code
        and found.level = 0
        and found.recorded_at <= $as_of
        and $as_of < found.counts_until
        and found.staff_code is not null
    group by found.staff_code

),

waiting as (

    select
        quarantine.staff_code,
        count(*) as row_count
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
        and quarantine.staff_code is not null
        and batch_voids.batch_id is null
        and settled.batch_id is null
    group by quarantine.staff_code

),

delivered as (

    select
        found.staff_code,
        sum(found.taken_out) as taken_out,
        sum(found.first_attempt) as first_attempt,
        sum(found.on_time) as on_time,
        sum(case when found.on_time is not null then found.taken_out end) as timed_count,
        sum(found.complaints) as complaints,
        sum(found.losses) as losses,
        sum(case when found.cod_on_time_vnd is not null then found.cod_due_vnd end) as due_vnd,
        sum(case when found.cod_due_vnd is not null then found.cod_on_time_vnd end)
            as handed_over_vnd
    from counted_deliveries as found
    cross join board
    where
        board.starts_on <= found.delivered_on
        and found.delivered_on <= board.ends_on
        and found.recorded_at <= $as_of
        and $as_of < found.counts_until
    group by found.staff_code

),

middle as (

    select percentile_cont(0.5) within group (order by cast(delivered.taken_out as double)) as median
    from people
    inner join delivered
        on people.staff_code = delivered.staff_code

),

told as (

    select
        found.staff_code,
        count(*) as activity_count,
        sum(found.referred_customers + found.referred_orders) as referred_count,
        max(found.panel_score) as panel_score
    from counted_activities as found
    cross join board
    where
        found.verified_by is not null
        and board.starts_on <= found.done_on
        and found.done_on <= board.ends_on
        and found.recorded_at <= $as_of
        and $as_of < found.counts_until
    group by found.staff_code

),

compared as (

    select
        people.staff_code,
        people.full_name,
        people.role_code,
        people.competing_unit_id,
        sum(coalesce(sold.sold_vnd, 0)) over (partition by people.role_code) as role_vnd,
        count(*) over (partition by people.role_code) as role_size,
        rank() over (partition by people.role_code order by coalesce(sold.sold_vnd, -1)) as from_below
    from people
    left join sold
        on people.staff_code = sold.staff_code

)

select
    compared.staff_code as code,
    compared.full_name as name,
    compared.role_code,
    roles.name as role_name,
    roles.name_en as role_name_en,
    compared.competing_unit_id as unit_id,
    org_unit_names.name as unit_name,
    org_unit_names.short_name as unit_short_name,
    org_unit_names.short_name_en as unit_short_name_en,
    cast(sold.sold_vnd as bigint) as revenue_vnd,
    cast(sold.open_vnd as bigint) as unverified_vnd,
    -- one division of whole numbers, so that equal multiples are equal to the last digit
    cast(sold.sold_vnd * compared.role_size as double)
        / nullif(cast(compared.role_vnd as double), 0) as role_multiple,
    case when sold.staff_code is not null then
        cast(compared.from_below - 1 as double) / nullif(compared.role_size - 1, 0)
    end as role_percentile,
    sold.sale_count,
    sold.service_count,
    sold.customer_count as new_customer_count,
    coalesce(waiting.row_count, 0) as waiting_row_count,
    cast(delivered.taken_out as bigint) as taken_out,
    cast(delivered.first_attempt as bigint) as first_attempt,
    cast(delivered.first_attempt as double) / nullif(delivered.taken_out, 0) as first_attempt_share,
    cast(delivered.taken_out as double) / nullif(middle.median, 0) as volume_to_median,
    cast(delivered.on_time as double) / nullif(delivered.timed_count, 0) as on_time_share,
    cast(delivered.complaints as bigint) as complaints,
    cast(delivered.losses as bigint) as losses,
    cast(delivered.handed_over_vnd as double) / nullif(cast(delivered.due_vnd as double), 0)
        as cod_on_time_share,
    told.activity_count as verified_activity_count,
    cast(told.referred_count as bigint) as referred_count,
    told.panel_score
from compared
cross join board
cross join middle
inner join roles
    on compared.role_code = roles.role_code
inner join org_unit_names
    on compared.competing_unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
left join sold
    on compared.staff_code = sold.staff_code
left join waiting
    on compared.staff_code = waiting.staff_code
left join delivered
    on compared.staff_code = delivered.staff_code
left join told
    on compared.staff_code = told.staff_code
order by compared.staff_code
