"""Check rows of evidence against the campaign, its roster and its teams; nothing is written.

    checked = check(reader, file, campaign_code="day", as_of=now)

All problems of a row are collected. A row that a person must decide about is set aside: awards
are decided on facts, so a code that fits no name is not guessed.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from lib.i18n.folding import fold
from lib.intake.evidence import cells, duplicates
from lib.intake.evidence.fields import Layout
from lib.intake.evidence.people import Known, Member, Team, known
from lib.intake.evidence.problems import by_weight, problem
from lib.intake.evidence.reading import ReadEvidence
from lib.intake.evidence.rows import CheckedEvidence, EvidenceRow
from lib.intake.evidence.tables import ReadRow
from lib.intake.evidence.values import key_of, values_of
from lib.intake.grids import shown
from lib.intake.parsing import in_words
from lib.intake.problems import Problem
from lib.intake.references import References
from lib.queries.frames import Reader

EARLY = timedelta(minutes=60)
"""A report comes after the hour it speaks of began, and that is this long."""


def check(
    reader: Reader,
    file: ReadEvidence,
    *,
    campaign_code: str,
    as_of: datetime,
    lookups: References | None = None,
) -> CheckedEvidence:
    """Check every row; raises FileRefused(unknown_campaign)."""
    people = known(reader, campaign_code=campaign_code, as_of=as_of, lookups=lookups)
    checked = CheckedEvidence(
        layout=file.layout,
        file_name=file.file_name,
        sha256=file.sha256,
        size=file.size,
        campaign_code=campaign_code,
        rows=tuple(_Row(file.layout, row, people, as_of).checked() for row in file.rows),
        skipped_totals=file.skipped_totals,
        content=file.content,
    )
    return duplicates.mark(checked, reader, as_of=as_of)


class _Row:
    """One row while it is checked."""

    def __init__(self, layout: Layout, row: ReadRow, people: Known, as_of: datetime) -> None:
        self.layout, self.row, self.people, self.as_of = layout, row, people, as_of
        self.texts = {key: shown(cell) for key, cell in row.cells.items()}
        self.texts |= {
            key: in_words(row.cells.get(key, ""), self.texts.get(key, ""), multiplier)
            for key, multiplier in row.multipliers.items()
            if multiplier != 1
        }
        if row.title_day and not self.texts.get("day"):
            self.texts["day"] = f"{row.title_day:%d/%m/%Y}"
        self.problems: list[Problem] = []
        self.found: dict[str, Any] = {}
        self.faulty = {key for _, key in row.flaws if key}

    def checked(self) -> EvidenceRow:
        """The row with everything that is wrong with it."""
        for code, key in self.row.flaws:
            self._wrong(code, key)
        for one in self.layout.fields:
            self._read(one.key)
        day = self._day()
        if self.layout.kind == "hourly_reports":
            team = self._team()
            self._hours(day)
            self.found |= {"team_code": team.code if team else None}
        else:
            member = self._member(day)
            self.found |= {"unit_id": self._unit(member, day)}
        self._moment(day)
        self._wholes()
        if self.layout.kind == "activities" and not self.found.get("verified_by"):
            self._wrong("not_verified", "verified_by")
        problems = by_weight(self.problems)
        is_rejected = any(one.level == "error" for one in problems)
        values = None if is_rejected else values_of(self.layout.kind, self.found)
        return EvidenceRow(
            self.row.sheet,
            self.row.number,
            self.row.written,
            self.texts,
            values,
            None if values is None else key_of(self.layout.kind, values),
            problems,
        )

    def _wrong(self, code: str, key: str | None, **values: Any) -> None:
        written = self.texts.get(key, "") if key else ""
        values = {"value": written, **values}
        self.problems.append(problem(code, self.row.number, column=key, **values))

    def _read(self, key: str) -> None:
        """Read one cell; a required one must say something."""
        one, cell = self.layout.field(key), self.row.cells.get(key, "")
        if key in self.faulty:
            return
        if cells.is_blank(cell):
            if one.required:
                self._wrong("missing_required", key)
            return
        read = cells.read(cell, one.cells, multiplier=self.row.multipliers.get(key, 1))
        if read.problem:
            self._wrong(read.problem, key)
        else:
            self.found[key] = read.value

    def _day(self) -> date | None:
        """The day of the row: its own, that above the table, or the campaign's only one."""
        campaign = self.people.campaign
        is_said = "day" in self.faulty or not cells.is_blank(self.row.cells.get("day", ""))
        day: date | None = self.found.get("day")
        if day is None and not is_said:
            day = self.row.title_day or campaign.single_day
            if day is None:
                self._wrong("missing_required", "day")
        if day is None:
            return None
        said = f"{day:%d/%m/%Y}"
        if not campaign.starts_on <= day <= campaign.ends_on:
            first, last = campaign.starts_on, campaign.ends_on
            self._wrong("date_outside_campaign", "day", value=said, first=first, last=last)
            return None
        if day > self.as_of.date():
            self._wrong("in_future", "day", value=said)
        self.found["day"] = day
        return day

    def _member(self, day: date | None) -> Member | None:
        """Whose row it is; the name, when there is one, must be theirs."""
        code = self.found.get("staff_code")
        if code is None:
            return None
        member = self.people.member(code, day or self.people.campaign.starts_on)
        if member is None:
            self._wrong("staff_not_in_roster", "staff_code")
            return None
        self.found["staff_code"] = member.code
        name = self.found.get("staff_name")
        if name is not None and fold(name) != fold(member.full_name):
            self._wrong("staff_name_mismatch", "staff_name", expected=member.full_name)
        return member

    def _unit(self, member: Member | None, day: date | None) -> str | None:
        """The unit that is written, which must be the person's; without one, theirs."""
        own = member.unit_id if member else None
        written = self.found.get("unit")
        if written is None:
            return own
        book = self.people.units
        found = book.find(written, day or self.people.campaign.starts_on)
        if found.unit_id is None:
            code = found.problem or "unknown_unit"
            code = "unit_gone" if code == "unit_not_valid_at_date" else code
            hint = {"suggestion": found.suggestion} if found.suggestion else {}
            self._wrong(code, "unit", **hint)
            return own
        competing = book.units[found.unit_id].competing_id
        if competing is None:
            self._wrong("unit_not_in_campaign", "unit")
        elif member is not None and competing != member.competing_unit_id:
            theirs = book.units[member.competing_unit_id].name
            self._wrong("staff_of_another_unit", "unit", person=member.code, expected=theirs)
        return found.unit_id

    def _team(self) -> Team | None:
        """The team by code or name, by its commander, or by both when they agree."""
        written, leader = self.found.get("team"), self.found.get("leader_code")
        if written is None and leader is None:
            if not {"team", "leader_code"} & self.faulty:
                self._wrong("missing_required", "team")
            return None
        named = self.people.teams_named(written) if written else None
        led = self.people.teams_led_by(leader) if leader else None
        if named is not None and len(named) != 1:
            self._wrong("unknown_team", "team")
            return None
        if led is not None and not led:
            self._wrong("unknown_team", "leader_code")
            return None
        if led is not None and named is None and len(led) != 1:
            self._wrong("unknown_team", "leader_code")
            return None
        if named and led is not None and named[0] not in led:
            self._wrong("team_conflict", "leader_code", team=named[0].name)
            return None
        return next(iter(named or led or ()), None)

    def _hours(self, day: date | None) -> None:
        """When the report was due and when it came."""
        due, came = self.found.get("due_at"), self.found.get("reported_at")
        if day is None or due is None:
            return
        due_at = datetime.combine(day, due)
        hours = [one for one in self.people.report_hours if one.date() == day]
        if due_at not in hours:
            listed = ", ".join(f"{one:%H:%M}" for one in hours) or "–"
            self._wrong("not_a_report_hour", "due_at", hours=listed)
            return
        self.found["due_at"] = due_at
        if came is None:
            return
        reported_at = datetime.combine(day, came)
        if reported_at <= due_at - EARLY:
            self._wrong("reported_too_early", "reported_at", due=f"{due_at:%H:%M}")
        elif reported_at > self.as_of:
            self._wrong("in_future", "reported_at")
        self.found["reported_at"] = reported_at

    def _moment(self, day: date | None) -> None:
        """Put day and time of day together."""
        for key in ("clock", "attended_at"):
            clock = self.found.get(key)
            if day is None or not isinstance(clock, time):
                continue
            self.found[key] = datetime.combine(day, clock)
            if self.found[key] > self.as_of and day == self.as_of.date():
                self._wrong("in_future", key)

    def _wholes(self) -> None:
        """No part is more than its whole; what is left of a whole must be known."""
        for part, whole in self.layout.wholes:
            if self.found.get(part) is None:
                continue
            is_left_out = cells.is_blank(self.row.cells.get(whole, "")) and whole not in self.faulty
            if is_left_out and not self.layout.field(whole).required:
                self._wrong("missing_required", whole)
            elif self.found.get(whole) is not None and self.found[part] > self.found[whole]:
                name = self.layout.field(whole).label
                self._wrong("part_exceeds_whole", part, whole=name, most=self.texts[whole])
