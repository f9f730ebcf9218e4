-- The ledger through the lens of each campaign: its window, its units, its services.
-- A sale counts in every campaign whose lens it falls in: the day, the sprint and the year.
-- grain: one row per campaign and sale
create or replace view campaign_sales as
select
    campaigns.campaign_code,
    unit_levels.competing_unit_id,
    counted_sales.*
from campaigns
inner join counted_sales
    on campaigns.starts_on <= counted_sales.sold_on
    and counted_sales.sold_on <= campaigns.ends_on
inner join campaign_services
    on campaigns.campaign_code = campaign_services.campaign_code
    and counted_sales.service_code = campaign_services.service_code
inner join unit_levels
    on campaigns.campaign_code = unit_levels.campaign_code
    and counted_sales.unit_id = unit_levels.unit_id
    and unit_levels.level = 0
    and unit_levels.valid_from <= counted_sales.sold_on
    and counted_sales.sold_on < unit_levels.valid_to
