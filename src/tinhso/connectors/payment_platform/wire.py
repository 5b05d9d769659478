"""The platform's JSON and its signature, pure: our neutral bodies in its words, its words in ours.

Field names are those of one-stop.md section 6 (PaymentPlatform / KeyPay as public code of provinces uses them). Paths,
the order in which values are signed and the codes of answers are not public: they are the twin's, to be compared with
the contract of the real platform.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.base.moments import LOCAL, local

ORDER, CANCEL, STATE, LIST = "payment_order", "payment_cancel", "payment_state", "payment_list"
PATHS = {ORDER: "/khoi-tao", CANCEL: "/huy", STATE: "/truy-van", LIST: "/doi-soat"}
SIGNED, MOMENT, DAY = "MaXacThuc", "%Y%m%d%H%M%S", "%Y%m%d"
ALGORITHMS = ("sha256", "sha1")
OK, BAD_SIGNATURE, BAD_REQUEST, UNKNOWN_UNIT, NO_AMOUNT, UNKNOWN_ORDER, NOT_PAID = (
    "00", "01", "02", "03", "04", "05", "06",
)  # fmt: skip
PAID, PENDING, FAILED = "00", "01", "02"  # TrangThai of a transaction
STATES = {PAID: "paid", PENDING: "pending", FAILED: "failed"}
# What an order must hold; the address and number of the payer may be empty.
REQUIRED = (
    "MaHoSo", "MaTraCuuTT", "MaDVC", "TenDVC", "MaTTHC", "TenTTHC", "MaDonVi", "TenDonVi", "PhiLePhi", "TKThuHuong",
    "MaNHThuHuong", "TenTKThuHuong", "NoiDungThanhToan", "HoTenNguoiNop", "DSKhoanNop",
)  # fmt: skip


class WireFault(ValueError):
    """What came cannot be read, or what is to go lacks something; the text names the field, never its value."""


def code_of(fields: Mapping[str, Any], secret: str, algorithm: str = "sha256") -> str:
    """HMAC over the values in the order of their names, a bar between; lists as compact JSON. Hex."""
    if algorithm not in ALGORITHMS:
        raise WireFault("algorithm")
    values = [_value(fields[name]) for name in sorted(fields) if name != SIGNED]
    return hmac.new(secret.encode(), "|".join(values).encode(), algorithm).hexdigest()


def _value(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return str(value)


def signed(fields: Mapping[str, Any], secret: str, algorithm: str = "sha256") -> dict[str, Any]:
    return {**fields, SIGNED: code_of(fields, secret, algorithm)}


def is_signed(fields: Mapping[str, Any], secret: str, algorithm: str = "sha256") -> bool:
    """Whether the other side, and nobody else, made it; without a secret nothing is."""
    said = fields.get(SIGNED)
    if not secret or not isinstance(said, str):
        return False
    return hmac.compare_digest(said.lower().encode(), code_of(fields, secret, algorithm).encode())


def request_of(kind: str, body: Mapping[str, Any], partner: str) -> dict[str, Any]:
    """The fields of one call, not signed yet. Raises WireFault."""
    if kind == ORDER:
        return _order(body, partner)
    if kind == LIST:
        return {"MaDoiTac": partner, "Ngay": str(body["day"]).replace("-", "")}
    return {"MaDoiTac": partner, "MaTraCuuTT": str(body["order"])}


def _order(body: Mapping[str, Any], partner: str) -> dict[str, Any]:
    lines, account, payer = body["lines"], body["account"], body["payer"]
    fields = {
        "MaDoiTac": partner,
        "MaHoSo": body["case_number"],
        "MaTraCuuTT": body["order"],
        "MaDichVu": body["reference"],
        "MaDVC": body["procedure_code"],
        "TenDVC": body["procedure_title"],
        "MaTTHC": body["procedure_code"],
        "TenTTHC": body["procedure_title"],
        "MaDonVi": body["unit_code"],
        "TenDonVi": body["unit"],
        "PhiLePhi": [
            {"LoaiPhiLePhi": "1", "MaPhiLePhi": line["code"], "TenPhiLePhi": line["title"], "SoTien": line["amount"]}
            for line in lines
        ],
        "TKThuHuong": account["number"],
        "MaNHThuHuong": account["bank"],
        "TenTKThuHuong": account["holder"],
        "NoiDungThanhToan": body["purpose"],
        "HoTenNguoiNop": payer["name"],
        "SoCMNDNguoiNop": payer["number"],
        "DiaChiNguoiNop": payer["address"],
        "HuyenNguoiNop": "",
        "TinhNguoiNop": "",
        "DSKhoanNop": [{"NoiDung": line["title"], "SoTien": line["amount"]} for line in lines],
        "UrlBack": body["return_to"],
    }
    check_order(fields)
    return fields


def check_order(fields: Mapping[str, Any]) -> None:
    """Raises WireFault for an order that no platform would take."""
    for name in REQUIRED:
        if not fields.get(name):
            raise WireFault(name)
    amount_of(fields)


def amount_of(fields: Mapping[str, Any]) -> int:
    """What an order comes to: the sum of its lines, told twice alike. Raises WireFault."""
    lists = [fields["PhiLePhi"], fields["DSKhoanNop"]]
    if not all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists):
        raise WireFault("DSKhoanNop")
    amounts = [[row.get("SoTien") for row in rows] for rows in lists]
    if any(type(amount) is not int or amount <= 0 for row in amounts for amount in row):
        raise WireFault("SoTien")
    if sum(amounts[0]) != sum(amounts[1]):
        raise WireFault("SoTien")
    return sum(amounts[0])


def read_fields(raw: bytes) -> dict[str, Any]:
    """Raises WireFault unless it is a JSON object."""
    try:
        fields = json.loads(raw)
    except ValueError as error:
        raise WireFault("json") from error
    if not isinstance(fields, dict):
        raise WireFault("json")
    return fields


def moment_text(at: datetime) -> str:
    return local(at).strftime(MOMENT)


def read_moment(text: object) -> datetime:
    """Raises WireFault unless it is fourteen digits of a real moment."""
    if not (isinstance(text, str) and len(text) == 14 and text.isascii() and text.isdigit()):
        raise WireFault("ThoiGianGD")
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=LOCAL)
    except ValueError as error:
        raise WireFault("ThoiGianGD") from error


def tidings_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A transaction in our words (docs/modules/payments.md). Raises WireFault."""
    transaction, state, amount = fields.get("MaGiaoDich"), fields.get("TrangThai"), fields.get("SoTien")
    if not isinstance(transaction, str) or not 0 < len(transaction) <= 80:
        raise WireFault("MaGiaoDich")
    if not isinstance(state, str) or state not in STATES:
        raise WireFault("TrangThai")
    if type(amount) is not int or amount <= 0:
        raise WireFault("SoTien")
    return {
        "transaction": transaction,
        "order": str(fields.get("MaTraCuuTT", ""))[:80],
        "state": STATES[state],
        "amount": amount,
        "at": read_moment(fields.get("ThoiGianGD")).isoformat(),
        "bank": str(fields.get("MaNganHang", ""))[:20],
    }


def key_of(tidings: Mapping[str, Any]) -> str:
    """What makes two tidings the same: the transaction and its state, whoever tells of it how often."""
    return f"{tidings['transaction']}:{tidings['state']}"


def day_list_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A day's list in our words. Raises WireFault."""
    rows, day = fields.get("GiaoDich"), fields.get("Ngay")
    if not isinstance(rows, list) or not isinstance(day, str) or len(day) != 8:
        raise WireFault("GiaoDich")
    return {
        "day": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "rows": [tidings_of({"TrangThai": PAID, **row}) for row in rows],
    }
