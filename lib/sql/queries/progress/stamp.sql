-- What stands beside every title: how fresh the figures are, whether any is simulated, and the plan's pace.
-- grain: one row; none when there is no such campaign
-- returns: last_recorded_at time, is_simulated bool, expected_share float
with counted as (

    select
        case when sum(sums.sale_count) > 0 then max(sums.last_recorded_at) end as last_recorded_at,
        case when sum(sums.sale_count) > 0 then sum(sums.simulated_count) > 0 end as is_simulated
    from campaign_totals as sums
    inner join unit_levels as members
        on sums.campaign_code = members.campaign_code
        and sums.unit_id = members.unit_id
        and members.valid_from <= sums.placed_on
        and sums.placed_on < members.valid_to
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and (
            ($unit_id is null and members.level = 0)
            or (members.shown_unit_id = $unit_id and members.is_own_level)
        )

),

pace as (

    select
        sum(
            case
                when $as_of >= ends_at then plan_share
                when $as_of <= starts_at then 0
                else
                    plan_share
                    * (
                        extract(hour from cast($as_of as timestamp)) * 60
                        + extract(minute from cast($as_of as timestamp))
                        - first_minute
                    )
                    / minutes
            end
        ) as expected_share
    from slot_minutes
    where campaign_code = $campaign_code

)

select
    counted.last_recorded_at,
    coalesce(counted.is_simulated, campaigns.is_simulated) as is_simulated,
    pace.expected_share
from campaigns
cross join counted
cross join pace
where campaigns.campaign_code = $campaign_code
