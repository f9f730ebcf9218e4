-- Made after the rows are there.
create index on sales (district_id, sold_on);
create index on sales (unit_id, sold_on);
create index on sales (staff_code);
create index on sales (recorded_at);
create index on sales (service_code);
create index on targets (district_id);
create index on staff (district_id);
create index on places (district_id)
