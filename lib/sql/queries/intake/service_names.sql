-- Every word a service is known by (code, name, alias), and whether a campaign counts it.
-- grain: one row per service and word
-- returns: service_code str, known_as str, is_official bool, is_in_campaign bool, sort_order int
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

)

select
    words.service_code,
    words.known_as,
    words.is_official,
    campaign_services.service_code is not null as is_in_campaign,
    services.sort_order
from words
inner join services
    on words.service_code = services.service_code
left join campaign_services
    on words.service_code = campaign_services.service_code
    and campaign_services.campaign_code = $campaign_code
order by services.sort_order, words.is_official desc, words.known_as
