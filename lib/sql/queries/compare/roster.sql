-- How many people the competing units of a campaign have on a day, whether it is its day or not.
-- grain: one row per competing unit with anybody on the roster
-- returns: unit_id str, staff_count int
with lens as (

    -- which units count on which days, whatever the campaign's window: its units, and below $unit_id when given
    select
        below.unit_id,
        competing.ancestor_id as competing_unit_id,
        greatest(below.valid_from, competing.valid_from) as valid_from,
        least(below.valid_to, competing.valid_to) as valid_to
    from campaigns
    inner join campaign_units
        on campaigns.campaign_code = campaign_units.campaign_code
    inner join org_closure as competing
        on campaigns.tree = competing.tree
        and campaign_units.unit_id = competing.ancestor_id
    inner join org_closure as below
        on competing.tree = below.tree
        and competing.unit_id = below.unit_id
        and below.ancestor_id = coalesce($unit_id, campaign_units.unit_id)
        and below.valid_from < competing.valid_to
        and competing.valid_from < below.valid_to
    where campaigns.campaign_code = $campaign_code

)

select
    lens.competing_unit_id as unit_id,
    count(*) as staff_count
from staff
inner join lens
    on staff.unit_id = lens.unit_id
    and lens.valid_from <= $on_day
    and $on_day < lens.valid_to
where
    staff.valid_from <= $on_day
    and $on_day < staff.valid_to
group by lens.competing_unit_id
order by lens.competing_unit_id
