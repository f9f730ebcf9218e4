-- Which generation the ledger's journal ends with at the cut-off, and when it was published.
-- grain: one row
-- returns: generation int, published_at time
select
    max(generation) as generation,
    max(written_at) as published_at
from audit_log
where written_at <= $as_of
