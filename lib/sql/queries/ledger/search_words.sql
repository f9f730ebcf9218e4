-- Every word by which the units of a campaign, people, services and products are found at the cut-off.
-- Former names stay known: a sale keeps the unit it was booked to. An alias is stored folded only.
-- grain: one row per thing and way of writing it
-- returns: kind str, code str, written str, is_folded bool
with placed as (

    select distinct shown_unit_id as unit_id
    from unit_levels
    where campaign_code = $campaign_code

),

names as (

    select
        org_unit_names.unit_id,
        org_unit_names.name,
        org_unit_names.name_en,
        org_unit_names.short_name,
        org_unit_names.short_name_en
    from org_unit_names
    inner join placed
        on org_unit_names.unit_id = placed.unit_id
    where org_unit_names.valid_from <= cast($as_of as date)

),

people as (

    select
        staff_code,
        full_name
    from staff
    where valid_from <= cast($as_of as date)

),

words as (

    select 'unit' as kind, unit_id as code, name as written, false as is_folded from names
    union all
    select 'unit' as kind, unit_id as code, name_en as written, false as is_folded from names
    union all
    select 'unit' as kind, unit_id as code, short_name as written, false as is_folded from names
    union all
    select 'unit' as kind, unit_id as code, short_name_en as written, false as is_folded from names
    union all
    select
        'unit' as kind,
        org_units.unit_id as code,
        org_units.unit_code as written,
        false as is_folded
    from org_units
    inner join placed
        on org_units.unit_id = placed.unit_id
    union all
    select
        'unit' as kind,
        org_unit_aliases.unit_id as code,
        org_unit_aliases.alias_folded as written,
        true as is_folded
    from org_unit_aliases
    inner join placed
        on org_unit_aliases.unit_id = placed.unit_id
    where org_unit_aliases.valid_from <= cast($as_of as date)
    union all
    select 'staff' as kind, staff_code as code, staff_code as written, false as is_folded from people
    union all
    select 'staff' as kind, staff_code as code, full_name as written, false as is_folded from people
    union all
    select 'service' as kind, service_code as code, service_code as written, false as is_folded
    from services
    union all
    select 'service' as kind, service_code as code, name as written, false as is_folded
    from services
    union all
    select 'service' as kind, service_code as code, name_en as written, false as is_folded
    from services
    union all
    select 'service' as kind, service_code as code, alias_folded as written, true as is_folded
    from service_aliases
    union all
    select 'product' as kind, product_code as code, product_code as written, false as is_folded
    from products
    union all
    select 'product' as kind, product_code as code, name as written, false as is_folded
    from products
    union all
    select 'product' as kind, product_code as code, name_en as written, false as is_folded
    from products

)

select distinct
    kind,
    code,
    written,
    is_folded
from words
where written is not null
order by kind, code, written, is_folded
