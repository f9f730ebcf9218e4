-- What lies between two moments of the board, $since and $as_of, and why: sold, reported late, put right.
-- A sale that came in after $since is a correction when its file takes the place of one handed in by then and it was
-- sold before $since; else it is new when it was sold at or after $since, and late when before. Without an hour it
-- is late on the day of $since (untimed), new on a later day. A sale recorded and voided in between is in no part.
-- grain: one row for the total, one per unit of the level ($level 0 = the competing units) below $parent_id when
--   given, and one per service group, with anything counted at either moment
-- returns: part str, unit_id str, group_code str, then_vnd money, new_vnd money, late_vnd money,
--   untimed_vnd money, voided_vnd money, replaced_vnd money, now_vnd money, new_count int, late_count int,
--   voided_count int, replaced_count int
with recursive replacing (batch_id, earlier_id, depth) as (

    select
        batch_id,
        replaces_batch_id as earlier_id,
        1 as depth
    from batches
    where
        replaces_batch_id is not null
        and recorded_at <= $as_of

    union all

    select
        replacing.batch_id,
        batches.replaces_batch_id as earlier_id,
        replacing.depth + 1 as depth
    from replacing
    inner join batches
        on replacing.earlier_id = batches.batch_id
    where
        batches.replaces_batch_id is not null
        and replacing.depth < 32        -- a ring of versions must not run for ever

),

restated as (

    -- batches that take the place of one that was on the board at $since, however many versions lie between
    select distinct replacing.batch_id
    from replacing
    inner join batches
        on replacing.earlier_id = batches.batch_id
    where batches.recorded_at <= $since

),

beneath as (

    -- the units asked for, and when they hung there
    select distinct
        unit_id,
        valid_from,
        valid_to
    from unit_levels
    where
        campaign_code = $campaign_code
        and (
            ($parent_id is null and level = $level)
            or shown_unit_id = $parent_id
        )

),

members as (

    select
        unit_levels.unit_id,
        unit_levels.shown_unit_id,
        unit_levels.valid_from,
        unit_levels.valid_to
    from unit_levels
    inner join beneath
        on unit_levels.unit_id = beneath.unit_id
        and beneath.valid_from <= unit_levels.valid_from
        and unit_levels.valid_from < beneath.valid_to
    where
        unit_levels.campaign_code = $campaign_code
        and unit_levels.level = $level

),

recorded as (

    -- what the ledger learned of after $since and still counts
    select
        members.shown_unit_id,
        sales.group_code,
        sales.revenue_vnd,
        sales.sold_at is null as is_untimed,
        case
            when
                case
                    when sales.sold_at is not null then sales.sold_at >= $since
                    else sales.sold_on > cast($since as date)
                end
                then 'new'
            when restated.batch_id is not null then 'replaced'
            else 'late'
        end as kind
    from campaign_ledger as sales
    inner join members
        on sales.unit_id = members.unit_id
        and members.valid_from <= sales.sold_on
        and sales.sold_on < members.valid_to
    left join restated
        on sales.batch_id = restated.batch_id
    where
        sales.campaign_code = $campaign_code
        and sales.recorded_at > $since
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until

),

voided as (

    -- what counted at $since and was taken out by $as_of
    select
        members.shown_unit_id,
        services.group_code,
        entries.revenue_vnd
    from sale_entries as entries
    inner join campaign_services
        on entries.service_code = campaign_services.service_code
    inner join services
        on entries.service_code = services.service_code
    inner join members
        on entries.unit_id = members.unit_id
        and members.valid_from <= entries.sold_on
        and entries.sold_on < members.valid_to
    where
        campaign_services.campaign_code = $campaign_code
        and entries.sign = -1
        and entries.recorded_at <= $since
        and entries.known_at > $since
        and entries.known_at <= $as_of

),

counted as (

    -- all that counts at $as_of
    select
        members.shown_unit_id,
        services.group_code,
        sums.revenue_vnd,
        sums.sale_count
    from campaign_totals as sums
    inner join services
        on sums.service_code = services.service_code
    inner join members
        on sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of

),

parted as (

    select
        shown_unit_id,
        group_code,
        kind,
        is_untimed,
        revenue_vnd,
        1 as sale_count
    from recorded
    union all
    select
        shown_unit_id,
        group_code,
        'voided' as kind,
        false as is_untimed,
        revenue_vnd,
        1 as sale_count
    from voided
    union all
    select
        shown_unit_id,
        group_code,
        'now' as kind,
        false as is_untimed,
        revenue_vnd,
        sale_count
    from counted

),

summed as (

    select
        shown_unit_id,
        group_code,
        -- what counted then is what counts now, without what came and with what went
        sum(
            case kind
                when 'now' then revenue_vnd
                when 'voided' then revenue_vnd
                else -revenue_vnd
            end
        ) as then_vnd,
        sum(revenue_vnd) filter (where kind = 'new') as new_vnd,
        sum(revenue_vnd) filter (where kind = 'late') as late_vnd,
        sum(revenue_vnd) filter (where kind = 'late' and is_untimed) as untimed_vnd,
        sum(revenue_vnd) filter (where kind = 'voided') as voided_vnd,
        sum(revenue_vnd) filter (where kind = 'replaced') as replaced_vnd,
        sum(revenue_vnd) filter (where kind = 'now') as now_vnd,
        count(*) filter (where kind = 'new') as new_count,
        count(*) filter (where kind = 'late') as late_count,
        count(*) filter (where kind = 'voided') as voided_count,
        count(*) filter (where kind = 'replaced') as replaced_count
    from parted
    group by
        shown_unit_id,
        group_code
    having sum(sale_count) > 0

),

placed as (

    select
        'total' as part,
        cast(null as varchar) as part_unit_id,
        cast(null as varchar) as part_group_code,
        shown_unit_id,
        group_code
    from summed

    union all

    select
        'unit' as part,
        shown_unit_id as part_unit_id,
        cast(null as varchar) as part_group_code,
        shown_unit_id,
        group_code
    from summed

    union all

    select
        'group' as part,
        cast(null as varchar) as part_unit_id,
        group_code as part_group_code,
        shown_unit_id,
        group_code
    from summed

)

select
    placed.part,
    placed.part_unit_id as unit_id,
    placed.part_group_code as group_code,
    cast(sum(coalesce(summed.then_vnd, 0)) as bigint) as then_vnd,
    cast(sum(coalesce(summed.new_vnd, 0)) as bigint) as new_vnd,
    cast(sum(coalesce(summed.late_vnd, 0)) as bigint) as late_vnd,
    cast(sum(coalesce(summed.untimed_vnd, 0)) as bigint) as untimed_vnd,
    cast(sum(coalesce(summed.voided_vnd, 0)) as bigint) as voided_vnd,
    cast(sum(coalesce(summed.replaced_vnd, 0)) as bigint) as replaced_vnd,
    cast(sum(coalesce(summed.now_vnd, 0)) as bigint) as now_vnd,
    cast(sum(summed.new_count) as bigint) as new_count,
    cast(sum(summed.late_count) as bigint) as late_count,
    cast(sum(summed.voided_count) as bigint) as voided_count,
    cast(sum(summed.replaced_count) as bigint) as replaced_count
from placed
inner join summed
    on placed.shown_unit_id = summed.shown_unit_id
    and placed.group_code = summed.group_code
group by
    placed.part,
    placed.part_unit_id,
    placed.part_group_code
order by
    case placed.part when 'total' then 0 when 'unit' then 1 else 2 end,
    placed.part_unit_id,
    placed.part_group_code
