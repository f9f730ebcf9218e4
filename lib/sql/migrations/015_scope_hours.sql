-- What a unit with all below it sold by hour and by slot of the plan: as many rows as hours, in however many places.
-- lib/store/migrations.py fills it from campaign_quarters.

create table scope_hours (
    campaign_code varchar not null,
    known_at timestamp not null,
    scope_id integer not null,
    slot_at timestamp,                  -- the slot of the plan it was sold in; null: none
    sold_hour smallint,                 -- of the day; null: hour not known
    sale_count bigint not null,
    revenue_vnd bigint not null
);
