"""Every deliberate exception, as one tree.

    RaQuanError                     says what happened, what is safe and what to do
    ├── SettingsError               a setting cannot be used
    ├── StoreError                  the database side
    │   ├── StoreMissing            nothing has been published yet
    │   ├── StoreTooNew             the file was written by a newer release
    │   ├── StoreBusy               another writer holds the lock for too long
    │   ├── StoreUnreadable         the published file cannot be opened
    │   ├── RowsRefused             rows break a rule of the schema
    │   └── QueryError              a query and its contract disagree, or its parameters do
    ├── IntakeError                 what people hand in
    │   ├── FileRefused             the file as a whole cannot be read; nothing was written
    │   ├── SetupRefused        an organiser's set-up files cannot be used; nothing was written
    │   ├── BatchNotFound           there is no such batch, or it is voided already
    │   ├── BatchVerified           somebody has verified the batch already
    │   ├── SaleNotFound            there is no such sale
    │   ├── SaleVoided              the sale is voided already; nothing was written
    │   ├── ReasonMissing           a void needs one of the reasons, and `other` a note
    │   ├── KeyReused               the sender's key stands for another hand-over already
    │   └── RequestRefused          a request from a program cannot be taken as it is
    ├── AccessError                 who may do what
    │   ├── WrongCode               the operator's code does not match
    │   ├── WrongToken              a program's token is missing or nobody's
    │   ├── TokenRevoked            the token was taken back
    │   ├── TokenExists             the sender has a token already
    │   ├── TokenMissing            the sender has no token
    │   ├── TooManyAttempts         wait before the next try
    │   ├── OfficeBusy              another writer holds the office file for too long
    │   ├── ScreenRefused           a screen's profile cannot be used; nothing was written
    │   ├── OrderRefused            what the remote ordered cannot be taken; nothing was written
    │   └── ViewRefused             a saved view cannot be taken as it is; nothing was written
    ├── SceneUnknown                there is no such scene on the wall
    ├── AwardRuleError              the organisers' award rules cannot be used
    ├── BundleRefused               the bundle of an award record cannot be read
    ├── RecordRefused               an award record, a decision or a grant cannot be taken
    ├── MilestoneRuleError          the organisers' milestone rules cannot be used
    ├── RankingRuleError            the organisers' choice of the official ranking cannot be used
    ├── CheckRuleError              the organisers' thresholds of the checks cannot be used
    └── DemoError                   the simulated campaign misses one of its constraints

An error carries a code and values, not a sentence: `lib/i18n` holds the sentence for
`error.<code>` in each language. `str(error)` is the English line for logs.
"""

from typing import Any, ClassVar


class RaQuanError(Exception):
    """Base: a code of `lib/i18n` (`error.<code>`) and the values its sentence needs."""

    code: ClassVar[str] = "unexpected"

    def __init__(self, **values: Any) -> None:
        self.values = values
        listed = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{self.code}({listed})")


class SettingsError(RaQuanError):
    """A setting cannot be used; values: name, value, reason."""

    code = "settings"


class StoreError(RaQuanError):
    """The database side."""

    code = "store"


class StoreMissing(StoreError):
    """Nothing has been published yet; values: path."""

    code = "store_missing"


class StoreTooNew(StoreError):
    """The file was written by a newer release; values: found, known."""

    code = "store_too_new"


class StoreBusy(StoreError):
    """Another writer holds the lock; values: seconds."""

    code = "store_busy"


class StoreUnreadable(StoreError):
    """The published file cannot be opened; values: path, reason."""

    code = "store_unreadable"


class RowsRefused(StoreError):
    """Rows break a rule of the schema; values: table, reason."""

    code = "rows_refused"


class QueryError(StoreError):
    """A query is unknown, or its contract or parameters disagree; values: name, reason."""

    code = "query"


class IntakeError(RaQuanError):
    """What people hand in."""

    code = "intake"


class FileRefused(IntakeError):
    """The file as a whole cannot be read; nothing was written.

    `reason` is one of the file codes of the import rules (`empty_file`,
    `undecodable_encoding`, ...); its sentence is `refusal.<reason>`.
    """

    code = "file_refused"

    def __init__(self, reason: str, **values: Any) -> None:
        self.reason = reason
        super().__init__(reason=reason, **values)


class SetupRefused(IntakeError):
    """Set-up files cannot be used; values: count, problems (the first of them, in English)."""

    code = "setup_refused"


class BatchNotFound(IntakeError):
    """There is no such batch, or it is voided already; values: batch_id."""

    code = "batch_not_found"


class BatchVerified(IntakeError):
    """Somebody has verified the batch already; values: batch_id, by."""

    code = "batch_verified"


class SaleNotFound(IntakeError):
    """There is no such sale; values: sale_id."""

    code = "sale_not_found"


class SaleVoided(IntakeError):
    """The sale is voided already; values: sale_id, by."""

    code = "sale_voided"


class ReasonMissing(IntakeError):
    """A void needs one of the reasons, and `other` a note; values: reason_code."""

    code = "reason_missing"


class KeyReused(IntakeError):
    """The sender's key stands for another hand-over already; values: idempotency_key, batch_id."""

    code = "key_reused"


class RequestRefused(IntakeError):
    """A request from a program cannot be taken as it is; nothing was written.

    The sentence of `reason` is `request.<reason>`; values: reason, and what it needs.
    """

    code = "request_refused"

    def __init__(self, reason: str, **values: Any) -> None:
        self.reason = reason
        super().__init__(reason=reason, **values)


class AccessError(RaQuanError):
    """Who may do what."""

    code = "access"


class WrongCode(AccessError):
    """The operator's code does not match; values: left (tries left)."""

    code = "wrong_code"


class WrongToken(AccessError):
    """A program's token is missing or nobody's."""

    code = "wrong_token"


class TokenRevoked(AccessError):
    """The token was taken back; values: sender."""

    code = "token_revoked"


class TokenExists(AccessError):
    """The sender has a token already; values: sender."""

    code = "token_exists"


class TokenMissing(AccessError):
    """The sender has no token that could be revoked; values: sender."""

    code = "token_missing"


class TooManyAttempts(AccessError):
    """Too many wrong codes; values: minutes to wait."""

    code = "too_many_attempts"


class OfficeBusy(AccessError):
    """Another writer holds the office file for too long; nothing was written; values: seconds."""

    code = "office_busy"


class ScreenRefused(AccessError):
    """A screen's profile cannot be used; nothing was written; values: screen, key, reason."""

    code = "screen_refused"


class OrderRefused(AccessError):
    """What the remote ordered cannot be taken; nothing was written; values: key, reason."""

    code = "order_refused"


class ViewRefused(AccessError):
    """A saved view cannot be taken as it is; nothing was written; values: name, reason."""

    code = "view_refused"


class SceneUnknown(RaQuanError):
    """There is no such scene on the wall; values: scene."""

    code = "scene_unknown"


class AwardRuleError(RaQuanError):
    """The award rules are refused as a whole; values: award (its id), key, reason."""

    code = "award_rule"


class BundleRefused(RaQuanError):
    """A record's bundle cannot be read; values: reason."""

    code = "bundle_refused"


class RecordRefused(RaQuanError):
    """A record, a decision or a grant cannot be taken; values: reason. Nothing was written."""

    code = "record_refused"


class MilestoneRuleError(RaQuanError):
    """The milestone rules are refused as a whole; values: path, problems (all, in English)."""

    code = "milestone_rule"


class RankingRuleError(RaQuanError):
    """The choice of the official ranking cannot be used; values: path, problems."""

    code = "ranking_rule"


class CheckRuleError(RaQuanError):
    """The thresholds of the checks are refused as a whole; values: path, problems (English)."""

    code = "check_rule"


class DemoError(RaQuanError):
    """The simulated campaign misses a constraint; values: constraint, found."""

    code = "demo"
