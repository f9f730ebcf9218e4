-- Sales added up as each campaign sees them: what its screens read, whatever the size of the ledger.
-- known_at is when the ledger learned of it, the clock of as_of; what voids take out again stands below zero.

-- Derived by lib/sql/derived/unit_places.sql: the days of a campaign in which a unit hung at one place.
create table unit_places (
    campaign_code varchar not null,
    unit_id varchar not null,
    placed_on date not null,            -- the first of them stands for all: a day to find the unit's levels by
    placed_until date not null
);

create table campaign_totals (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    service_code varchar not null,
    sale_count bigint not null,
    quantity bigint not null,
    revenue_vnd bigint not null,
    untimed_vnd bigint not null,        -- of sales whose hour is not known
    snapshot_quantity bigint not null,  -- of sales of the first hours
    snapshot_vnd bigint not null,
    simulated_count bigint not null,
    last_recorded_at timestamp          -- null: nothing but voids
);

create table campaign_quarters (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    sold_on date not null,
    quarter_at timestamp,               -- the quarter of an hour it was sold in; null: hour not known
    slot_at timestamp,                  -- the slot of the plan it was sold in; null: none
    sale_count bigint not null,
    revenue_vnd bigint not null
);

create table campaign_people (
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,                 -- null: no seller known
    service_code varchar,               -- null: new customers, who are of no one service
    sale_count bigint not null,
    quantity bigint not null,
    revenue_vnd bigint not null,
    customer_count bigint not null,     -- one customer stands once for each person and unit
    last_recorded_at timestamp          -- null: nothing but voids, or new customers
);

create table campaign_steps (           -- how it grew: a void takes out what it voids where that was recorded
    campaign_code varchar not null,
    known_at timestamp not null,
    recorded_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    sale_count bigint not null,
    revenue_vnd bigint not null,
    goods_quantity bigint not null,
    customer_count bigint not null      -- new customers without a code
);

create table campaign_customers (       -- new customers that have a code, where and by whom they were won
    campaign_code varchar not null,
    known_at timestamp not null,
    recorded_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,
    customer_code varchar not null,
    sale_count bigint not null,
    customer_count bigint not null      -- 1 when the first sale begins to count, -1 when the last one is voided
);

create table shared_customers (         -- the same, of those won by several people or in several units
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    staff_code varchar,
    customer_code varchar not null,
    customer_count bigint not null
);

create table snapshot_customers (       -- new customers of deliveries in the first hours
    campaign_code varchar not null,
    known_at timestamp not null,
    placed_on date not null,
    unit_id varchar not null,
    customer varchar not null,
    sale_count bigint not null
);

create table rollup_state (             -- one row once the rollups are folded: moments until then are gone
    recent_until timestamp,             -- to five minutes
    merged_until timestamp              -- to one row each, where screens read
);
