-- The scope of each question: those that mean the same places of the same unit share one.
-- What a question means of a unit is part of that unit with all below it, so that as many places are the same places.
-- grain: one row per campaign, level, unit above and shown unit
-- ties: questions of one unit that mean all of it, or all that is booked on it directly, have one number
insert into scopes
with questions as (

    select
        campaign_code,
        level,
        parent_id,
        shown_unit_id,
        count(*) as place_count,
        count(*) filter (where unit_id = shown_unit_id) as direct_count
    from question_places
    group by
        campaign_code,
        level,
        parent_id,
        shown_unit_id

),

wholes as (

    select
        campaign_code,
        shown_unit_id,
        place_count,
        direct_count
    from questions
    where level is null

),

told_apart as (

    select
        questions.campaign_code,
        questions.level,
        questions.parent_id,
        questions.shown_unit_id,
        case
            when questions.place_count = wholes.place_count then 'whole'
            when
                questions.place_count = questions.direct_count
                and questions.direct_count = wholes.direct_count
                then 'direct'
            else concat(questions.level, ' ', questions.parent_id)
        end as meaning
    from questions
    inner join wholes
        on questions.campaign_code = wholes.campaign_code
        and questions.shown_unit_id is not distinct from wholes.shown_unit_id

)

select
    campaign_code,
    dense_rank()
        over (
            order by
                campaign_code,
                shown_unit_id,
                meaning
        ) as scope_id,
    level,
    parent_id,
    shown_unit_id
from told_apart
order by
    campaign_code,
    level,
    parent_id,
    shown_unit_id
