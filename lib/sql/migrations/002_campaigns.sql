-- What is being run: a campaign is a window, the units and services in scope, and its targets.
-- No sale points to a campaign; the views lay the campaign over the ledger.

create table campaigns (
    campaign_code varchar primary key,
    name varchar not null,
    name_en varchar not null,
    slogan varchar,
    parent_code varchar,                -- the longer campaign this one sits in
    tree varchar not null,              -- which hierarchy of org_hierarchy it follows
    starts_on date not null,            -- a sale counts when starts_on <= sold_on <= ends_on
    ends_on date not null,
    opens_at timestamp not null,        -- local time; the pace clock runs from here
    closes_at timestamp not null,       -- to here
    launched_at timestamp,              -- T0 of "after three hours"
    snapshot_at timestamp,              -- end of the first-hours snapshot, launched_at + 3 h
    plan_vnd bigint,                    -- null: no plan, shown as a dash
    date_status varchar not null check (date_status in ('confirmed', 'assumed')),
    is_simulated boolean not null
);

create table campaign_units (           -- the units that compete
    campaign_code varchar not null,
    unit_id varchar not null,
    primary key (campaign_code, unit_id)
);

create table campaign_services (
    campaign_code varchar not null,
    service_code varchar not null,
    primary key (campaign_code, service_code)
);

create table campaign_slots (           -- the agreed hourly shape of the plan; shares add up to 1
    campaign_code varchar not null,
    starts_at timestamp not null,
    ends_at timestamp not null,         -- a slot lies within one day
    takes_from timestamp not null,      -- sales before opening go to the day's first slot,
    takes_until timestamp not null,     -- those after closing to its last: [takes_from, takes_until)
    plan_share double not null check (plan_share >= 0),
    primary key (campaign_code, starts_at)
);

create table targets (                  -- given at one level of units; sums over descendants give the others
    campaign_code varchar not null,
    unit_id varchar not null,
    service_code varchar not null,
    target_vnd bigint not null check (target_vnd >= 0),
    primary key (campaign_code, unit_id, service_code)
);

-- Derived by lib/sql/derived/unit_levels.sql: as which unit each unit is shown at each level.
create table unit_levels (
    campaign_code varchar not null,
    unit_id varchar not null,
    level integer not null,             -- 0 = the competing units, 1 = one below, ...
    shown_unit_id varchar not null,     -- the ancestor at that level, or the unit itself when it hangs higher
    competing_unit_id varchar not null,
    is_own_level boolean not null,      -- the level at which shown_unit_id stands for all below it
    valid_from date not null,           -- within the campaign's window, half-open
    valid_to date not null
);

create table teams (
    campaign_code varchar not null,
    team_code varchar not null,
    name varchar not null,
    unit_id varchar not null,
    leader_code varchar not null,       -- staff_code
    primary key (campaign_code, team_code)
);

create table team_members (
    campaign_code varchar not null,
    staff_code varchar not null,
    team_code varchar not null,
    primary key (campaign_code, staff_code)     -- at most one team a person
);

create table attendance (
    campaign_code varchar not null,
    staff_code varchar not null,
    attended_at timestamp not null,
    attendance_mode varchar not null check (attendance_mode in ('in_person', 'online')),
    primary key (campaign_code, staff_code)
);

create table award_titles (
    campaign_code varchar not null,
    award_id varchar not null,
    title varchar not null,             -- the exact title, as the campaign words it
    subject varchar not null check (subject in ('team', 'leader', 'person')),
    seats integer not null check (seats > 0),
    sort_order integer not null,
    primary key (campaign_code, award_id)
);

create table article_facts (            -- what the published article says, word for word
    fact_id varchar primary key,
    wording varchar not null,
    unit varchar not null,
    qualifier varchar not null,
    scope varchar not null,
    scope_status varchar not null check (scope_status in ('stated', 'inferred')),
    source_url varchar not null,
    low double,                         -- holds when low <= value <= high, or the text is equal
    high double,
    expected_text varchar,
    sort_order integer not null
);
