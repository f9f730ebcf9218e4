-- Every sale once per campaign whose services it falls in, whatever its day and unit.
-- A query narrows it by unit_levels, whose periods are the campaign's window.
-- grain: one row per campaign and sale
create or replace temp view campaign_ledger as
select
    campaign_services.campaign_code,
    counted_sales.*
from counted_sales
inner join campaign_services
    on counted_sales.service_code = campaign_services.service_code
