-- The minute of the day of a moment, from 0 on.
create or replace macro main.minute_of_day(moment) as
    extract(hour from moment) * 60 + extract(minute from moment)
