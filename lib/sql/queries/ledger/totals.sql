-- How many sales of a campaign or a unit stand in the ledger at the cut-off, and what they count; voided ones apart.
-- With $status 'counted' or 'voided' the others are left out, as in ledger/sales_found.
-- grain: one row
-- returns: sale_count int, counted_count int, counted_vnd money, voided_count int, voided_vnd money,
--   is_simulated bool
with chosen as (

    select
        unit_id,
        placed_on,
        placed_until
    from chosen_places($campaign_code, [coalesce($unit_id, '*')])

),

counted as (

    select
        coalesce(sum(sums.sale_count), 0) as sale_count,
        coalesce(sum(sums.revenue_vnd), 0) as summed_vnd,
        coalesce(sum(sums.simulated_count), 0) as simulated_count
    from campaign_totals as sums
    inner join chosen
        on sums.unit_id = chosen.unit_id
        and sums.placed_on = chosen.placed_on
    where
        sums.campaign_code = $campaign_code
        and sums.known_at <= $as_of
        and $status <> 'voided'

),

voided as (

    select
        count(*) as sale_count,
        coalesce(sum(entries.revenue_vnd), 0) as summed_vnd,
        count(*) filter (where entries.is_simulated) as simulated_count
    from sale_entries as entries
    inner join campaign_services
        on entries.service_code = campaign_services.service_code
    inner join chosen
        on entries.unit_id = chosen.unit_id
        and chosen.placed_on <= entries.sold_on
        and entries.sold_on < chosen.placed_until
    where
        campaign_services.campaign_code = $campaign_code
        and entries.sign = -1
        and entries.known_at <= $as_of
        and $status <> 'counted'

)

select
    cast(counted.sale_count + voided.sale_count as bigint) as sale_count,
    cast(counted.sale_count as bigint) as counted_count,
    cast(counted.summed_vnd as bigint) as counted_vnd,
    voided.sale_count as voided_count,
    cast(voided.summed_vnd as bigint) as voided_vnd,
    counted.simulated_count + voided.simulated_count > 0 as is_simulated
from counted
cross join voided
