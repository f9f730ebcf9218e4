"""The command line: `python -m lib COMMAND`; without one, or with --help, it lists them.

Data goes to stdout, narration to stderr. Exit codes: 0 done, 1 an error that is named,
2 a wrong call, 3 a file or set-up that was refused, or a strict import with rejected rows.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lib import backtest, upkeep
from lib.awards.options import add_options as add_award_options
from lib.errors import FileRefused, RaQuanError, SetupRefused
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.i18n.failures import sentence
from lib.settings import PROJECT, Settings, read_settings
from lib.ui.clock import latest_cut_off, now

if TYPE_CHECKING:
    from lib.store import Store

DONE, FAILED, REFUSED = 0, 1, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = _parser()
    asked, left = parser.parse_known_args(arguments)
    # argparse takes a command's words only in one piece; key=value may stand after an option
    parameters = getattr(asked, "parameters", None)
    if left and (parameters is None or any("=" not in one or one[0] == "-" for one in left)):
        parser.error(f"unrecognized arguments: {' '.join(left)}")
    if parameters is not None:
        asked.parameters = [*parameters, *left]
    try:
        settings = read_settings()
        catalog.speak(settings.language)
        code: int = asked.run(asked, settings)
        return code
    except RaQuanError as error:
        _narrate(sentence(error))
        return REFUSED if isinstance(error, FileRefused | SetupRefused) else FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def demo_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Build the simulated campaign."""
    from lib import demo
    from lib.i18n import formats

    store = _store(settings)
    at = now()
    sizes = {"rows": asked.rows, "days": asked.days, "seed": asked.seed}
    summary = demo.build(store, at=at, replace=asked.replace, progress=_progress, **sizes)
    _narrate(
        f"{formats.number(summary.sales)} sales, {formats.money(summary.revenue_vnd)}, "
        f"{formats.number(summary.batches)} batches, generation {summary.generation}: "
        f"{store.generations.path(summary.generation)}"
    )
    return DONE


def import_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Check files and commit what is valid; every file has its own answer."""
    from lib.intake import command

    order = command.order(asked, settings, at=now())
    files = map(Path, asked.files)
    return command.import_files(_store(settings), [*files], order, say=_narrate, put=print)


def setup_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Load an organiser's own units, staff and targets from a folder of CSV files."""
    from lib.i18n import formats
    from lib.intake.setup import load_setup

    try:
        receipt = load_setup(_store(settings), Path(asked.folder), actor="command line", at=now())
    except SetupRefused as refusal:
        for problem in refusal.values["problems"]:
            _narrate(f"  {problem}")
        raise
    for table, rows in receipt.rows.items():
        _narrate(f"{table:<20} {formats.number(rows)}")
    return DONE


def query_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Run a named query, or list them."""
    from lib.queries import registry

    if asked.list or not asked.name:
        for signature in registry.signatures():
            print(signature)
        return DONE
    function = registry.function(asked.name)
    given = dict(map(registry.pair, asked.parameters))
    defaults = {"as_of": _latest(), "campaign_code": settings.campaign}
    frame = function(_store(settings), **registry.typed(function, given, defaults=defaults))
    if asked.json:
        print(frame.to_json(orient="records", date_format="iso", force_ascii=False, indent=2))
    else:
        print(frame.to_string(index=False, na_rep="–"))
    return DONE


def facts_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Print each fact of the article with its computed value; fail when one does not hold."""
    from lib.i18n import formats
    from lib.queries import facts

    frame = facts.article_facts(_store(settings), campaign_code=settings.campaign, as_of=_latest())
    if asked.json:
        print(frame.to_json(orient="records", force_ascii=False, indent=2))
    else:
        for row in frame.to_dict("records"):
            verdict = text("progress.facts_holds" if row["holds"] else "progress.facts_fails")
            value = formats.number_or(row["value"], row["value_text"])
            print(f"{row['fact_id']:<4} {verdict:<10} {value}  «{row['wording']}»")
    return DONE if bool(frame["holds"].all()) else FAILED


def backtest_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Replay past days as they were known at each hour; how far off the forecast and two rivals."""
    code = asked.campaign or settings.campaign
    return backtest.run(_store(settings), asked, campaign_code=code, as_of=_latest(), put=print)


def awards_command(asked: argparse.Namespace, settings: Settings) -> int:
    """List, take away and recount award records; 1 when a record differs from its recount."""
    from lib.awards import command

    return command.run(_store(settings), asked, campaign=settings.campaign, at=now(), put=print)


def status_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what the store holds and where the current file lies."""
    from lib.queries import ledger

    store = _store(settings)
    row = ledger.status(store, as_of=_latest()).iloc[0].to_dict()
    row["file"] = str(store.generations.path(store.current()))
    if asked.json:
        print(json.dumps(row, default=str, ensure_ascii=False, indent=2))
    else:
        for name, value in row.items():
            print(f"{name:<20} {value}")
    return DONE


def upkeep_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Keep the store in order: one of `upkeep.COMMANDS`."""
    code: int = asked.upkeep(_store(settings), now(), print)
    return code


def operator_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Make the operator's code, or a new one; it is printed once."""
    from lib.access import operator

    if asked.reset:
        print(operator.reset_code(settings.office_file, now()))
        return DONE
    code = operator.ensure_code(settings.office_file, now())
    if code is None:
        _narrate("There is a code already. A new one: python -m lib operator --reset")
        return FAILED
    print(code)
    return DONE


def token_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Make the token of a program that hands in sales (printed once), list or revoke tokens."""
    from lib.access import tokens

    if asked.list or not asked.sender:
        for one in tokens.listed(settings.office_file):
            print(*one.told(), sep="\t")
    elif asked.revoke:
        tokens.revoke(settings.office_file, asked.sender, now())
    else:
        print(tokens.create(settings.office_file, asked.sender, now()))
    return DONE


def inbox_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Take in the files of the inbox folder until stopped; where the board runs, it does."""
    from lib.intake.inbox import Order
    from lib.intake.watching import watch

    order = Order(settings.campaign, settings.upload_mb, settings.upload_rows)
    most = settings.lock_seconds if asked.once else None
    watch(_store(settings), settings.inbox_folder, order, now=now, say=_narrate, once_within=most)
    return DONE


def serve_command(asked: argparse.Namespace, settings: Settings) -> int:
    """Serve the board until it is stopped."""
    from lib.ui.serving import allocator

    os.chdir(PROJECT)
    for name, value in allocator().items():
        os.environ.setdefault(name, value)
    options = {
        "server.port": settings.port,
        "server.address": settings.address,
        "server.maxUploadSize": settings.upload_mb,
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    words = ["-m", "lib.ui.serving", "run", "dashboard.py", *flags]
    os.execv(sys.executable, [sys.executable, *words])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int]
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        one.set_defaults(run=run)
        return one

    demo = command("demo", demo_command)
    demo.add_argument("--rows", type=int, help="how many sales; default: the article's day")
    demo.add_argument("--days", type=int, default=1, help="spread them over this many days")
    demo.add_argument("--seed", type=int, help="draw the days beside the article's otherwise")
    demo.add_argument("--replace", action="store_true", help="replace what the store holds")
    load = command("import", import_command)
    load.add_argument(
        "files", nargs="+", metavar="FILE", help="a spreadsheet of sales: .xlsx, .xls, .csv, .txt"
    )
    load.add_argument("--campaign", help="campaign code; default: RAQUAN_CAMPAIGN")
    load.add_argument("--unit", help="unit id for a file that does not name its unit")
    load.add_argument("--sender", default="command line", help="who hands it in, for the journal")
    load.add_argument("--dry-run", action="store_true", help="check only, write nothing")
    load.add_argument("--strict", action="store_true", help="all rows or none")
    load.add_argument("--json", action="store_true", help="one JSON object a file")
    command("setup", setup_command).add_argument("folder", help="a CSV file per table")
    query = command("query", query_command)
    query.add_argument("name", nargs="?", metavar="TOPIC.NAME")
    query.add_argument("parameters", nargs="*", metavar="key=value", help="null for no value")
    query.add_argument("--list", action="store_true", help="names, parameters and columns")
    query.add_argument("--json", action="store_true")
    command("facts", facts_command).add_argument("--json", action="store_true")
    backtest.add_options(command("backtest", backtest_command))
    add_award_options(command("awards", awards_command))
    command("status", status_command).add_argument("--json", action="store_true")
    command("operator", operator_command).add_argument(
        "--reset", action="store_true", help="make a new code; the old one stops working"
    )
    token = command("token", token_command)
    token.add_argument("sender", nargs="?", metavar="SENDER", help="whose sales they are")
    token.add_argument("--list", action="store_true", help="whose there are, and when last used")
    token.add_argument("--revoke", action="store_true", help="take it back; it stops working")
    command("inbox", inbox_command).add_argument(
        "--once", action="store_true", help="only what lies there now"
    )
    for name, run in upkeep.COMMANDS.items():
        one = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        one.set_defaults(run=upkeep_command, upkeep=run)
    command("serve", serve_command)
    return parser


def _store(settings: Settings) -> "Store":
    """The store in this release's shape; imported late, so that `serve` starts at once."""
    from lib.store import Store

    store = Store.open(settings)
    if store.current():
        store.prepare(at=now())
    return store


def _latest() -> datetime:
    moment = now()
    return latest_cut_off(moment, closes_at=moment)


def _narrate(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _progress(step: str, share: float) -> None:
    _narrate(f"  {share:4.0%} {step}")


if __name__ == "__main__":
    sys.exit(main())
