"""One record as a ceremony reads it: five titles, two collectives and seven people."""

from datetime import date, datetime

from lib.awards.honours import Criterion, Honours, Nominee, Result, Title

PEOPLE = ("Bình", "Ánh", "Dung", "Đạt", "Giang", "Hà", "Khánh", "Linh", "Mai", "Ý")


def nominee(number: int, *, place: int, measure: str, value: str, points: str) -> Nominee:
    """A made-up person."""
    return Nominee(
        code=f"MP{number:04d}",
        name=f"Nguyễn Mẫu {PEOPLE[number % 10]}",
        role_name="Bưu tá",
        role_name_en="Postmen",
        unit_id="tien_yen",
        unit_name="Bưu điện huyện Tiên Yên",
        unit_short_name="Tiên Yên",
        unit_short_name_en="Tien Yen",
        place=place,
        points=points,
        results=(Result(measure, value, points),),
    )


def team(number: int, *, place: int, points: str) -> Nominee:
    """A made-up team."""
    return Nominee(
        code=f"cam_pha-{number:02d}",
        name=f"Nhóm Mẫu Cẩm Phả {number}",
        role_name="",
        role_name_en="",
        unit_id="cam_pha",
        unit_name="Bưu điện thành phố Cẩm Phả",
        unit_short_name="Cẩm Phả",
        unit_short_name_en="Cam Pha",
        place=place,
        points=points,
        results=(Result("attainment", "1.312", "78.7"), Result("per_head_multiple", "1.1", "44.0")),
        leader_name="Trần Mẫu Sơn",
    )


def honours(*, decision_number: str | None = "12/QĐ-MP") -> Honours:
    """Granted with a decision number, a draft without."""
    people = {
        award: tuple(
            nominee(
                10 * turn + at, place=at + 1, measure=measure, value=value, points=f"{98 - at}.0"
            )
            for at in range(6)
        )
        for turn, (award, measure, value) in enumerate(
            (
                ("team_leader", "active_share", "0.95"),
                ("salesperson", "role_multiple", "4.4"),
                ("communicator", "referred_count", "12"),
                ("deliverer", "first_attempt_share", "0.981"),
            ),
            start=1,
        )
    }
    teams = tuple(team(number, place=number, points=f"{130 - number}.0") for number in range(1, 7))
    names = {
        "team_sales": ("Nhóm bán hàng xuất sắc", "team", 2),
        "team_leader": ("Chỉ huy nhóm giỏi", "leader", 2),
        "salesperson": ("Chiến sĩ kinh doanh giỏi", "person", 2),
        "communicator": ("Chiến sĩ truyền thông giỏi", "person", 1),
        "deliverer": ("Chiến sĩ phát giỏi", "person", 2),
    }
    titles = []
    for award, (title, subject, seats) in names.items():
        ranked = teams if subject == "team" else people[award]
        titles.append(
            Title(
                award_id=award,
                title=title,
                subject=subject,
                seats=seats,
                criteria=tuple(Criterion(one.measure, "50") for one in ranked[0].results),
                nominees=ranked,
                winners=ranked[:seats],
                participant_count=612,
            )
        )
    return Honours(
        record_id=1,
        sha256="5f" * 32,
        campaign_code="ngay-thu-7",
        campaign_name="Ngày thứ 7 – Chiến thắng",
        campaign_name_en="Saturday – Victory",
        starts_on=date(2024, 9, 21),
        ends_on=date(2024, 9, 21),
        is_date_assumed=True,
        is_simulated=True,
        cut_off=datetime(2024, 9, 21, 18, 30),
        revenue_vnd=1_187_350_000,
        plan_vnd=1_250_000_000,
        units_reached=4,
        unit_count=13,
        titles=tuple(titles),
        decision_number=decision_number,
        decided_on=date(2024, 9, 23) if decision_number else None,
        granted_at=datetime(2024, 9, 23, 9, 0) if decision_number else None,
    )
