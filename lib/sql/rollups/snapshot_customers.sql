-- New customers of deliveries in the first hours: by code, and without one by the sale.
-- grain: one row per campaign, moment of learning, place of a unit and customer
select
    unit_places.campaign_code,
    entries.known_at,
    unit_places.placed_on,
    entries.unit_id,
    coalesce(entries.customer_code, concat('sale ', cast(entries.sale_id as varchar))) as customer,
    sum(entries.sign) as sale_count
from entries
inner join services
    on entries.service_code = services.service_code
inner join campaign_services
    on entries.service_code = campaign_services.service_code
inner join campaigns
    on campaign_services.campaign_code = campaigns.campaign_code
    and campaigns.launched_at <= entries.sold_at
    and entries.sold_at < campaigns.snapshot_at
inner join unit_places
    on campaign_services.campaign_code = unit_places.campaign_code
    and entries.unit_id = unit_places.unit_id
    and unit_places.placed_on <= entries.sold_on
    and entries.sold_on < unit_places.placed_until
where
    entries.is_new_customer
    and services.counter_code = 'delivery'
group by all
