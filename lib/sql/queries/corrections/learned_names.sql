-- What clerks have settled names to mean by the cut-off; for each name the latest word holds.
-- grain: one row per kind and folded name
-- returns: kind str, written_folded str, written str, code str, learned_at time, learned_by str
with latest as (

    select
        kind,
        written_folded,
        max(learned_at) as learned_at
    from learned_names
    where learned_at <= $as_of
    group by
        kind,
        written_folded

)

select
    learned_names.kind,
    learned_names.written_folded,
    learned_names.written,
    learned_names.code,
    learned_names.learned_at,
    learned_names.learned_by
from learned_names
inner join latest
    on learned_names.kind = latest.kind
    and learned_names.written_folded = latest.written_folded
    and learned_names.learned_at = latest.learned_at
order by learned_names.kind, learned_names.written_folded
