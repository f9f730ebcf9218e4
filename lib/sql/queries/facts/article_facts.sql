-- What the published article says, word for word, beside what the ledger computes for it.
-- A fact holds when low <= value <= high, or when its text is the one expected; an empty bound is open.
-- Facts whose scope is snapshot count sales with launched_at <= sold_at < snapshot_at, those with scope day all.
-- grain: one row per fact, in the order of the article
-- returns: fact_id str, wording str, unit str, qualifier str, scope_status str, source_url str,
--   value float, value_text str, low float, high float, holds bool
with board as (

    select
        campaigns.campaign_code,
        campaigns.starts_on,
        campaigns.launched_at,
        campaigns.snapshot_at,
        campaigns.slogan,
        parents.name as parent_name
    from campaigns
    left join campaigns as parents
        on campaigns.parent_code = parents.campaign_code
    where campaigns.campaign_code = $campaign_code

),

scopes as (

    select 'snapshot' as scope
    union all
    select 'day' as scope

),

sold as (

    select
        scopes.scope,
        sum(sales.goods_quantity) as goods_quantity,
        sum(sales.goods_revenue_vnd) as goods_vnd,
        count(distinct sales.new_delivery_customer) as new_customer_count,
        sum(sales.health_cover_quantity) as health_cover_quantity,
        sum(sales.revenue_vnd) as all_vnd
    from scopes
    cross join board
    left join campaign_sales as sales
        on board.campaign_code = sales.campaign_code
        and sales.level = 0
        and sales.recorded_at <= $as_of
        and $as_of < sales.counts_until
        and (
            scopes.scope = 'day'
            or (board.launched_at <= sales.sold_at and sales.sold_at < board.snapshot_at)
        )
    group by scopes.scope

),

roster as (

    select count(distinct staff.staff_code) as staff_count
    from staff
    cross join board
    inner join unit_levels
        on board.campaign_code = unit_levels.campaign_code
        and staff.unit_id = unit_levels.unit_id
        and unit_levels.level = 0
        and unit_levels.valid_from <= board.starts_on
        and board.starts_on < unit_levels.valid_to
    where
        staff.valid_from <= board.starts_on
        and board.starts_on < staff.valid_to

),

present as (

    select
        count(*) as present_count,
        count(*) filter (where attendance_mode = 'in_person') as in_person_count,
        count(*) filter (where attendance_mode = 'online') as online_count
    from attendance
    where
        campaign_code = $campaign_code
        and attended_at <= $as_of

),

places as (

    select
        title,
        subject,
        seats,
        row_number() over (order by sort_order, award_id) as place
    from award_titles
    where campaign_code = $campaign_code

),

awards as (

    select
        coalesce(sum(seats) filter (where subject = 'team'), 0) as collective_count,
        coalesce(sum(seats) filter (where subject <> 'team'), 0) as individual_count,
        nullif(
            concat_ws(
                ' · ',
                max(case when place = 1 then title end),
                max(case when place = 2 then title end),
                max(case when place = 3 then title end),
                max(case when place = 4 then title end),
                max(case when place = 5 then title end),
                max(case when place > 5 then '…' end)
            ),
            ''
        ) as titles
    from places

),

storm as (

    -- a Saturday begins the last two days of its week
    select
        cast(landfall_on as varchar(10)) as landfall_text,
        landfall_on < board.starts_on
        and date_trunc('week', landfall_on) = date_trunc('week', landfall_on + interval '1' day)
        and date_trunc('week', landfall_on) < date_trunc('week', landfall_on + interval '2' day)
            as is_earlier_saturday
    from (select date '2024-09-07' as landfall_on) as landfall
    cross join board

),

measured as (

    select
        facts.*,
        case facts.fact_id
            when 'F1' then roster.staff_count
            when 'F2' then present.present_count
            when 'F3' then
                (
                    extract(day from (board.snapshot_at - board.launched_at)) * 86400
                    + extract(hour from (board.snapshot_at - board.launched_at)) * 3600
                    + extract(minute from (board.snapshot_at - board.launched_at)) * 60
                    + extract(second from (board.snapshot_at - board.launched_at))
                ) / 3600.0
            when 'F4' then coalesce(sold.goods_quantity, 0)
            when 'F5' then coalesce(sold.goods_vnd, 0)
            when 'F6' then coalesce(sold.new_customer_count, 0)
            when 'F7' then coalesce(sold.health_cover_quantity, 0)
            when 'F8' then coalesce(sold.all_vnd, 0)
        end as measure,
        case facts.fact_id
            when 'F9' then
                concat(
                    cast(awards.collective_count as varchar(20)),
                    ' + ',
                    cast(awards.individual_count as varchar(20))
                )
            when 'F10' then awards.titles
            when 'F11' then case when storm.is_earlier_saturday then storm.landfall_text end
            when 'F12' then
                nullif(
                    concat_ws(
                        ' + ',
                        case when present.in_person_count > 0 then 'trực tiếp' end,
                        case when present.online_count > 0 then 'trực tuyến' end
                    ),
                    ''
                )
            when 'F13' then board.slogan
            when 'F14' then board.parent_name
        end as measure_text
    from article_facts as facts
    cross join board
    cross join roster
    cross join present
    cross join awards
    cross join storm
    left join sold
        on facts.scope = sold.scope

)

select
    fact_id,
    wording,
    unit,
    qualifier,
    scope_status,
    source_url,
    cast(measure as double) as value,
    measure_text as value_text,
    low,
    high,
    case
        when expected_text is not null then coalesce(measure_text = expected_text, false)
        else
            coalesce(low is not null or high is not null, false)
            and coalesce(cast(measure as double) >= coalesce(low, cast(measure as double)), false)
            and coalesce(cast(measure as double) <= coalesce(high, cast(measure as double)), false)
    end as holds
from measured
order by sort_order, fact_id
