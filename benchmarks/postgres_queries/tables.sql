-- The ledger as PostgreSQL would be given it: each sale knows its district, what it is counted as and until when.
create table sales (
    sale_id bigint primary key,
    unit_id text not null,
    district_id text not null,
    staff_code text,
    service_code text not null,
    counter_code text,
    new_customer text,
    quantity bigint not null,
    revenue_vnd bigint not null,
    sold_on date not null,
    sold_at timestamp,
    recorded_at timestamp not null,
    counts_until timestamp not null,
    is_simulated boolean not null
);
create table campaigns (
    campaign_code text primary key,
    starts_on date not null,
    ends_on date not null,
    closes_at timestamp not null,
    launched_at timestamp,
    snapshot_at timestamp,
    is_simulated boolean not null
);
create table campaign_slots (
    campaign_code text not null,
    starts_at timestamp not null,
    ends_at timestamp not null,
    takes_from timestamp not null,
    takes_until timestamp not null,
    plan_share double precision not null,
    primary key (campaign_code, starts_at)
);
create table campaign_services (campaign_code text not null, service_code text not null);
create table places (unit_id text primary key, district_id text not null);
create table org_units (unit_id text primary key, sort_order integer not null);
create table org_unit_names (
    unit_id text primary key, name text, name_en text, short_name text, short_name_en text
);
create table org_hierarchy (tree text not null, child_id text not null, parent_id text not null);
create table targets (
    campaign_code text not null,
    unit_id text not null,
    district_id text not null,
    service_code text not null,
    target_vnd bigint not null
);
create table staff (
    staff_code text primary key,
    full_name text not null,
    role_code text not null,
    unit_id text not null,
    district_id text not null,
    valid_from date not null,
    valid_to date not null
);
create table roles (role_code text primary key, name text not null, name_en text not null);
create table service_groups (
    group_code text primary key, name text not null, name_en text not null, sort_order integer not null
);
create table services (
    service_code text primary key,
    group_code text not null,
    name text not null,
    name_en text not null,
    sort_order integer not null
);
create table batches (batch_id bigint primary key, campaign_code text not null);
create table quarantine (batch_id bigint not null, revenue_vnd bigint, recorded_at timestamp not null)
