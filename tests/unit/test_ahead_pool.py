"""What a page asks ahead: two at a time, each on cores of its own."""

import os
import threading

import pytest

from lib.ui import ahead_pool

several_cores = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < ahead_pool.COUNT,
    reason="one core, or a system that does not say",
)


def cores_of_each() -> list[set[int]]:
    """The cores of each thread of a pool; all must be at it at the same time."""
    together = threading.Barrier(ahead_pool.COUNT, timeout=10)

    def cores(_: int) -> set[int]:
        together.wait()
        return os.sched_getaffinity(0)

    with ahead_pool.ahead_pool() as pool:
        return list(pool.map(cores, range(ahead_pool.COUNT)))


@several_cores
def test_no_two_threads_share_a_core_and_none_is_left_over():
    first, second = cores_of_each()
    assert first and second and not first & second
    assert first | second == os.sched_getaffinity(0)


@several_cores
def test_whoever_made_the_pool_stays_where_it_was():
    before = os.sched_getaffinity(0)
    cores_of_each()
    assert os.sched_getaffinity(0) == before


@several_cores
def test_on_one_core_they_share_it():
    before = os.sched_getaffinity(0)
    one = {min(before)}
    os.sched_setaffinity(0, one)
    try:
        assert cores_of_each() == [one, one]
    finally:
        os.sched_setaffinity(0, before)
