"""What was read from a row as the columns of its table, and what of it may be reported once."""

from collections.abc import Mapping
from typing import Any

from lib.intake.evidence.fields import Kind
from lib.intake.evidence.rows import Key


def values_of(kind: Kind, found: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column of the kind's table; money in VND, local times, None for missing."""
    get = found.get
    if kind == "deliveries":
        return {
            "unit_id": found["unit_id"],
            "staff_code": found["staff_code"],
            "delivered_on": found["day"],
            "taken_out": found["taken_out"],
            "first_attempt": found["first_attempt"],
            "on_time": get("on_time"),
            "complaints": get("complaints") or 0,
            "losses": get("losses") or 0,
            "cod_due_vnd": get("cod_due"),
            "cod_on_time_vnd": get("cod_on_time"),
            "note": get("note"),
        }
    if kind == "activities":
        return {
            "unit_id": found["unit_id"],
            "staff_code": found["staff_code"],
            "done_on": found["day"],
            "done_at": get("clock"),
            "channel": found["channel"],
            "link": get("link"),
            "verified_by": get("verified_by"),
            "referred_customers": get("referred_customers") or 0,
            "referred_orders": get("referred_orders") or 0,
            "panel_score": get("panel_score"),
            "note": get("note"),
        }
    if kind == "attendance":
        return {
            "staff_code": found["staff_code"],
            "attended_at": found["attended_at"],
            "attendance_mode": found["mode"],
        }
    return {
        "team_code": found["team_code"],
        "due_at": found["due_at"],
        "reported_at": found["reported_at"],
    }


def key_of(kind: Kind, values: Mapping[str, Any]) -> Key | None:
    """Person and day, person, team and hour; for an activity person and link, where it has one."""
    if kind == "deliveries":
        return values["staff_code"], values["delivered_on"]
    if kind == "attendance":
        return (values["staff_code"],)
    if kind == "hourly_reports":
        return values["team_code"], values["due_at"]
    return (values["staff_code"], values["link"]) if values["link"] else None
