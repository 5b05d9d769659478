"""How times and charges of a definition are said to people."""

from decimal import Decimal

from tinhso.base.messages import gettext_noop
from tinhso.base.money import dong
from tinhso.kernel.cases.rules.definition import Body, ChargeNeed, PaperNeed, Variant

LEVEL_NAMES = {
    "ministry": gettext_noop("Cấp bộ"),
    "province": gettext_noop("Cấp tỉnh"),
    "commune": gettext_noop("Cấp xã"),
    "other": gettext_noop("Cơ quan khác"),
}
UNITS = {"working_hour": "giờ làm việc", "working_day": "ngày làm việc", "day": "ngày", "month": "tháng"}


def allotted_text(variant: Variant) -> str:
    """12 ngày làm việc; or, for what is done the same day, when that is."""
    if variant.unit == "same_day":
        return "Trong ngày làm việc; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo"
    return amount_text(variant.amount, variant.unit)


CHANNELS = {1: "nộp trực tiếp", 2: "nộp trực tuyến", 3: "nộp qua bưu chính công ích"}


def charge_text(charge: ChargeNeed, body: Body | None = None) -> str:
    """2.000 đồng/trang, từ trang thứ 3 là 1.000 đồng/trang, tối đa 200.000 đồng/bản (nộp trực tiếp)."""
    text = _price_text(charge)
    if charge.channels:
        text += f" ({', '.join(CHANNELS[channel] for channel in charge.channels)})"
    if charge.pay == "before":
        text += ", thu trước khi giải quyết"
    if charge.relief:
        text += f". Miễn, giảm: {charge.relief}"
    if charge.variants and body is not None:
        text += f" – {', '.join(body.variant(code).title for code in charge.variants)}"
    return text


def copies_text(paper: PaperNeed) -> str:
    """1 bản chính, 2 bản sao; empty where the procedure does not say."""
    counts = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _price_text(charge: ChargeNeed) -> str:
    if charge.per != "page":
        return f"{dong(charge.unit_price)}/{'hồ sơ' if charge.per == 'dossier' else 'bản'}"
    parts = [f"{dong(charge.unit_price)}/trang"]
    if charge.first_pages is not None:
        parts.append(f"từ trang thứ {charge.first_pages + 1} là {dong(charge.later_price)}/trang")
    if charge.cap is not None:
        parts.append(f"tối đa {dong(charge.cap)}/bản")
    return ", ".join(parts)


def nth_title(title: str, order: int) -> str:
    """The first has the plain title, later ones say which they are."""
    return title if order == 1 else f"{title} (lần {order})"


def amount_text(amount: Decimal, unit: str) -> str:
    """5 ngày làm việc; 2,5 giờ làm việc."""
    return f"{amount.normalize():f} {UNITS[unit]}".replace(".", ",")
