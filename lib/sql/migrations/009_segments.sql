-- Sales long in the ledger lie in files of their own: which of them this generation stands on.

create table segments (
    segment_name varchar not null,      -- the file beside the generations, without its ending
    first_sale_id bigint not null,
    last_sale_id bigint not null,
    sale_count bigint not null
);
