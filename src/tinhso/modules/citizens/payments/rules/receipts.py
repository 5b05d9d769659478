"""Electronic receipts: how form, symbol and number are written, and the XML that is signed. Pure.

Source: one-stop.md section 6 (Nghị định 254/2026/NĐ-CP Điều 23, Thông tư 91/2026/TT-BTC Phụ lục II), read second hand:
«mẫu – chưa đối chiếu văn bản gốc». The names of the XML elements are the product's own until the tax office's schema is
at hand.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

FORMS = ("EBL01", "EBL02")  # without a printed face value, with one
LETTERS = frozenset("ABCDEGHKLMNPQRSTUVXY")
LAST_NUMBER = 99_999_999  # eight digits


def is_series(letters: str) -> bool:
    """Whether the two letters may stand in a symbol."""
    return len(letters) == 2 and set(letters) <= LETTERS


def symbol_of(day: date, letters: str) -> str:
    """26TAA: two digits of the year, T, and the two letters of the series."""
    if not is_series(letters):
        raise ValueError(f"{letters} are no letters of a series")
    return f"{day:%y}T{letters}"


def number_of(number: int) -> str:
    """Arabic digits, at most eight; short ones get noughts in front."""
    if not 0 < number <= LAST_NUMBER:
        raise ValueError(f"{number} is no number of a receipt")
    return f"{number:07d}"


def receipt_xml(fields: Sequence[tuple[str, str]]) -> str:
    """The receipt as XML in the form canonical XML 1.0 gives it, so that its bytes are what is signed."""
    rows = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in fields)
    return f"<BienLai>{rows}</BienLai>"


def _text(value: str) -> str:
    """Escaped as canonical XML does (no quotes, carriage returns by number)."""
    kept = "".join(c for c in value if (c >= " " or c in "\t\n\r") and c not in "\ufffe\uffff")
    return escape(kept, quote=False).replace("\r", "&#xD;")


def xml_fields(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """The fields of a receipt in their order (§6: mẫu, ký hiệu, số, cơ quan thu, khoản thu, tiền, ngày)."""
    names = {
        "MauSo": "form",
        "KyHieu": "symbol",
        "So": "number",
        "NgayLap": "day",
        "TenCoQuanThu": "collector",
        "MaSoThue": "tax_code",
        "NguoiNop": "payer",
        "MaHoSo": "case_number",
        "KhoanThu": "title",
        "SoTien": "amount",
        "SoTienBangChu": "words",
        "LoaiTien": "currency",
        "HinhThucThanhToan": "method",
    }
    return [(name, str(facts[key])) for name, key in names.items()]
