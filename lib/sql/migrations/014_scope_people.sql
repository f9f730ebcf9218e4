-- Who sold for a unit with all below it: as many rows as people, in however many places each of them sold.
-- lib/store/migrations.py fills it from campaign_people.

create table scope_people (
    campaign_code varchar not null,
    known_at timestamp not null,
    scope_id integer not null,
    staff_code varchar,                 -- null: no seller known
    sale_count bigint not null,
    revenue_vnd bigint not null,
    customer_count bigint not null      -- whom one person won in several places stands in each
);
