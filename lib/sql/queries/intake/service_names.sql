-- Every word a service is known by (code, name, alias), whether a campaign counts it, and when it was last sold.
-- Words themselves have no dates: all that are set up are understood, whatever the cut-off.
-- grain: one row per service and word
-- returns: service_code str, known_as str, is_official bool, is_in_campaign bool, sort_order int,
--   last_sold_on date
with words as (

    select
        service_code,
        service_code as known_as,
        false as is_official
    from services

    union all

    select
        service_code,
        name as known_as,
        true as is_official
    from services

    union all

    select
        service_code,
        alias_folded as known_as,
        false as is_official
    from service_aliases

),

voided as (

    select sale_id
    from voids
    where voided_at <= $as_of

),

sold as (

    -- in any campaign; one pass over the ledger, not one per service
    select
        sales.service_code,
        max(sales.sold_on) as last_sold_on
    from sales
    left join voided
        on sales.sale_id = voided.sale_id
    where
        sales.recorded_at <= $as_of
        and voided.sale_id is null
    group by sales.service_code

)

select
    words.service_code,
    words.known_as,
    words.is_official,
    campaign_services.service_code is not null as is_in_campaign,
    services.sort_order,
    sold.last_sold_on
from words
inner join services
    on words.service_code = services.service_code
left join campaign_services
    on words.service_code = campaign_services.service_code
    and campaign_services.campaign_code = $campaign_code
left join sold
    on words.service_code = sold.service_code
order by services.sort_order, words.service_code, words.is_official desc, words.known_as
