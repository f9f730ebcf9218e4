-- What each competing unit has counted in a campaign at the cut-off; 0 where nothing has come in.
-- grain: one row per competing unit
-- returns: unit_id str, name str, short_name str, sort_order int, revenue_vnd money
with board as (

    select greatest(starts_on, least(cast($as_of as date), ends_on)) as named_on
    from campaigns
    where campaign_code = $campaign_code

),

counted as (

    select
        competing_unit_id,
        sum(revenue_vnd) as revenue_vnd
    from campaign_sales
    where
        campaign_code = $campaign_code
        and level = 0
        and recorded_at <= $as_of
        and $as_of < counts_until
    group by competing_unit_id

)

select
    org_units.unit_id,
    org_unit_names.name,
    org_unit_names.short_name,
    org_units.sort_order,
    coalesce(cast(counted.revenue_vnd as bigint), 0) as revenue_vnd
from campaign_units
cross join board
inner join org_units
    on campaign_units.unit_id = org_units.unit_id
left join org_unit_names
    on org_units.unit_id = org_unit_names.unit_id
    and org_unit_names.valid_from <= board.named_on
    and board.named_on < org_unit_names.valid_to
left join counted
    on campaign_units.unit_id = counted.competing_unit_id
where campaign_units.campaign_code = $campaign_code
order by org_units.sort_order, org_units.unit_id
