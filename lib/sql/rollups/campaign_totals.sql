-- Sales by unit and service of a campaign: its headline figures.
-- grain: one row per campaign, moment of learning, place of a unit and service
select
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    entries.service_code,
    sum(entries.sign) as sale_count,
    sum(entries.sign * entries.quantity) as quantity,
    sum(entries.sign * entries.revenue_vnd) as revenue_vnd,
    coalesce(sum(entries.sign * entries.revenue_vnd) filter (where entries.sold_at is null), 0)
        as untimed_vnd,
    coalesce(
        sum(entries.sign * entries.quantity)
            filter (
                where campaigns.launched_at <= entries.sold_at and entries.sold_at < campaigns.snapshot_at
            ),
        0
    ) as snapshot_quantity,
    coalesce(
        sum(entries.sign * entries.revenue_vnd)
            filter (
                where campaigns.launched_at <= entries.sold_at and entries.sold_at < campaigns.snapshot_at
            ),
        0
    ) as snapshot_vnd,
    coalesce(sum(entries.sign) filter (where entries.is_simulated), 0) as simulated_count,
    max(entries.recorded_at) as last_recorded_at
from entries
inner join campaign_services
    on entries.service_code = campaign_services.service_code
inner join campaigns
    on campaign_services.campaign_code = campaigns.campaign_code
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and entries.unit_id = unit_places.unit_id
    and unit_places.placed_on <= entries.sold_on
    and entries.sold_on < unit_places.placed_until
group by
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    entries.service_code
