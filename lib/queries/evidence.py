"""Evidence: what the awards are decided on besides sales, and who handed it in.

kind is deliveries, activities, attendance or hourly_reports. Times are local.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

ROSTER = (
    "staff_code",
    "full_name",
    "role_code",
    "unit_id",
    "competing_unit_id",
    "valid_from",
    "valid_to",
)


def roster(reader: Reader, *, campaign_code: str) -> pd.DataFrame:
    """Who belongs to a campaign; one row per person and period [valid_from, valid_to)."""
    return frame(reader, "evidence/roster", campaign_code=campaign_code)


TEAMS = (
    "team_code",
    "name",
    "unit_id",
    "leader_code",
    "leader_name",
)


def teams(reader: Reader, *, campaign_code: str) -> pd.DataFrame:
    """The teams of a campaign; one row per team. leader_name is missing for an unknown code."""
    return frame(reader, "evidence/teams", campaign_code=campaign_code)


REPORT_HOURS = ("due_at",)


def report_hours(reader: Reader, *, campaign_code: str) -> pd.DataFrame:
    """When hourly reports are due; one row per local time, oldest first."""
    return frame(reader, "evidence/report_hours", campaign_code=campaign_code)


DELIVERIES = (
    "batch_id",
    "sheet",
    "source_row",
    "staff_code",
    "full_name",
    "unit_id",
    "unit_short_name",
    "unit_short_name_en",
    "delivered_on",
    "taken_out",
    "first_attempt",
    "on_time",
    "complaints",
    "losses",
    "cod_due_vnd",
    "cod_on_time_vnd",
    "note",
    "sender",
    "recorded_at",
    "is_simulated",
)


def deliveries(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Deliveries that count; one row per row handed in, by day and person. Money in VND."""
    return frame(reader, "evidence/deliveries", campaign_code=campaign_code, as_of=as_of)


ACTIVITIES = (
    "batch_id",
    "sheet",
    "source_row",
    "staff_code",
    "full_name",
    "unit_id",
    "unit_short_name",
    "unit_short_name_en",
    "done_on",
    "done_at",
    "channel",
    "link",
    "verified_by",
    "referred_customers",
    "referred_orders",
    "panel_score",
    "note",
    "sender",
    "recorded_at",
    "is_simulated",
)


def activities(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Communications work that counts; one row per row handed in, by day and person.

    verified_by is missing for what the awards leave out; panel_score is 0 to 100.
    """
    return frame(reader, "evidence/activities", campaign_code=campaign_code, as_of=as_of)


ATTENDANCE = (
    "batch_id",
    "sheet",
    "source_row",
    "staff_code",
    "full_name",
    "attended_at",
    "attendance_mode",
    "sender",
    "recorded_at",
)


def attendance(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Who has attended; one row per row, by person. batch_id is missing for the set-up's rows."""
    return frame(reader, "evidence/attendance", campaign_code=campaign_code, as_of=as_of)


HOURLY_REPORTS = (
    "batch_id",
    "sheet",
    "source_row",
    "team_code",
    "team_name",
    "leader_code",
    "leader_name",
    "due_at",
    "reported_at",
    "is_on_time",
    "sender",
    "recorded_at",
    "is_simulated",
)


def hourly_reports(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Hourly reports that count; one row per row handed in, by hour and team."""
    return frame(reader, "evidence/hourly_reports", campaign_code=campaign_code, as_of=as_of)


BATCHES = (
    "batch_id",
    "source",
    "file_name",
    "file_sha256",
    "sender",
    "recorded_at",
    "row_count",
    "accepted_count",
    "rejected_count",
    "is_voided",
    "voided_at",
    "voided_by",
    "is_simulated",
)


def batches(
    reader: Reader, *, campaign_code: str, kind: str, as_of: datetime, limit_count: int
) -> pd.DataFrame:
    """The latest hand-overs of a kind; one row per batch, the newest first."""
    return frame(
        reader,
        "evidence/batches",
        campaign_code=campaign_code,
        kind=kind,
        as_of=as_of,
        limit_count=limit_count,
    )


STANDING_BATCHES = (
    "batch_id",
    "recorded_at",
    "sender",
    "file_name",
    "campaign_code",
    "accepted_count",
    "rejected_count",
)


def standing_batches(
    reader: Reader, *, kind: str, file_sha256: str, as_of: datetime
) -> pd.DataFrame:
    """Hand-overs of these bytes that are not undone, for any campaign; one row per batch."""
    return frame(
        reader, "evidence/standing_batches", kind=kind, file_sha256=file_sha256, as_of=as_of
    )
