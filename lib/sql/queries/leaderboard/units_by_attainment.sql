-- Rank the units of one level by share of their target reached, at the cut-off and an hour before it.
-- After closing the earlier standing is the one an hour before closing. It is that of the last whole five minutes.
-- A unit without any counted sale has no figures yet: no place, no attainment, and it is listed last.
-- looks back: 65 minutes
-- grain: one row per unit of the level ($level 0 = the competing units), below $parent_id when given
-- ties: equal attainment shares a place (1, 2, 2, 4); revenue per head, then list order, break the display order
-- returns: place int, previous_place int, unit_id str, competing_unit_id str, short_name str,
--   short_name_en str, name str, name_en str, revenue_vnd money, target_vnd money, attainment float,
--   revenue_per_head_vnd float, sale_count int, new_customer_count int, staff_count int,
--   active_staff_count int, last_recorded_at time, has_figures bool, child_count int
with board as (

    select
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on,
        date_trunc('hour', least(cast($as_of as timestamp), closes_at)) - interval 1 hour
        + interval 5 minute
        * cast(floor(extract(minute from least(cast($as_of as timestamp), closes_at)) / 5) as integer)
            as earlier_at
    from campaigns
    where campaign_code = $campaign_code

),

standing as (

    select
        scope_id,
        revenue_vnd,
        sale_count,
        active_staff_count,
        customer_count,
        last_recorded_at,
        earlier_revenue_vnd,
        earlier_sale_count
    from scope_standings(
        $campaign_code, $level, $parent_id, null, $as_of, (select earlier_at from board)
    )

),

measured as (

    -- a unit that no longer stands is kept for what was sold while it stood
    select
        facts.shown_unit_id as unit_id,
        facts.competing_unit_id,
        facts.name,
        facts.name_en,
        facts.short_name,
        facts.short_name_en,
        facts.sort_order,
        facts.standing_count,
        facts.child_count,
        facts.staff_count,
        facts.target_vnd,
        standing.active_staff_count,
        standing.customer_count,
        case when standing.sale_count > 0 then standing.sale_count end as sold_count,
        case when standing.sale_count > 0 then standing.revenue_vnd end as sold_vnd,
        case when standing.sale_count > 0 then standing.last_recorded_at end as last_recorded_at,
        case when standing.sale_count > 0 then cast(standing.revenue_vnd as double) end
        / nullif(cast(facts.target_vnd as double), 0) as attainment,
        case when standing.earlier_sale_count > 0 then cast(standing.earlier_revenue_vnd as double) end
        / nullif(cast(facts.target_vnd as double), 0) as earlier_attainment,
        case when standing.sale_count > 0 then cast(standing.revenue_vnd as double) end
        / nullif(facts.staff_count, 0) as revenue_per_head_vnd
    from scope_facts as facts
    inner join board
        on facts.valid_from <= board.named_on
        and board.named_on < facts.valid_to
    left join standing
        on facts.scope_id = standing.scope_id
    where
        facts.campaign_code = $campaign_code
        and facts.level = $level
        and facts.parent_id is not distinct from $parent_id
        and facts.name is not null

)

select
    case
        when attainment is not null
            then rank() over (order by attainment desc nulls last)
    end as place,
    case
        when earlier_attainment is not null
            then rank() over (order by earlier_attainment desc nulls last)
    end as previous_place,
    unit_id,
    competing_unit_id,
    short_name,
    short_name_en,
    name,
    name_en,
    coalesce(cast(sold_vnd as bigint), 0) as revenue_vnd,
    target_vnd,
    attainment,
    revenue_per_head_vnd,
    coalesce(sold_count, 0) as sale_count,
    coalesce(customer_count, 0) as new_customer_count,
    staff_count,
    coalesce(active_staff_count, 0) as active_staff_count,
    last_recorded_at,
    sold_count is not null as has_figures,
    child_count
from measured
where
    sold_count is not null
    or standing_count > 1
    -- a unit that only stands here for what is booked on it directly needs something of its own
    or (
        standing_count = 1
        and (
            child_count = 0
            or target_vnd is not null
            or staff_count > 0
        )
    )
order by
    attainment desc nulls last,
    sold_vnd is null,
    revenue_per_head_vnd desc nulls last,
    sort_order,
    unit_id
