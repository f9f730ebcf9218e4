-- Which competing units have not reported by the cut-off and which are late, the worst first.
-- Silent: nothing of the unit counts. Late: selling is going on, and nothing came in the last
-- $late_minutes minutes of it; a day begins with its first slot, without slots the campaign with its opening.
-- grain: one row per competing unit
-- returns: unit_id str, name str, name_en str, short_name str, short_name_en str, state str,
--   last_recorded_at time, batch_count int, sale_count int, revenue_vnd money
with board as (

    select
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on,
        opens_at,
        closes_at
    from campaigns
    where campaign_code = $campaign_code

),

slots as (

    select
        count(*) as slot_count,
        min(starts_at) filter (where cast(starts_at as date) = cast($as_of as date)) as begins_at,
        coalesce(bool_or(starts_at <= $as_of and $as_of < ends_at), false) as is_open
    from campaign_slots
    where campaign_code = $campaign_code

),

selling as (

    -- since when selling has been going on; missing while it is not
    select
        case
            when slots.slot_count = 0 and board.opens_at <= $as_of and $as_of < board.closes_at
                then board.opens_at
            when slots.is_open then slots.begins_at
        end as since
    from board
    cross join slots

),

counted as (

    select
        competing_unit_id,
        max(recorded_at) as last_recorded_at,
        count(distinct batch_id) as batch_count,
        count(*) as sale_count,
        sum(revenue_vnd) as revenue_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by competing_unit_id

),

judged as (

    select
        org_units.unit_id,
        org_units.sort_order,
        counted.last_recorded_at,
        coalesce(counted.batch_count, 0) as batch_count,
        coalesce(counted.sale_count, 0) as sale_count,
        coalesce(counted.revenue_vnd, 0) as revenue_vnd,
        case
            when counted.competing_unit_id is null then 1
            when
                selling.since + interval 1 minute * $late_minutes < $as_of
                and counted.last_recorded_at + interval 1 minute * $late_minutes < $as_of
                then 2
            else 3
        end as severity
    from campaign_units
    cross join selling
    inner join org_units
        on campaign_units.unit_id = org_units.unit_id
    left join counted
        on campaign_units.unit_id = counted.competing_unit_id
    where campaign_units.campaign_code = $campaign_code

)

select
    judged.unit_id,
    org_unit_names.name,
    org_unit_names.name_en,
    org_unit_names.short_name,
    org_unit_names.short_name_en,
    case judged.severity when 1 then 'silent' when 2 then 'late' else 'reporting' end as state,
    judged.last_recorded_at,
    judged.batch_count,
    judged.sale_count,
    cast(judged.revenue_vnd as bigint) as revenue_vnd
from judged
cross join board
left join org_unit_names
    on judged.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
order by judged.severity, judged.last_recorded_at, judged.sort_order, judged.unit_id
