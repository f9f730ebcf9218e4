"""The four tables of evidence: their columns, and the names those go by in what people send.

Names are folded; the first is the surest.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lib.intake.evidence.fields import Cells, Field, Layout


def _field(
    key: str, header: str, cells: Cells, names: str, *, required: bool = False, width: int = 14
) -> Field:
    listed = tuple(name.strip() for name in names.split(","))
    return Field(key, header, cells, listed, required, width)


DAY = _field(
    "day",
    "Ngày",
    "day",
    "ngay, ngay phat, ngay thuc hien, ngay thang, date",
    width=12,
)
UNIT = _field(
    "unit",
    "Đơn vị",
    "unit",
    "don vi, ten don vi, buu dien, buu cuc, ten buu cuc, don vi buu cuc, unit",
    width=26,
)
STAFF = _field(
    "staff_code",
    "Mã nhân viên",
    "staff",
    "ma nhan vien, ma nv, ma so nhan vien, ma so nv, msnv, mnv, manv, ma buu ta, "
    "ma cbcnv, ma nguoi phat, ma nguoi thuc hien, staff code",
    required=True,
)
NAME = _field(
    "staff_name",
    "Họ tên",
    "name",
    "ho ten, ho va ten, ten nhan vien, ho ten nhan vien, ho va ten nhan vien, "
    "nhan vien, buu ta, ten buu ta, nguoi phat, nguoi thuc hien, staff name",
    width=24,
)
NOTE = _field(
    "note",
    "Ghi chú",
    "text",
    "ghi chu, dien giai, noi dung, note",
    width=30,
)

DELIVERIES = Layout(
    "deliveries",
    "deliveries",
    (
        DAY,
        UNIT,
        STAFF,
        NAME,
        _field(
            "taken_out",
            "Giao đi phát",
            "count",
            "giao di phat, so giao di phat, giao phat, nhan di phat, so buu gui giao di "
            "phat, bg giao di phat, taken out",
            required=True,
        ),
        _field(
            "first_attempt",
            "Phát thành công lần đầu",
            "count",
            "phat thanh cong lan dau, thanh cong lan dau, ptc lan dau, phat tc lan dau, "
            "phat thanh cong lan 1, ptc lan 1, first attempt",
            required=True,
            width=18,
        ),
        _field(
            "on_time",
            "Phát đúng thời hạn",
            "count",
            "phat dung thoi han, dung thoi han, phat dung han, dung han, dung chi tieu "
            "thoi gian, on time",
        ),
        _field(
            "complaints",
            "Khiếu nại",
            "count",
            "khieu nai, so khieu nai, khieu nai dung, khieu nai co co so, complaints",
        ),
        _field(
            "losses",
            "Mất, hỏng",
            "count",
            "mat hong, so mat hong, mat mat hu hong, mat mat hong, losses",
        ),
        _field(
            "cod_due",
            "COD phải nộp (đồng)",
            "money",
            "cod phai nop, tien cod phai nop, cod phai thu, tien cod, cod, cod due",
            width=18,
        ),
        _field(
            "cod_on_time",
            "COD nộp trong ngày (đồng)",
            "money",
            "cod nop trong ngay, tien cod nop trong ngay, cod da nop, tien cod da nop, "
            "cod nop dung han, cod on time",
            width=18,
        ),
        NOTE,
    ),
    wholes=(
        ("first_attempt", "taken_out"),
        ("on_time", "taken_out"),
        ("losses", "taken_out"),
        ("cod_on_time", "cod_due"),
    ),
)

ACTIVITIES = Layout(
    "activities",
    "activities",
    (
        DAY,
        _field(
            "clock",
            "Giờ",
            "clock",
            "gio, thoi gian, thoi diem, gio dang, time",
            width=8,
        ),
        UNIT,
        STAFF,
        NAME,
        _field(
            "channel",
            "Kênh",
            "channel",
            "kenh, kenh truyen thong, hinh thuc, hinh thuc truyen thong, loai hoat dong, "
            "hoat dong, channel",
            required=True,
        ),
        _field(
            "link",
            "Đường dẫn",
            "link",
            "duong dan, lien ket, link, link bai, link bai dang, url, duong link",
            width=34,
        ),
        _field(
            "verified_by",
            "Người xác nhận",
            "text",
            "nguoi xac nhan, xac nhan, xac nhan boi, nguoi kiem tra, nguoi kiem chung, verified by",
            width=24,
        ),
        _field(
            "referred_customers",
            "Khách giới thiệu",
            "count",
            "khach gioi thieu, so khach gioi thieu, khach hang gioi thieu, so khach, "
            "khach hang, khach den, referred customers",
        ),
        _field(
            "referred_orders",
            "Đơn giới thiệu",
            "count",
            "don gioi thieu, so don gioi thieu, don hang gioi thieu, so don, don hang, "
            "referred orders",
        ),
        _field(
            "panel_score",
            "Điểm hội đồng",
            "score",
            "diem hoi dong, diem, diem cham, diem danh gia, panel score",
        ),
        NOTE,
    ),
)

ATTENDANCE = Layout(
    "attendance",
    "attendance_reports",
    (
        DAY,
        STAFF,
        NAME,
        _field(
            "attended_at",
            "Giờ có mặt",
            "clock",
            "gio co mat, gio diem danh, thoi gian diem danh, thoi diem diem danh, co mat "
            "luc, gio, thoi gian, thoi gian co mat, time",
            required=True,
        ),
        _field(
            "mode",
            "Hình thức",
            "mode",
            "hinh thuc, hinh thuc tham gia, hinh thuc du, cach tham gia, mode",
            required=True,
        ),
    ),
)

HOURLY_REPORTS = Layout(
    "hourly_reports",
    "hourly_reports",
    (
        DAY,
        _field(
            "team",
            "Nhóm",
            "team",
            "nhom, ma nhom, ten nhom, nhom ban hang, doi, to, team",
            width=26,
        ),
        _field(
            "leader_code",
            "Mã chỉ huy",
            "text",
            "ma chi huy, ma chi huy nhom, chi huy, chi huy nhom, ma nhom truong, nhom "
            "truong, ma nhan vien, ma nv, leader code",
        ),
        _field(
            "due_at",
            "Mốc giờ",
            "hour",
            "moc gio, gio bao cao, bao cao gio, khung gio, moc bao cao, moc, gio, due at",
            required=True,
        ),
        _field(
            "reported_at",
            "Gửi lúc",
            "clock",
            "gui luc, gio gui, thoi gian gui, thoi diem gui, bao cao luc, nhan luc, reported at",
            required=True,
        ),
    ),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {one.kind: one for one in (DELIVERIES, ACTIVITIES, ATTENDANCE, HOURLY_REPORTS)}
)
"""By kind, in the order in which the page offers them."""
