"""Scopes: each question finds the places it means; what is known of them holds on its days."""

from hypothesis import given

from tests.queries.random_worlds import worlds
from tests.queries.test_recomputed import SOME
from tests.worlds import World, asked, ground


@SOME
@given(worlds())
def test_a_question_and_its_scope_mean_the_same_places(world: World) -> None:
    connection = asked(world).connection
    apart = connection.execute(
        """
        with meant as (
            select scopes.scope_id, scopes.shown_unit_id, scopes.level, scopes.parent_id,
                   list((unit_id, placed_on) order by unit_id, placed_on) as places
            from scopes
            inner join question_places as places
                on scopes.campaign_code = places.campaign_code
                and scopes.level is not distinct from places.level
                and scopes.parent_id is not distinct from places.parent_id
                and scopes.shown_unit_id is not distinct from places.shown_unit_id
            group by all
        ),
        taken_in as (
            select scope_id, list((unit_id, placed_on) order by unit_id, placed_on) as places
            from scope_places group by scope_id
        )
        select * from meant full outer join taken_in using (scope_id)
        where meant.places is distinct from taken_in.places
        """
    ).fetchall()
    assert apart == []


@SOME
@given(worlds())
def test_the_spans_of_a_scopes_facts_follow_each_other_to_the_end(world: World) -> None:
    connection = asked(world).connection
    holes = connection.execute(
        """
        select * from (
            select *, lead(valid_from, 1, date '9999-12-31')
                over (
                    partition by campaign_code, level, parent_id, shown_unit_id order by valid_from
                ) as next_from
            from scope_facts
        ) where valid_to <> next_from
        """
    ).fetchall()
    assert holes == []


def test_a_unit_without_counters_and_its_counter_level_share_one_scope() -> None:
    connection = asked(ground()).connection
    [(count,)] = connection.execute(
        "select count(distinct scope_id) from scopes "
        "where shown_unit_id = 'north-1' and (parent_id is null or parent_id <> 'north-1')"
    ).fetchall()
    assert count == 1
