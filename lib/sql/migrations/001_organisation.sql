-- Who there is: units and how they hang together over time, services, products, people.
-- Levels and lists of units are rows here, never code: the 2025 reform replaces rows.

create table org_units (
    unit_id varchar primary key,        -- a stable slug that is never reused; the operator's own code is unit_code
    unit_code varchar,                  -- free text, unique while the unit is valid; no meaning is read out of it
    kind varchar not null,              -- province, district, head_office, counter, commune, ...
    sort_order integer not null,        -- the official list order, for tables without a ranking
    valid_from date not null,
    valid_to date not null,             -- half-open [valid_from, valid_to); 9999-12-31 = still valid
    tile_row integer,                   -- place on the tile map, row 0 = north
    tile_col integer,                   -- column 0 = west
    lat double,
    lon double,
    is_simulated boolean not null
);

create table org_unit_names (
    unit_id varchar not null,
    name varchar not null,
    name_en varchar not null,
    short_name varchar not null,
    short_name_en varchar not null,
    name_folded varchar not null,       -- lib.i18n.fold(name): for matching and search without accents
    valid_from date not null,
    valid_to date not null,
    primary key (unit_id, valid_from)
);

create table org_unit_aliases (
    alias_folded varchar not null,
    unit_id varchar not null,
    valid_from date not null,
    valid_to date not null,
    source varchar not null,            -- reference, import: where the alias was learned
    primary key (alias_folded, unit_id, valid_from)
);

create table org_hierarchy (
    tree varchar not null,              -- admin or post: two calendars
    child_id varchar not null,
    parent_id varchar not null,
    valid_from date not null,
    valid_to date not null,
    primary key (tree, child_id, valid_from)
);

create table org_succession (
    from_id varchar not null,
    to_id varchar not null,
    kind varchar not null,              -- rename, merge, split
    share double,                       -- null: not known, so not comparable
    effective_on date not null,
    primary key (from_id, to_id, effective_on)
);

create table populations (
    unit_id varchar not null,
    year integer not null,
    population bigint not null,
    source varchar not null,            -- per-capita figures never mix sources
    primary key (unit_id, year, source)
);

-- Derived from org_hierarchy by lib/sql/derived/org_closure.sql.
create table org_closure (
    tree varchar not null,
    unit_id varchar not null,
    ancestor_id varchar not null,
    distance integer not null,          -- 0 = the unit itself
    valid_from date not null,
    valid_to date not null
);

create table service_groups (
    group_code varchar primary key,
    name varchar not null,
    name_en varchar not null,
    sort_order integer not null
);

create table services (
    service_code varchar primary key,
    group_code varchar not null,
    name varchar not null,
    name_en varchar not null,
    counter_code varchar,               -- goods, delivery, health_cover: which headline counter it feeds
    sort_order integer not null
);

create table service_aliases (
    alias_folded varchar not null primary key,
    service_code varchar not null,
    source varchar not null
);

create table products (
    product_code varchar primary key,
    service_code varchar not null,
    name varchar not null,
    name_en varchar not null,
    name_folded varchar not null,
    measure varchar not null,           -- what one quantity is: thùng, hợp đồng, bưu gửi
    price_vnd bigint,                   -- list price of one, in đồng; null where it varies
    is_simulated boolean not null
);

create table roles (
    role_code varchar primary key,
    name varchar not null,
    name_en varchar not null,
    sort_order integer not null
);

create table staff (
    staff_code varchar primary key,     -- text: keeps leading zeros
    full_name varchar not null,
    name_folded varchar not null,
    role_code varchar not null,
    unit_id varchar not null,
    valid_from date not null,
    valid_to date not null,
    is_simulated boolean not null
);
