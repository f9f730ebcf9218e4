-- The days of a campaign in which nothing above or below a unit changed: there it hangs at one place.
-- grain: one row per campaign, unit and period
insert into unit_places
with bounds as (

    select
        campaign_code,
        unit_id,
        valid_from as bound_on
    from unit_levels

    union

    select
        campaign_code,
        unit_id,
        valid_to as bound_on
    from unit_levels

),

periods as (

    select
        campaign_code,
        unit_id,
        bound_on as placed_on,
        lead(bound_on) over (partition by campaign_code, unit_id order by bound_on) as placed_until
    from bounds

)

select
    periods.campaign_code,
    periods.unit_id,
    periods.placed_on,
    periods.placed_until
from periods
where exists (
    select 1
    from unit_levels
    where
        unit_levels.campaign_code = periods.campaign_code
        and unit_levels.unit_id = periods.unit_id
        and unit_levels.valid_from <= periods.placed_on
        and periods.placed_on < unit_levels.valid_to
)
order by
    periods.campaign_code,
    periods.unit_id,
    periods.placed_on
