-- What happened: append-only. A sale is never edited; a correction is a void and, if needed, a new sale.

create table batches (                  -- one hand-over: a file, a form, the demo
    batch_id bigint primary key,
    source varchar not null,            -- file, demo
    file_name varchar,
    file_sha256 varchar,                -- the same bytes counted once
    file_size bigint,
    campaign_code varchar not null,     -- the campaign the sender chose: gives dates the file leaves out
    sender varchar not null,
    recorded_at timestamp not null,
    row_count bigint not null,
    accepted_count bigint not null,
    warned_count bigint not null,
    rejected_count bigint not null,
    is_simulated boolean not null
);

create table sales (                    -- no index: a hundred million rows live here
    sale_id bigint not null,            -- rises with each row; unique (tested, not indexed)
    batch_id bigint not null,
    source_row bigint not null,         -- row in the file, as the spreadsheet numbers it
    receipt_no varchar,
    unit_id varchar not null,
    staff_code varchar,
    role_code varchar,                  -- the seller's role when selling
    service_code varchar not null,
    product_code varchar,
    customer_code varchar,
    is_new_customer boolean,            -- null: not known, not counted
    quantity bigint not null check (quantity >= 0),
    revenue_vnd bigint not null check (revenue_vnd >= 0),       -- doanh thu phát sinh, whole đồng
    collected_vnd bigint check (collected_vnd >= 0),            -- premium or money collected on behalf: not revenue
    sold_on date not null,
    sold_at timestamp,                  -- local time; null: hour not known
    recorded_at timestamp not null,     -- when the ledger learned of it: the clock of as_of
    note varchar,
    is_simulated boolean not null
);

create table voids (                    -- a sale counts in [recorded_at, voided_at)
    sale_id bigint primary key,
    batch_id bigint not null,
    voided_at timestamp not null,
    voided_by varchar not null,
    reason_code varchar not null,
    note varchar
);

create table batch_voids (              -- the undo of a whole batch; its sales have their own voids
    batch_id bigint primary key,
    voided_at timestamp not null,
    voided_by varchar not null,
    reason_code varchar not null,
    note varchar
);

create table quarantine (               -- rejected rows, kept as they came
    batch_id bigint not null,
    sheet varchar not null,
    source_row bigint not null,
    problem_codes varchar not null,     -- comma-separated, first the one that weighs most
    cells varchar not null,             -- JSON object: header -> raw text
    revenue_vnd bigint,                 -- what it would have counted, when that can be read
    recorded_at timestamp not null,
    primary key (batch_id, sheet, source_row)
);

create table audit_log (                -- the journal: one row a generation, each holding the hash of the last
    generation bigint primary key,
    written_at timestamp not null,
    actor varchar not null,
    action varchar not null,
    subject varchar not null,
    detail varchar not null,            -- JSON
    previous_hash varchar not null,
    hash varchar not null
);
