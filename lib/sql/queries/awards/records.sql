-- Every award record of a campaign with what became of it, the newest first.
-- grain: one row per record
-- returns: record_id int, cut_off time, made_at time, made_by str, sha256 str, supersedes_id int,
--   superseded_by_id int, decision_number str, decided_on date, granted_at time, granted_by str
with followers as (

    select
        supersedes_id,
        min(record_id) as record_id
    from award_records
    where
        supersedes_id is not null
        and made_at <= $as_of
    group by supersedes_id

)

select
    records.record_id,
    records.cut_off,
    records.made_at,
    records.made_by,
    records.sha256,
    records.supersedes_id,
    followers.record_id as superseded_by_id,
    award_grants.decision_number,
    award_grants.decided_on,
    award_grants.granted_at,
    award_grants.granted_by
from award_records as records
left join followers
    on records.record_id = followers.supersedes_id
left join award_grants
    on records.record_id = award_grants.record_id
    and award_grants.granted_at <= $as_of
where
    records.campaign_code = $campaign_code
    and records.made_at <= $as_of
order by records.record_id desc
