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
        tree,
        greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on,
        date_trunc('hour', least(cast($as_of as timestamp), closes_at)) - interval 1 hour
        + interval 5 minute
        * cast(floor(extract(minute from least(cast($as_of as timestamp), closes_at)) / 5) as integer)
            as earlier_at
    from campaigns
    where campaign_code = $campaign_code

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
        unit_levels.competing_unit_id,
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

by_person as (

    select
        members.shown_unit_id,
        people.staff_code,
        sum(people.revenue_vnd) as sold_vnd,
        sum(people.sale_count) as sold_count,
        sum(people.customer_count) as customer_count,
        max(people.last_recorded_at) as last_recorded_at,
        sum(case when people.known_at <= board.earlier_at then people.revenue_vnd else 0 end)
            as earlier_vnd,
        sum(case when people.known_at <= board.earlier_at then people.sale_count else 0 end)
            as earlier_count
    from campaign_people as people
    cross join board
    inner join members
        on people.unit_id = members.unit_id
        and members.valid_from <= people.placed_on
        and people.placed_on < members.valid_to
    where
        people.campaign_code = $campaign_code
        and people.known_at <= $as_of
    group by members.shown_unit_id, people.staff_code

),

won_again as (

    -- who was won by several people or units is one customer here
    select
        members.shown_unit_id,
        customers.customer_code,
        sum(customers.customer_count) - 1 as times
    from shared_customers as customers
    inner join members
        on customers.unit_id = members.unit_id
        and members.valid_from <= customers.placed_on
        and customers.placed_on < members.valid_to
    where
        customers.campaign_code = $campaign_code
        and customers.known_at <= $as_of
    group by members.shown_unit_id, customers.customer_code
    having sum(customers.customer_count) > 1

),

sold_again as (

    select
        shown_unit_id,
        sum(times) as times
    from won_again
    group by shown_unit_id

),

sold as (

    select
        by_person.shown_unit_id,
        sum(by_person.sold_count) as sold_count,
        case when sum(by_person.sold_count) > 0 then sum(by_person.sold_vnd) end as sold_vnd,
        case when sum(by_person.earlier_count) > 0 then sum(by_person.earlier_vnd) end as earlier_vnd,
        sum(by_person.customer_count) - coalesce(max(sold_again.times), 0) as new_customer_count,
        count(*) filter (where by_person.staff_code is not null and by_person.sold_count > 0)
            as active_staff_count,
        case when sum(by_person.sold_count) > 0 then max(by_person.last_recorded_at) end
            as last_recorded_at
    from by_person
    left join sold_again
        on by_person.shown_unit_id = sold_again.shown_unit_id
    group by by_person.shown_unit_id

),

standing_members as (

    select
        members.unit_id,
        members.shown_unit_id
    from members
    cross join board
    where
        members.valid_from <= board.named_on
        and board.named_on < members.valid_to

),

shown as (

    -- a unit that no longer stands is kept for what was sold while it stood
    select
        members.shown_unit_id,
        max_by(members.competing_unit_id, members.valid_from) as competing_unit_id,
        count(*) filter (where board.named_on < members.valid_to) as member_count
    from members
    cross join board
    where members.valid_from <= board.named_on
    group by members.shown_unit_id

),

names as (

    select
        org_unit_names.unit_id,
        max(org_unit_names.valid_from) as named_from
    from org_unit_names
    cross join board
    where org_unit_names.valid_from <= board.named_on
    group by org_unit_names.unit_id

),

given as (

    select
        standing_members.shown_unit_id,
        sum(targets.target_vnd) as given_vnd
    from targets
    inner join standing_members
        on targets.unit_id = standing_members.unit_id
    where targets.campaign_code = $campaign_code
    group by standing_members.shown_unit_id

),

roster as (

    select
        standing_members.shown_unit_id,
        count(*) as staff_count
    from staff
    cross join board
    inner join standing_members
        on staff.unit_id = standing_members.unit_id
    where
        staff.valid_from <= board.named_on
        and board.named_on < staff.valid_to
    group by standing_members.shown_unit_id

),

children as (

    select
        org_hierarchy.parent_id,
        count(*) as child_count
    from org_hierarchy
    inner join board
        on org_hierarchy.tree = board.tree
        and org_hierarchy.valid_from <= board.named_on
        and board.named_on < org_hierarchy.valid_to
    group by org_hierarchy.parent_id

),

measured as (

    select
        shown.shown_unit_id as unit_id,
        shown.competing_unit_id,
        shown.member_count,
        given.given_vnd,
        sold.sold_vnd,
        nullif(sold.sold_count, 0) as sold_count,
        sold.new_customer_count,
        sold.active_staff_count,
        sold.last_recorded_at,
        coalesce(roster.staff_count, 0) as staff_count,
        cast(sold.sold_vnd as double) / nullif(cast(given.given_vnd as double), 0) as attainment,
        cast(sold.earlier_vnd as double) / nullif(cast(given.given_vnd as double), 0)
            as earlier_attainment,
        cast(sold.sold_vnd as double) / nullif(roster.staff_count, 0) as revenue_per_head_vnd
    from shown
    left join sold
        on shown.shown_unit_id = sold.shown_unit_id
    left join given
        on shown.shown_unit_id = given.shown_unit_id
    left join roster
        on shown.shown_unit_id = roster.shown_unit_id

)

select
    case
        when measured.attainment is not null
            then rank() over (order by measured.attainment desc nulls last)
    end as place,
    case
        when measured.earlier_attainment is not null
            then rank() over (order by measured.earlier_attainment desc nulls last)
    end as previous_place,
    measured.unit_id,
    measured.competing_unit_id,
    org_unit_names.short_name,
    org_unit_names.short_name_en,
    org_unit_names.name,
    org_unit_names.name_en,
    coalesce(cast(measured.sold_vnd as bigint), 0) as revenue_vnd,
    cast(measured.given_vnd as bigint) as target_vnd,
    measured.attainment,
    measured.revenue_per_head_vnd,
    coalesce(measured.sold_count, 0) as sale_count,
    coalesce(measured.new_customer_count, 0) as new_customer_count,
    measured.staff_count,
    coalesce(measured.active_staff_count, 0) as active_staff_count,
    measured.last_recorded_at,
    measured.sold_count is not null as has_figures,
    coalesce(children.child_count, 0) as child_count
from measured
inner join org_units
    on measured.unit_id = org_units.unit_id
inner join names
    on measured.unit_id = names.unit_id
inner join org_unit_names
    on names.unit_id = org_unit_names.unit_id
    and names.named_from = org_unit_names.valid_from
left join children
    on measured.unit_id = children.parent_id
where
    measured.sold_count is not null
    or measured.member_count > 1
    -- a unit that only stands here for what is booked on it directly needs something of its own
    or (
        measured.member_count = 1
        and (
            children.child_count is null
            or measured.given_vnd is not null
            or measured.staff_count > 0
        )
    )
order by
    measured.attainment desc nulls last,
    measured.sold_vnd is null,
    measured.revenue_per_head_vnd desc nulls last,
    org_units.sort_order,
    measured.unit_id
