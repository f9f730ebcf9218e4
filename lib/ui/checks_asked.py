"""What the checks page asks for: the organisers' thresholds, and what each query finds by them."""

from dataclasses import asdict

import pandas as pd

from lib.checks.rules import CHECKS, CheckRules, read_rules
from lib.errors import CheckRuleError
from lib.queries import checks
from lib.ui import failure
from lib.ui.data import read
from lib.ui.question import Question


def rules() -> CheckRules | None:
    """The thresholds; None, and the reason shown, when their file cannot be used."""
    try:
        return read_rules()
    except CheckRuleError as error:
        failure.show(error)
        return None


def found(question: Question, rules: CheckRules) -> dict[str, pd.DataFrame]:
    """The rows of each check (queries.checks), in the order of the page."""
    return {
        check: read(
            getattr(checks, check),
            **question.shared,
            unit_id=question.unit_id,
            **asdict(getattr(rules, check)),
        )
        for check in CHECKS
    }
