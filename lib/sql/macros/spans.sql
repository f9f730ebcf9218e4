-- Whether a time range takes a minute of the day: from its first until before its last one. An end that is null is
-- open; where both are, what is not known is taken too.
create or replace macro main.spans(from_minute, until_minute, minute) as
    (from_minute is null and until_minute is null)
    or coalesce(coalesce(from_minute, 0) <= minute and minute < coalesce(until_minute, 1440), false)
