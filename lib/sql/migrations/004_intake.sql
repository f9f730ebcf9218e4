-- More ways in than a file, corrections that leave a trace, and names a clerk has settled.

alter table batches add column replaces_batch_id bigint;    -- the earlier version whose sales this one voided
alter table batches add column idempotency_key varchar;     -- the sender's own key: the same key counts once

alter table sales add column sheet varchar;                 -- the sheet of source_row; null where there are none
alter table sales add column unmatched varchar;             -- JSON: column key -> text that is in no list (sub-unit, seller, product)

create table batch_verifications (      -- a control has compared the batch with its papers
    batch_id bigint primary key,
    verified_at timestamp not null,
    verified_by varchar not null,
    note varchar
);

create table quarantine_closures (      -- a rejected row waits until it is fixed or given up; undo of the fix lets it wait again
    batch_id bigint not null,
    sheet varchar not null,
    source_row bigint not null,
    outcome varchar not null check (outcome in ('fixed', 'given_up')),
    fixed_batch_id bigint,              -- the batch that holds the row put right
    closed_at timestamp not null,
    closed_by varchar not null
);

create table learned_names (            -- what a clerk meant by a name that is in no list: offered, never applied by itself
    kind varchar not null check (kind in ('unit', 'service')),
    written_folded varchar not null,    -- lib.i18n.fold(written)
    written varchar not null,
    code varchar not null,              -- unit_id or service_code
    learned_at timestamp not null,
    learned_by varchar not null,
    primary key (kind, written_folded, learned_at)      -- the latest one holds
);
