-- What the awards are decided on besides sales, and what was decided: append-only like the ledger.

alter table batches add column kind varchar default 'sales';    -- sales, deliveries, activities, attendance, hourly_reports

alter table quarantine add column staff_code varchar;           -- whose row it is, when that can be read

create table deliveries (               -- a day's rounds of one person, as the delivery office adds them up
    batch_id bigint not null,
    sheet varchar,                      -- null where the file has none
    source_row bigint not null,
    unit_id varchar not null,
    staff_code varchar not null,
    delivered_on date not null,
    taken_out bigint not null check (taken_out >= 0),               -- items handed out for delivery
    first_attempt bigint not null check (first_attempt >= 0),       -- delivered at the first attempt
    on_time bigint check (on_time >= 0),                            -- delivered within the promised time
    complaints bigint not null check (complaints >= 0),             -- upheld complaints
    losses bigint not null check (losses >= 0),                     -- items lost or damaged
    cod_due_vnd bigint check (cod_due_vnd >= 0),                    -- cash on delivery to be handed over
    cod_on_time_vnd bigint check (cod_on_time_vnd >= 0),            -- of it, handed over on the day
    recorded_at timestamp not null,
    note varchar,
    is_simulated boolean not null
);

create table activities (               -- one piece of communications work
    batch_id bigint not null,
    sheet varchar,
    source_row bigint not null,
    unit_id varchar not null,
    staff_code varchar not null,
    done_on date not null,
    done_at timestamp,                  -- local time; null: hour not known
    channel varchar not null,           -- post, livestream, leaflet, group, loudspeaker, event, other
    link varchar,                       -- where it can be seen
    verified_by varchar,                -- who has seen it; null: not verified, so not counted
    referred_customers bigint not null check (referred_customers >= 0),
    referred_orders bigint not null check (referred_orders >= 0),
    panel_score double check (panel_score between 0 and 100),       -- the council's own mark; decides ties only
    recorded_at timestamp not null,
    note varchar,
    is_simulated boolean not null
);

create table attendance_reports (       -- attendance handed in during the campaign, beside that of the set-up
    batch_id bigint not null,
    sheet varchar,
    source_row bigint not null,
    campaign_code varchar not null,
    staff_code varchar not null,
    attended_at timestamp not null,
    attendance_mode varchar not null check (attendance_mode in ('in_person', 'online')),
    recorded_at timestamp not null,
    is_simulated boolean not null
);

create table hourly_reports (           -- when a team's commander reported, for each hour that was due
    batch_id bigint not null,
    sheet varchar,
    source_row bigint not null,
    campaign_code varchar not null,
    team_code varchar not null,
    due_at timestamp not null,          -- the end of the hour it speaks of
    reported_at timestamp not null,
    recorded_at timestamp not null,
    is_simulated boolean not null
);

create table campaign_locks (           -- the latest row says whether a campaign takes changes
    campaign_code varchar not null,
    action varchar not null check (action in ('lock', 'reopen')),
    done_at timestamp not null,
    done_by varchar not null,
    reason varchar                      -- why it was reopened
);

create table award_records (            -- a decision's whole reasoning, canonical JSON, never changed
    record_id bigint primary key,
    campaign_code varchar not null,
    cut_off timestamp not null,
    made_at timestamp not null,
    made_by varchar not null,
    sha256 varchar not null,
    content varchar not null,
    supersedes_id bigint                -- the earlier record this one takes the place of
);

create table award_decisions (          -- what the council made of a record's proposals, award by award
    record_id bigint not null,
    award_id varchar not null,
    subject_codes varchar not null,     -- staff or team codes, comma-separated, in the record's order
    is_departure boolean not null,      -- whether they are others than those proposed
    reason varchar,
    decided_by varchar not null,        -- the names of those who decided
    decided_at timestamp not null,
    entered_by varchar not null
);

create table award_grants (             -- number and date of the signed decision
    record_id bigint primary key,
    decision_number varchar not null,
    decided_on date not null,
    granted_at timestamp not null,
    granted_by varchar not null
);
