"""Where a rerun's time goes: the app in this process, one page, pyinstrument in its thread."""

import asyncio
from typing import Any

from lib.ui import warm

FIRST = 5


def show(page: str, query: str, runs: int) -> int:
    """Print the profile of a page's runs after the first few."""
    # tools are imported where they are used: the other benchmarks do without them
    from pyinstrument import Profiler
    from pyinstrument.renderers import ConsoleRenderer
    from pyinstrument.session import Session
    from streamlit.runtime.scriptrunner import ScriptRunner

    import dashboard

    found: list[Session] = []
    plain = ScriptRunner._run_script

    def profiled(runner: Any, *words: Any, **named: Any) -> None:
        with Profiler(interval=0.0005, async_mode="disabled") as profiler:
            plain(runner, *words, **named)
        assert profiler.last_session is not None
        found.append(profiler.last_session)

    async def visits() -> None:
        async with dashboard.app.lifespan()(None):
            await warm.visit(page, query, runs=FIRST + runs)

    ScriptRunner._run_script = profiled  # type: ignore[method-assign,assignment]
    asyncio.run(visits())
    whole = found[-runs]
    for one in found[-runs + 1 :]:
        whole = Session.combine(whole, one)
    renderer = ConsoleRenderer(show_all=False, processor_options={"filter_threshold": 0.004})
    print(f"{whole.cpu_time / runs * 1000:.1f} ms of the processor a run")
    print(renderer.render(whole))
    return 0
