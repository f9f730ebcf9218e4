-- One award record as it was made, byte for byte.
-- grain: one row; none when there is no such record
-- returns: record_id int, campaign_code str, sha256 str, content str
select
    record_id,
    campaign_code,
    sha256,
    content
from award_records
where record_id = $record_id
