-- Scopes: what one row of a screen stands for. A unit, at one level, within one unit above it, is the same places as
-- often as not whatever it is asked by, so that few sets serve every question.

-- Derived by lib/sql/derived/question_places.sql: the places of units (unit_places) that a question means.
create table question_places (
    campaign_code varchar not null,
    level integer,                      -- null: the unit with all that is below it
    parent_id varchar,                  -- null: wherever it hangs
    shown_unit_id varchar,              -- null: all that compete
    unit_id varchar not null,
    placed_on date not null
);

-- Derived by lib/sql/derived/scopes.sql: the scope by which a question finds its units.
create table scopes (
    campaign_code varchar not null,
    scope_id integer not null,
    level integer,                      -- null: the unit with all that is below it
    parent_id varchar,                  -- null: wherever it hangs
    shown_unit_id varchar               -- null: all that compete
);

-- Derived by lib/sql/derived/scope_places.sql: the places that a scope takes in, a row each.
create table scope_places (
    campaign_code varchar not null,
    scope_id integer not null,
    unit_id varchar not null,
    placed_on date not null,
    placed_until date not null,
    competing_unit_id varchar not null
);

-- Derived by lib/sql/derived/scope_facts.sql: what a question knows without any sale, and the days it holds.
create table scope_facts (
    campaign_code varchar not null,
    level integer,                      -- the question, as in scopes
    parent_id varchar,
    shown_unit_id varchar,
    scope_id integer not null,
    valid_from date not null,
    valid_to date not null,
    competing_unit_id varchar not null, -- the last one it hung below
    name varchar,                       -- the names it had then; null: none yet, or all that compete
    name_en varchar,
    short_name varchar,
    short_name_en varchar,
    sort_order integer,
    standing_count bigint not null,     -- its units that stood then; 0: none does any longer
    unit_count bigint not null,         -- those that compete
    child_count bigint not null,        -- units right below the shown one
    staff_count bigint not null,
    target_vnd bigint                   -- null: none given
);

-- Derived by lib/sql/derived/scope_targets.sql: its targets by service.
create table scope_targets (
    campaign_code varchar not null,
    scope_id integer not null,
    valid_from date not null,
    valid_to date not null,
    service_code varchar not null,
    target_vnd bigint not null
);

-- A rollup (lib/sql/rollups/scope_figures.sql): the headline figures of each scope, people and customers counted once.
create table scope_figures (
    campaign_code varchar not null,
    known_at timestamp not null,
    scope_id integer not null,
    sale_count bigint not null,
    revenue_vnd bigint not null,
    goods_quantity bigint not null,
    health_cover_quantity bigint not null,
    untimed_vnd bigint not null,
    snapshot_vnd bigint not null,
    snapshot_goods_quantity bigint not null,
    snapshot_goods_vnd bigint not null,
    snapshot_health_cover_quantity bigint not null,
    simulated_count bigint not null,
    reporting_unit_count bigint not null,       -- competing units with a sale that counts
    active_staff_count bigint not null,         -- people with one
    customer_count bigint not null,             -- new customers
    snapshot_customer_count bigint not null,    -- those of deliveries in the first hours
    last_recorded_at timestamp                  -- null: nothing but voids
);
