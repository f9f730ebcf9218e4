"""What a rehearsal is played with: five titles and winners that nobody can take for real."""

from datetime import date, datetime

from lib.awards.honours import Criterion, Honours, Nominee, Result, Title

RECORD_ID = 0
"""No record of the ledger has it."""

TITLES = (
    ("team_sales", "Nhóm bán hàng xuất sắc", "team", 2, ("attainment", "per_head_multiple")),
    ("team_leader", "Chỉ huy nhóm giỏi", "leader", 2, ("active_share", "reports_on_time_share")),
    ("salesperson", "Chiến sĩ kinh doanh giỏi", "person", 2, ("role_percentile", "sale_count")),
    ("communicator", "Chiến sĩ truyền thông giỏi", "person", 1, ("referred_count",)),
    ("deliverer", "Chiến sĩ phát giỏi", "person", 2, ("first_attempt_share",)),
)
"""Award, title, subject, seats, measures: as many of each as the campaign's own rules give."""
NOMINEES = 6
PEOPLE = 612
VALUES = {
    "attainment": "1.111",
    "per_head_multiple": "1.11",
    "active_share": "0.999",
    "reports_on_time_share": "0.999",
    "role_percentile": "0.99",
    "sale_count": "11",
    "referred_count": "11",
    "first_attempt_share": "0.999",
}


def honours(
    *, campaign_code: str, name: str, name_en: str, starts_on: date, ends_on: date
) -> Honours:
    """A record of a campaign in which every name, figure and number is made up."""
    return Honours(
        record_id=RECORD_ID,
        sha256="0" * 64,
        campaign_code=campaign_code,
        campaign_name=name,
        campaign_name_en=name_en,
        starts_on=starts_on,
        ends_on=ends_on,
        is_date_assumed=False,
        is_simulated=True,
        cut_off=datetime(ends_on.year, ends_on.month, ends_on.day, 18, 0),
        revenue_vnd=1_111_100_000,
        plan_vnd=1_111_100_000,
        units_reached=11,
        unit_count=13,
        titles=tuple(_title(number, *one) for number, one in enumerate(TITLES)),
        decision_number="00/TỔNG DUYỆT",
        decided_on=ends_on,
    )


def _title(
    number: int, award_id: str, title: str, subject: str, seats: int, measures: tuple[str, ...]
) -> Title:
    first = NOMINEES * number + 1
    nominees = tuple(_nominee(first + at, at, subject, measures) for at in range(NOMINEES))
    weight = str(100 // len(measures))
    return Title(
        award_id=award_id,
        title=title,
        subject=subject,
        seats=seats,
        criteria=tuple(Criterion(one, weight) for one in measures),
        nominees=nominees,
        # not the first of the list: a rehearsal shows that order tells nothing
        winners=tuple(nominees[at] for at in (3, 1, 4)[:seats]),
        participant_count=PEOPLE,
    )


def _nominee(number: int, at: int, subject: str, measures: tuple[str, ...]) -> Nominee:
    is_team = subject == "team"
    unit = "ABCDEF"[at]
    return Nominee(
        code=f"MAU-{number:02d}",
        name=f"Nhóm Mẫu {number}" if is_team else f"Người Mẫu {number}",
        role_name="" if is_team else "Vai Mẫu",
        role_name_en="" if is_team else "Made-up role",
        unit_id=f"mau_{unit.lower()}",
        unit_name=f"Đơn vị Mẫu {unit}",
        unit_short_name=f"Đơn vị Mẫu {unit}",
        unit_short_name_en=f"Made-up unit {unit}",
        place=None,
        points=f"{11 * (number % 9 + 1)}.0",
        results=tuple(Result(one, VALUES[one]) for one in measures),
    )
