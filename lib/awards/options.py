"""The words of `python -m lib awards`, apart from what they do: commands start at once."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="the records of a campaign")
    listed.add_argument("--campaign", help="campaign code; default: RAQUAN_CAMPAIGN")
    verify = actions.add_parser("verify", help="recount a record from the ledger and the rules")
    verify.add_argument("record", help="a record's file, or its number in the ledger")
    verify.add_argument("--bundle", help="recount from a bundle instead of the ledger")
    verify.add_argument("--rules", help="the rules in force; default: data/rules/awards.toml")
    verify.add_argument("--expect", default="", help="the number on the papers, or its beginning")
    for name, words in (
        ("export", "write a record's bytes to a file"),
        ("bundle", "write a record with the rows it stands on to a zip file"),
    ):
        export = actions.add_parser(name, help=words)
        export.add_argument("record", type=int, help="the record's number in the ledger")
        export.add_argument("file", help="where to write it")
