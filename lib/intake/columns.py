"""The columns of a table of sales: their place in the template and the names they go by.

`reading` looks for them in whatever a unit sends, `checking` fills them; their order is the
order of every sheet handed out, so that a sheet can be filled in, corrected and handed in
again.
"""

from dataclasses import dataclass

from lib.i18n.catalog import text

MONEY = "#,##0"


@dataclass(frozen=True)
class ColumnSpec:
    """One column: `names` are what a header may say, folded, without unit, the surest first."""

    key: str
    header: str
    names: tuple[str, ...]
    required: bool = False
    width: int = 14
    number_format: str = "@"

    @property
    def meaning(self) -> str:
        """What to write in the column, in the reader's language."""
        return text(f"column_meaning.{self.key}")


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(","))


COLUMNS = (
    ColumnSpec(
        "sold_on",
        "Ngày",
        _names(
            "ngay, ngay ban, ngay giao dich, ngay gd, ngay phat sinh, ngay ban hang, ngay thang, "
            "ngay thang nam, ngay thuc hien, ngay chung tu, ngay ct, thoi gian ngay, date"
        ),
        False,
        12,
        "dd/mm/yyyy",
    ),
    ColumnSpec(
        "sold_at",
        "Giờ",
        _names(
            "gio, gio ban, thoi gian, thoi gian ban, gio giao dich, gio gd, gio phat sinh, "
            "thoi diem, thoi diem ban, thoi gian giao dich, thoi gian gd, thoi gian phat sinh, "
            "ngay gio, ngay gio ban, ngay gio giao dich, gio ban hang, thoi gian gio, time"
        ),
        False,
        8,
        "hh:mm",
    ),
    ColumnSpec(
        "unit",
        "Đơn vị",
        _names(
            "don vi, ten don vi, don vi ban, don vi ban hang, don vi thuc hien, "
            "don vi truc thuoc, don vi phat sinh, buu dien, buu dien huyen, buu cuc, ten buu cuc, "
            "buu dien buu cuc, don vi buu cuc, diem ban, diem ban hang, noi ban, dia ban, unit"
        ),
        True,
        26,
    ),
    ColumnSpec(
        "staff_code",
        "Mã nhân viên",
        _names(
            "ma nhan vien, ma nv, ma so nhan vien, ma so nv, msnv, mnv, manv, ma nvbh, "
            "ma nhan vien ban hang, ma nguoi ban, ma gdv, ma giao dich vien, ma cbcnv, ma nld, "
            "ma buu ta, staff code"
        ),
    ),
    ColumnSpec(
        "staff_name",
        "Họ tên",
        _names(
            "ho ten, ho va ten, ten nhan vien, ho ten nhan vien, ho va ten nhan vien, ho ten nv, "
            "ho va ten nv, ten nv, nhan vien, nhan vien ban hang, nhan vien ban, nhan vien "
            "thuc hien, nguoi ban, nguoi ban hang, ten nguoi ban, ho ten nguoi ban, nguoi "
            "thuc hien, nvbh, giao dich vien, gdv, cbcnv, ho ten cbcnv, chien si, chien binh, "
            "staff name"
        ),
        False,
        24,
    ),
    ColumnSpec(
        "service",
        "Dịch vụ",
        _names(
            "dich vu, ten dich vu, loai dich vu, ma dich vu, nhom dich vu, ten dv, loai dv, "
            "ma dv, dv, loai hinh dich vu, san pham dich vu, service"
        ),
        True,
        30,
    ),
    ColumnSpec(
        "product",
        "Sản phẩm",
        _names(
            "san pham, ten san pham, mat hang, ten mat hang, hang hoa, ten hang hoa, ten hang, "
            "loai san pham, san pham hang hoa, ten sp, sp, ma san pham, ma sp, ma hang, "
            "ten san pham hang hoa, chi tiet san pham, product"
        ),
        False,
        24,
    ),
    ColumnSpec(
        "quantity",
        "Số lượng",
        _names(
            "so luong, sl, san luong, so luong ban, sl ban, so luong thuc hien, so luong th, "
            "so luong san pham, so luong sp, san luong thuc hien, quantity"
        ),
        True,
        10,
        MONEY,
    ),
    ColumnSpec(
        "revenue",
        "Doanh thu (đồng)",
        _names(
            "doanh thu, doanh thu phat sinh, doanh thu thuc hien, doanh thu ban hang, "
            "doanh thu chua vat, doanh thu truoc thue, doanh thu ban, doanh thu th, dt, "
            "dt phat sinh, dt thuc hien, thuc hien, thanh tien, "
            "thuc hien doanh thu, so tien, tien ban, tien hang, tong tien, gia tri, th, revenue"
        ),
        True,
        18,
        MONEY,
    ),
    ColumnSpec(
        "collected",
        "Số tiền thu hộ (đồng)",
        _names("so tien thu ho, tien thu ho, phi bao hiem, so tien thu ho chi ho"),
        False,
        20,
        MONEY,
    ),
    ColumnSpec(
        "customer_code",
        "Mã khách hàng",
        _names(
            "ma khach hang, ma kh, ma so khach hang, makh, khach hang, ten khach hang, "
            "ten kh, ho ten khach hang, customer"
        ),
        False,
        16,
    ),
    ColumnSpec(
        "is_new_customer",
        "Khách hàng mới",
        _names(
            "khach hang moi, kh moi, khach moi, la khach hang moi, la kh moi, khach hang moi cu, "
            "kh moi cu, loai khach hang, loai kh, khach hang moi co khong, kh moi x, "
            "khach hang moi x, new customer"
        ),
        False,
        12,
    ),
    ColumnSpec(
        "receipt_no",
        "Số phiếu",
        _names(
            "so phieu, so chung tu, so ct, ma phieu, so hoa don, so hd, so bien lai, "
            "so bien nhan, ma giao dich, ma gd, so giao dich, so gd, so phieu ban, so phieu thu, "
            "so phieu ban hang, ma don hang, ma don, so don hang, ma chung tu, receipt"
        ),
    ),
    ColumnSpec(
        "note", "Ghi chú", _names("ghi chu, dien giai, chu thich, noi dung, note"), False, 30
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = tuple(column for column in COLUMNS if column.required)
MONEY_KEYS = ("revenue", "collected")
MOMENT_KEYS = ("sold_on", "sold_at")
MEASURES = ("quantity", "revenue", "collected")
"""Columns with figures: never filled from a merged cell, never taken from a plan."""

NUMBERING = frozenset(("stt", "tt", "so tt", "so thu tu", "no"))
"""What the column of row numbers is called; it says that a row is a header, and no more."""
