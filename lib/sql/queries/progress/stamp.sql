-- What stands beside every title: how fresh the figures are, whether any is simulated, and the plan's pace.
-- grain: one row; none when there is no such campaign
-- returns: last_recorded_at time, is_simulated bool, expected_share float
with counted as (

    select
        max(recorded_at) as last_recorded_at,
        bool_or(is_simulated) as is_simulated
    from campaign_sales
    where
        campaign_code = $campaign_code
        and (
            ($unit_id is null and level = 0)
            or (shown_unit_id = $unit_id and is_own_level)
        )
        and recorded_at <= $as_of
        and $as_of < counts_until

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
