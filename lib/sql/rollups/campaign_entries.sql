-- The entries through the lens of each campaign: its window, its units, its services, its first hours.
-- grain: one row per campaign and entry
select
    campaigns.campaign_code,
    unit_places.placed_on,
    services.counter_code,
    coalesce(
        campaigns.launched_at <= entries.sold_at and entries.sold_at < campaigns.snapshot_at, false
    ) as is_first_hours,
    entries.*
from entries
inner join services
    on entries.service_code = services.service_code
inner join campaign_services
    on entries.service_code = campaign_services.service_code
inner join campaigns
    on campaign_services.campaign_code = campaigns.campaign_code
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and entries.unit_id = unit_places.unit_id
    and unit_places.placed_on <= entries.sold_on
    and entries.sold_on < unit_places.placed_until
