"""Threads that work out beside a page what it reads later."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor

COUNT = 2
"""Queries work outside of Python's lock; a page rarely asks for more than two at a time."""


def ahead_pool() -> ThreadPoolExecutor:
    """Threads of one process, each with its share of the cores.

    Python's lock goes from thread to thread, and Linux wakes who gets it on the core of who gave
    it: left alone, both threads would wait for one core for milliseconds while the other idles.
    """
    numbers = itertools.count()
    return ThreadPoolExecutor(COUNT, "ahead", lambda: _stay_on(next(numbers) % COUNT))


def _stay_on(number: int) -> None:
    """Keep the calling thread to every second core, where the system lets us say so."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[number::COUNT] or cores)
