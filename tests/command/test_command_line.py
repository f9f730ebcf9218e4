"""`python -m lib`: each subcommand, its exit code, its data on stdout and its words on stderr."""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from lib.__main__ import _parser
from lib.queries import registry
from lib.settings import PROJECT
from lib.store.statements import query_names, statement
from tests.command.conftest import FIXTURES, Run, environment

GOOD = str(FIXTURES / "sales_good.csv")
ONE_BAD = str(FIXTURES / "sales_one_bad_row.csv")
PDF = str(FIXTURES / "not_a_spreadsheet.pdf")


def subcommands() -> dict[str, argparse.ArgumentParser]:
    """The parsers by name."""
    (commands,) = (one for one in _parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(commands.choices)


NAMES = sorted(subcommands())


# The command line as a whole


@pytest.mark.parametrize("name", NAMES)
def test_every_subcommand_says_what_it_does(run_on_nothing: Run, name: str) -> None:
    answer = run_on_nothing(name, "--help")
    assert answer.code == 0
    assert subcommands()[name].description
    assert subcommands()[name].description.split(";")[0][:30] in " ".join(answer.data.split())


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_lists_every_subcommand_with_options_that_exist(name: str) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(rf"^\| (`{name}\b.*?) \| .+ \|$", readme, re.MULTILINE)
    assert len(listed) == 1, f"one line of the table of commands is for {name}"
    known = subcommands()[name].format_help()
    for option in re.findall(r"--[a-z-]+", listed[0]):
        assert option in known, f"{name} has no {option}"


def test_the_readme_lists_no_subcommand_that_does_not_exist() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m lib ([a-z]+)", readme))
    assert named and named <= set(NAMES)


def test_a_wrong_call_names_what_can_be_called(run_on_nothing: Run) -> None:
    for arguments in ((), ("no-such-command",), ("import",), ("demo", "--rows", "many")):
        answer = run_on_nothing(*arguments)
        assert answer.code == 2, arguments
        assert "usage: python -m lib" in answer.narration, arguments
        assert not answer.data, arguments


def test_help_lists_every_subcommand(run_on_nothing: Run) -> None:
    answer = run_on_nothing("--help")
    assert answer.code == 0
    for name in NAMES:
        assert f"\n    {name}" in answer.data, name


@pytest.mark.parametrize("name", ("status", "facts", "query", "import"))
def test_without_a_store_a_command_says_what_to_run(run_on_nothing: Run, name: str) -> None:
    arguments = {"query": ("campaigns.campaigns",), "import": (GOOD,)}.get(name, ())
    answer = run_on_nothing(name, *arguments)
    assert answer.code == 1
    assert "python -m lib demo" in answer.narration
    assert "Traceback" not in answer.narration


def test_a_wrong_setting_is_refused_by_name(
    run_on_nothing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAQUAN_KEEP", "several")
    answer = run_on_nothing("status")
    assert answer.code == 1
    assert "RAQUAN_KEEP" in answer.narration


# demo


def test_demo_fills_an_empty_store_and_says_what_is_in_it(run_on_nothing: Run) -> None:
    answer = run_on_nothing("demo", "--rows", "250")
    assert answer.code == 0
    assert not answer.data
    assert "250 sales" in answer.narration
    assert run_on_nothing("status", "--json").json()["sale_count"] == 250


def test_demo_does_not_touch_a_filled_store_unless_told_to_replace_it(run_on_copy: Run) -> None:
    before = run_on_copy("status", "--json").json()
    answer = run_on_copy("demo", "--rows", "300")
    assert answer.code == 1
    assert answer.narration.strip()
    assert run_on_copy("status", "--json").json() == before
    assert run_on_copy("demo", "--rows", "300", "--replace").code == 0
    assert run_on_copy("status", "--json").json()["sale_count"] == 300


def test_demo_spreads_sales_over_days(run_on_nothing: Run) -> None:
    assert run_on_nothing("demo", "--rows", "900", "--days", "3").code == 0
    long = run_on_nothing("query", "progress.overview", "campaign_code=nam-2024", "--json").json()
    day = run_on_nothing("query", "progress.overview", "--json").json()
    assert long[0]["sale_count"] == 900
    assert 0 < day[0]["sale_count"] < 900


@pytest.mark.parametrize("wrong", (("--rows", "1"), ("--days", "0"), ("--days", "9999")))
def test_demo_refuses_sizes_that_cannot_be_simulated(
    run_on_nothing: Run, wrong: tuple[str, str]
) -> None:
    answer = run_on_nothing("demo", *wrong)
    assert answer.code == 1
    assert "Traceback" not in answer.narration
    assert run_on_nothing("status").code == 1, "nothing was published"


# status, facts


def test_status_gives_counts_and_the_current_file(run: Run, demo_folder: Path) -> None:
    status = run("status", "--json").json()
    assert status["campaign_count"] == 3
    assert status["sale_count"] > 1_000
    assert status["is_simulated"] is True
    assert Path(status["file"]).is_file()
    assert Path(status["file"]).is_relative_to(demo_folder)
    assert str(status["sale_count"]) in run("status").data


def test_facts_all_hold_and_say_so_with_the_exit_code(run: Run) -> None:
    answer = run("facts", "--json")
    assert answer.code == 0
    facts = answer.json()
    assert [one["fact_id"] for one in facts] == [f"F{number}" for number in range(1, 15)]
    assert all(one["holds"] for one in facts)
    written = run("facts")
    assert written.code == 0
    assert len(written.data.strip().splitlines()) == 14
    assert "None" not in written.data and "<NA>" not in written.data


def test_facts_that_do_not_hold_fail(run_on_nothing: Run) -> None:
    run_on_nothing("demo", "--rows", "250")
    answer = run_on_nothing("facts")
    assert answer.code == 1
    assert "Không khớp" in answer.data


# query


def test_query_list_names_every_query_with_its_parameters_and_columns(run: Run) -> None:
    answer = run("query", "--list")
    assert answer.code == 0
    for name in query_names():
        function = registry.function(name)
        head = " ".join(
            [name.replace("/", "."), *(f"{one}=…" for one in registry.parameter_types(function))]
        )
        assert head in answer.data
        assert f"columns: {', '.join(statement(name).columns)}" in answer.data
    assert run("query").data == answer.data


def test_query_takes_values_as_they_are_written(run: Run) -> None:
    at = "as_of=2024-09-21 10:45"
    asked = ("query", "leaderboard.units_by_attainment", at, "level=0", "parent_id=null", "--json")
    units = run(*asked).json()
    assert len(units) == 14
    assert units[0]["place"] == 1
    assert [one["short_name"] for one in units if not one["has_figures"]] == ["Cô Tô"]
    assert "Cô Tô" in run(*asked[:-1]).data


def test_query_defaults_to_the_latest_of_the_campaign_and_the_whole(run: Run) -> None:
    overview = run("query", "progress.overview", "--json").json()
    status = run("status", "--json").json()
    assert overview[0]["sale_count"] == status["sale_count"] - status["voided_count"]


def test_query_reads_days_and_lists(run_on_copy: Run) -> None:
    run_on_copy("import", GOOD)
    asked = ("query", "intake.counted_receipts")
    # a list of one is not a list of its letters
    assert len(run_on_copy(*asked, "receipt_keys=gd-1", "--json").json()) == 1
    assert len(run_on_copy(*asked, "receipt_keys=gd-1,gd-3,none", "--json").json()) == 2
    assert run_on_copy(*asked, "receipt_keys=", "--json").json() == []
    asked = ("query", "intake.unnumbered_sales", "unit_ids=ha_long,cam_pha")
    assert run_on_copy(*asked, "first_day=2024-09-21", "last_day=2024-09-21").code == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    (
        (("progress.no_such",), "progress.no_such"),
        (("../../etc/passwd",), "../../etc/passwd"),
        (("progress.overview", "campaign=x"), "campaign"),
        (("progress.overview", "unit_id"), "key=value"),
        (("progress.overview", "as_of=yesterday"), "yesterday"),
        (("leaderboard.units_by_attainment", "level=first"), "first"),
        (("leaderboard.units_by_attainment",), "level"),
        (
            (
                "intake.unnumbered_sales",
                "unit_ids=a",
                "first_day=21/9/2024",
                "last_day=2024-09-21",
            ),
            "21/9/2024",
        ),
    ),
)
def test_query_refuses_what_does_not_fit_by_name(
    run: Run, arguments: tuple[str, ...], named: str
) -> None:
    answer = run("query", *arguments)
    assert answer.code == 1
    assert not answer.data
    assert named in answer.narration
    assert "Traceback" not in answer.narration


def test_what_is_written_is_a_value_and_never_part_of_the_statement(run: Run) -> None:
    answer = run("query", "progress.overview", "campaign_code=x' or '1'='1", "--json")
    assert (answer.code, answer.json()) == (0, [])


# import


def test_import_counts_a_good_file_once(run_on_copy: Run) -> None:
    before = run_on_copy("status", "--json").json()
    first = run_on_copy("import", GOOD, "--json").json()
    after = run_on_copy("status", "--json").json()
    assert first["file"] == "sales_good.csv"
    receipt = first["receipt"]
    assert receipt["accepted"] == 3 and receipt["rejected"] == 0 and not receipt["already"]
    assert after["sale_count"] == before["sale_count"] + 3
    assert after["revenue_vnd"] == before["revenue_vnd"] + receipt["revenue_vnd"]
    assert after["generation"] == before["generation"] + 1
    again = run_on_copy("import", GOOD, "--json")
    assert again.code == 0
    second = again.json()["receipt"]
    assert second["already"] and second["batch_id"] == receipt["batch_id"]
    assert run_on_copy("status", "--json").json() == after


def test_import_narrates_in_the_language_of_the_settings(
    run_on_copy: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAQUAN_LANGUAGE", "en")
    answer = run_on_copy("import", ONE_BAD)
    assert answer.code == 0
    assert not answer.data
    assert "sales_one_bad_row.csv: Rows 3" in answer.narration
    assert "ba trăm năm mươi" in answer.narration


def test_a_dry_run_checks_and_writes_nothing(run_on_copy: Run) -> None:
    before = run_on_copy("status", "--json").json()
    answer = run_on_copy("import", ONE_BAD, "--dry-run", "--json")
    assert answer.code == 0
    checked = answer.json()
    assert (checked["file_rejected"], checked["snapshots"]) == (None, [])
    assert [one["source_row"] for one in checked["accepted"]] == ["2", "4"]
    (wrong,) = checked["rejected"]
    assert (wrong["source_row"], wrong["sheet"], wrong["reason"]) == ("3", None, "bad_revenue")
    assert (wrong["column"], wrong["value"]) == ("revenue_vnd", "ba trăm năm mươi")
    assert wrong["suggestion"] and "receipt" not in checked
    assert run_on_copy("status", "--json").json() == before


def test_a_bad_row_waits_and_the_rest_counts(run_on_copy: Run) -> None:
    before = run_on_copy("status", "--json").json()
    receipt = run_on_copy("import", ONE_BAD, "--json").json()["receipt"]
    after = run_on_copy("status", "--json").json()
    assert (receipt["accepted"], receipt["rejected"]) == (2, 1)
    assert after["sale_count"] == before["sale_count"] + 2
    assert after["waiting_count"] == before["waiting_count"] + 1


def test_a_strict_import_takes_all_rows_or_none(run_on_copy: Run) -> None:
    before = run_on_copy("status", "--json").json()
    answer = run_on_copy("import", ONE_BAD, "--strict", "--json")
    assert answer.code == 3
    refused = answer.json()
    assert (refused["file_rejected"], refused["accepted"]) == ("rejected_rows", [])
    assert [one["source_row"] for one in refused["rejected"]] == ["3"]
    assert run_on_copy("status", "--json").json() == before
    assert run_on_copy("import", GOOD, "--strict").code == 0


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run_on_copy: Run) -> None:
    missing = str(FIXTURES / "no_such_file.csv")
    answer = run_on_copy("import", PDF, missing, GOOD, "--json")
    assert answer.code == 3
    answers = [json.loads(line) for line in answer.data.splitlines()]
    assert [one["file_rejected"] for one in answers] == [
        "unsupported_format",
        "unreadable_path",
        None,
    ]
    assert answers[2]["receipt"]["accepted"] == 3
    assert "Chưa có gì được ghi" in answer.narration
    assert "Traceback" not in answer.narration


@pytest.mark.parametrize("name", ("empty.csv", "old_excel.xls", "sales_wrong_header.csv"))
def test_a_refused_file_leaves_the_store_alone(run_on_copy: Run, name: str) -> None:
    before = run_on_copy("status", "--json").json()
    answer = run_on_copy("import", str(FIXTURES / name))
    assert answer.code == 3
    assert name in answer.narration
    assert run_on_copy("status", "--json").json() == before


def test_a_folder_or_an_unknown_campaign_is_refused(run_on_copy: Run) -> None:
    assert run_on_copy("import", str(FIXTURES)).code == 3
    answer = run_on_copy("import", GOOD, "--campaign", "no-such")
    assert answer.code == 3
    assert "no-such" in answer.narration


def test_the_sender_is_kept_with_the_batch(run_on_copy: Run) -> None:
    run_on_copy("import", GOOD, "--sender", "Lan, Cẩm Phả")
    latest = run_on_copy("query", "intake.batches", "limit_count=1", "--json").json()
    assert (latest[0]["sender"], latest[0]["file_name"]) == ("Lan, Cẩm Phả", "sales_good.csv")


# operator


def test_the_operator_code_is_printed_once_and_reset_makes_another(run_on_nothing: Run) -> None:
    first = run_on_nothing("operator")
    assert first.code == 0
    assert len(first.data.strip()) == 19
    second = run_on_nothing("operator")
    assert (second.code, second.data) == (1, "")
    assert "--reset" in second.narration
    third = run_on_nothing("operator", "--reset")
    assert third.code == 0
    assert third.data != first.data and len(third.data.strip()) == 19


# As a process of its own


def process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m lib ...` started elsewhere than in the project."""
    return subprocess.run(
        [sys.executable, "-m", "lib", *arguments],
        cwd=folder,
        env={**os.environ, **environment(folder), "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_process_hands_over_data_and_exit_code(demo_folder: Path) -> None:
    done = process(demo_folder, "status", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["campaign_count"] == 3
    assert done.stderr == ""


def test_a_process_that_fails_says_why_without_a_traceback(tmp_path: Path) -> None:
    done = process(tmp_path, "facts")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr


# Upkeep


def test_check_finds_a_rollup_that_is_not_the_ledger_and_rebuild_puts_it_right(
    run_on_copy: Run, tmp_path: Path
) -> None:
    assert run_on_copy("check").code == 0
    current = int((tmp_path / "warehouse/CURRENT").read_text())
    with duckdb.connect(str(tmp_path / f"warehouse/campaign-{current:08d}.duckdb")) as store:
        store.execute("update campaign_totals set revenue_vnd = revenue_vnd + 1 where rowid = 0")
    answer = run_on_copy("check")
    assert answer.code == 1
    assert re.search(r"campaign_totals +1 rows differ", answer.data)
    assert run_on_copy("rebuild-rollup").code == 0
    assert run_on_copy("check").code == 0


def test_a_small_store_has_nothing_to_fold(run_on_copy: Run) -> None:
    answer = run_on_copy("compact")
    assert (answer.code, answer.data) == (0, "nothing to fold\n")
