-- How things stand, and how they stood: what was known by some moment back stands in the rollups under that moment, a
-- row each; the moments until then lie in tables of their own, which only a question for an earlier time reads.

alter table rollup_state add column settled_until timestamp;    -- null: the rollups keep all moments themselves

alter table campaign_people rename to people_until_now;

create table campaign_people (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,                 -- null: no seller known
    sale_count bigint not null,
    revenue_vnd bigint not null,
    customer_count bigint not null,     -- new customers; one stands once for each person and unit
    uncoded_count bigint not null       -- those of them without a code: one a sale
);

create table people_services (          -- what each person sells, whatever it brings in
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,
    service_code varchar not null,
    sale_count bigint not null
);

insert into campaign_people
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    sum(sale_count) as sale_count,
    sum(revenue_vnd) as revenue_vnd,
    sum(customer_count) as customer_count,
    sum(case when service_code is not null then customer_count else 0 end) as uncoded_count
from people_until_now
group by
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code
order by
    campaign_code,
    unit_id,
    staff_code,
    placed_on,
    known_at;

insert into people_services
select
    campaign_code,
    known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code,
    sale_count
from people_until_now
where service_code is not null
order by
    campaign_code,
    staff_code,
    service_code,
    unit_id,
    placed_on,
    known_at;

drop table people_until_now;

-- What lib/store/past.py moves there, in the shape of the rollups it comes from.
create table earlier_campaign_totals as select * from campaign_totals limit 0;
create table earlier_campaign_quarters as select * from campaign_quarters limit 0;
create table earlier_campaign_people as select * from campaign_people limit 0;
create table earlier_people_services as select * from people_services limit 0;
create table earlier_scope_figures as select * from scope_figures limit 0;
