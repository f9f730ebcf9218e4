-- What analysts cut by, as each campaign sees it and without the day: so few rows that any cut is added up at once.
-- lib/store/migrations.py fills them: they are made of what the rollups of before hold.

create table campaign_cells (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    sold_minute smallint,               -- of the day, where the quarter of an hour begins; null: hour not known
    role_code varchar,                  -- the seller's role when selling; null: no seller known
    service_code varchar not null,
    sale_count bigint not null,
    quantity bigint not null,
    revenue_vnd bigint not null,
    simulated_count bigint not null
);

create table campaign_days (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    sold_on date not null,
    role_code varchar,
    service_code varchar not null,
    sale_count bigint not null,
    revenue_vnd bigint not null,
    untimed_vnd bigint not null         -- of sales whose hour is not known
);

create table new_customer_sales (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    sold_minute smallint,
    role_code varchar,
    service_code varchar not null,
    customer_code varchar,              -- null: none; then each sale is a customer
    sale_count bigint not null
);

create table campaign_batches (         -- by the batch it was handed in with
    campaign_code varchar not null,
    known_at timestamp not null,
    batch_id bigint not null,
    sale_count bigint not null,
    revenue_vnd bigint not null
);
