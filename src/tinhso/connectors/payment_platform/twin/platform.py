"""The platform's own rules: whom it trusts, what it takes, what it tells and how often."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from tinhso.connectors.payment_platform import wire
from tinhso.connectors.payment_platform.twin import store

PARTNER = "TINHSO-MAU"
# A platform knows the units registered with it; the twin those of the sample and of the tests.
UNITS = ("H36", "H99", "000.00")
BANK = "970403"
Answer = dict[str, Any]


def secret() -> str:
    """The key the twin shares with us: of this installation, written nowhere."""
    return salted_hmac("tinhso.connectors.payment_platform.twin", settings.SECRET_KEY, algorithm="sha256").hexdigest()


def refusal(code: str, message: str) -> Answer:
    return {"error_code": code, "message": message}


def serve(kind: str, raw: bytes) -> Answer:
    """One call."""
    try:
        fields = wire.read_fields(raw)
        if not wire.is_signed(fields, secret()) or fields.get("MaDoiTac") != PARTNER:
            return refusal(wire.BAD_SIGNATURE, "Sai mã xác thực hoặc đối tác")
        if kind == wire.ORDER:
            return _take_order(fields)
        if kind == wire.LIST:
            return _day_list(str(fields.get("Ngay", "")))
        return _about(kind, str(fields.get("MaTraCuuTT", "")))
    except wire.WireFault as fault:
        code = wire.NO_AMOUNT if str(fault) == "SoTien" else wire.BAD_REQUEST
        return refusal(code, f"Thiếu hoặc sai: {fault}")


def _take_order(fields: dict[str, Any]) -> Answer:
    wire.check_order(fields)
    if not str(fields["MaDonVi"]).startswith(UNITS):
        return refusal(wire.UNKNOWN_UNIT, "Đơn vị chưa đăng ký thu qua nền tảng")
    code, reference = str(fields["MaTraCuuTT"]), str(fields.get("MaDichVu", ""))
    if not reference:
        raise wire.WireFault("MaDichVu")
    order = store.keep_order(code, reference, wire.amount_of(fields), fields)
    url = f"{settings.PUBLIC_URL}/twins/payment-platform/trang/{order.reference}"
    return {"error_code": wire.OK, "message": "", "MaThamChieu": order.reference, "UrlThanhToan": url}


def _about(kind: str, code: str) -> Answer:
    if store.order_by("code", code) is None:
        return refusal(wire.UNKNOWN_ORDER, "Không có lệnh này")
    if kind == wire.CANCEL:
        store.cancel(code)
        return refusal(wire.OK, "Đã hủy")
    paid = store.paid_of(code, wire.PAID)
    if not paid:
        return refusal(wire.NOT_PAID, "Chưa nộp")
    return {"error_code": wire.OK, "message": "", **told(paid[0])}


def _day_list(day: str) -> Answer:
    rows = [told(one) for one in store.paid_on(day, wire.PAID)]
    return {"error_code": wire.OK, "message": "", "Ngay": day, "GiaoDich": rows}


def told(paid: store.Paid, **changes: Any) -> dict[str, Any]:
    """A transaction as the platform tells of it, not signed yet."""
    order = store.order_by("code", paid.code)
    return {
        "MaThamChieu": order.reference if order else "",
        "MaTraCuuTT": paid.code,
        "MaGiaoDich": paid.transaction,
        "MaDonVi": str(order.item["MaDonVi"]) if order else "",
        "SoTien": paid.amount,
        "MaNganHang": BANK,
        "ThoiGianGD": paid.moment,
        "TrangThai": paid.state,
        **changes,
    }


def pay(reference: str, at: datetime) -> list[store.Paid]:
    """Somebody pays an order on the platform's page; nothing for one that is unknown, cancelled or paid already."""
    order = store.order_by("reference", reference)
    if order is None or order.is_cancelled or store.paid_of(order.code, wire.PAID):
        return []
    moment, fault = wire.moment_text(at), store.fault()
    state = wire.FAILED if fault == "failing" else wire.PAID
    times = 2 if fault == "charged_twice" else 1
    return [store.pay(order.code, order.amount, moment, state) for _ in range(times)]


def tellings(paid: store.Paid) -> Iterator[dict[str, Any]]:
    """The signed callbacks of a transaction in the order they are sent, as the fault played has them."""
    fault, honest = store.fault(), told(paid)
    if fault in ("never", "down"):
        return
    if fault == "forged":
        yield wire.signed(honest, "khoa-gia")
        return
    if fault == "wrong_amount":
        honest["SoTien"] = max(1, paid.amount - 1000)
    if fault == "wrong_order":
        honest["MaTraCuuTT"] = f"KHONG-CO-{paid.number}"
    yield wire.signed(honest, secret())
    if fault == "double":
        yield wire.signed(honest, secret())
    if fault == "unordered":
        yield wire.signed({**honest, "TrangThai": wire.PENDING}, secret())
