-- Sales added up as the ledger learned of them: what a question by unit, service, role and quarter of an hour reads.

create table sales_rollup (
    known_at timestamp not null,        -- when the ledger learned of it: the clock of as_of
    sold_on date not null,
    quarter_at timestamp,               -- the quarter of an hour it was sold in; null: hour not known
    unit_id varchar not null,
    service_code varchar not null,
    role_code varchar,                  -- null: no seller known
    is_simulated boolean not null,
    sale_count bigint not null,         -- less than zero: what voids take out again
    quantity bigint not null,
    revenue_vnd bigint not null
);
