"""Awards: the standings each title is proposed from."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

TITLES = (
    "award_id",
    "title",
    "subject",
    "seats",
    "is_closed",
)


def titles(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The titles a campaign awards; one row per title, in the order of announcement."""
    return frame(reader, "awards/titles", campaign_code=campaign_code, as_of=as_of)


TEAM_STANDINGS = (
    "code",
    "name",
    "unit_id",
    "unit_name",
    "unit_short_name",
    "unit_short_name_en",
    "leader_code",
    "leader_name",
    "plan_vnd",
    "revenue_vnd",
    "unverified_vnd",
    "attainment",
    "per_head_multiple",
    "member_count",
    "present_count",
    "active_count",
    "active_share",
    "new_customer_count",
    "plan_reached_minute",
    "waiting_row_count",
)


def team_standings(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What each team reached; one row per team.

    Money in VND; plan_reached_minute counts from midnight before the campaign's first day.
    """
    return frame(reader, "awards/team_standings", campaign_code=campaign_code, as_of=as_of)


LEADER_STANDINGS = (
    "code",
    "name",
    "role_code",
    "role_name",
    "role_name_en",
    "unit_id",
    "unit_name",
    "unit_short_name",
    "unit_short_name_en",
    "team_code",
    "team_name",
    "first_half_vnd",
    "second_half_vnd",
    "attainment",
    "active_share",
    "reports_due",
    "reports_on_time",
    "reports_on_time_share",
    "second_half_ratio",
    "led_count",
)


def leader_standings(
    reader: Reader, *, campaign_code: str, as_of: datetime, halfway_at: datetime
) -> pd.DataFrame:
    """What each commander reached by leading; one row per team with a commander.

    halfway_at (local time) parts the campaign for second_half_ratio. Money in VND.
    """
    return frame(
        reader,
        "awards/leader_standings",
        campaign_code=campaign_code,
        as_of=as_of,
        halfway_at=halfway_at,
    )


PERSON_STANDINGS = (
    "code",
    "name",
    "role_code",
    "role_name",
    "role_name_en",
    "unit_id",
    "unit_name",
    "unit_short_name",
    "unit_short_name_en",
    "revenue_vnd",
    "unverified_vnd",
    "role_multiple",
    "role_percentile",
    "sale_count",
    "service_count",
    "new_customer_count",
    "waiting_row_count",
    "taken_out",
    "first_attempt",
    "first_attempt_share",
    "volume_to_median",
    "on_time_share",
    "complaints",
    "losses",
    "cod_on_time_share",
    "verified_activity_count",
    "referred_count",
    "panel_score",
)


def person_standings(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What each person reached: sales, deliveries, communications; one row per person.

    Missing where nothing was handed in. Money in VND.
    """
    return frame(reader, "awards/person_standings", campaign_code=campaign_code, as_of=as_of)


RECORDS = (
    "record_id",
    "cut_off",
    "made_at",
    "made_by",
    "sha256",
    "supersedes_id",
    "superseded_by_id",
    "decision_number",
    "decided_on",
    "granted_at",
    "granted_by",
)


def records(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Every award record of a campaign; one row per record, the newest first.

    superseded_by_id names the record that took its place; decision_number is missing until granted.
    """
    return frame(reader, "awards/records", campaign_code=campaign_code, as_of=as_of)


CONTENT = (
    "record_id",
    "campaign_code",
    "sha256",
    "content",
)


def content(reader: Reader, *, record_id: int) -> pd.DataFrame:
    """One record as it was made; one row, or none. content is canonical JSON."""
    return frame(reader, "awards/content", record_id=record_id)


DECISIONS = (
    "award_id",
    "subject_codes",
    "is_departure",
    "reason",
    "decided_by",
    "decided_at",
    "entered_by",
)


def decisions(reader: Reader, *, record_id: int, as_of: datetime) -> pd.DataFrame:
    """What the council decided on a record; one row per title.

    subject_codes are comma-separated, best first.
    """
    return frame(reader, "awards/decisions", record_id=record_id, as_of=as_of)


LOCKS = (
    "action",
    "done_at",
    "done_by",
    "reason",
)


def locks(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """When a campaign was locked and reopened; one row each, the newest first."""
    return frame(reader, "awards/locks", campaign_code=campaign_code, as_of=as_of)


ROWS = (
    "kind",
    "staff_code",
    "full_name",
    "happened_on",
    "happened_at",
    "what",
    "quantity",
    "good_count",
    "revenue_vnd",
    "sale_id",
    "batch_id",
    "source_row",
    "is_verified",
)


def rows(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    staff_code: str | None,
    team_code: str | None,
) -> pd.DataFrame:
    """The rows of the ledger behind a person's measures, or a team's with its reports.

    kind is sales, deliveries, activities or hourly_reports. Money in VND, local time.
    """
    return frame(
        reader,
        "awards/rows",
        campaign_code=campaign_code,
        as_of=as_of,
        staff_code=staff_code,
        team_code=team_code,
    )
