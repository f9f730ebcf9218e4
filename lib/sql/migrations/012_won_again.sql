-- Who was won by several people is counted once in the figures of scopes; what is left to keep apart is who was won by
-- one person in several places.

create table customers_won_again (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,                 -- null: no seller known
    customer_code varchar not null,
    customer_count bigint not null
);

insert into customers_won_again
select shared.*
from shared_customers as shared
inner join (
    select
        campaign_code,
        customer_code,
        staff_code
    from shared_customers
    group by
        campaign_code,
        customer_code,
        staff_code
    having min(concat(placed_on, ' ', unit_id)) <> max(concat(placed_on, ' ', unit_id))
) as again
    on shared.campaign_code = again.campaign_code
    and shared.customer_code = again.customer_code
    and shared.staff_code is not distinct from again.staff_code
order by
    shared.campaign_code,
    shared.customer_code,
    shared.unit_id,
    shared.staff_code,
    shared.placed_on,
    shared.known_at;

drop table shared_customers;

create schema if not exists ledger;
drop view if exists ledger.shared_customers;
