-- What the council has decided on a record, title by title: the latest word holds.
-- grain: one row per title decided
-- returns: award_id str, subject_codes str, is_departure bool, reason str, decided_by str,
--   decided_at time, entered_by str
with numbered as (

    select
        decisions.award_id,
        decisions.subject_codes,
        decisions.is_departure,
        decisions.reason,
        decisions.decided_by,
        decisions.decided_at,
        decisions.entered_by,
        row_number() over (
            partition by decisions.award_id
            order by decisions.decided_at desc, decisions.subject_codes
        ) as turn
    from award_decisions as decisions
    where
        decisions.record_id = $record_id
        and decisions.decided_at <= $as_of

)

select
    award_id,
    subject_codes,
    is_departure,
    reason,
    decided_by,
    decided_at,
    entered_by
from numbered
where turn = 1
order by award_id
