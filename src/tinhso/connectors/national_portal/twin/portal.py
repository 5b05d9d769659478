"""The portal's own rules: who may speak, what it takes in, what it refuses and with which code."""

import hmac
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from tinhso.connectors.national_portal import wire
from tinhso.connectors.national_portal.twin import catalogue, store

# Codes of the twin: the real portal's are not public.
OK, NO_SESSION, BUSY, BAD_LOGIN, BAD_REQUEST, MISSING, ILLEGAL, UNKNOWN, NO_PROCEDURE = (
    0, -1, -2, 1, 2, 3, 4, 5, 6,
)  # fmt: skip
CALLS_A_SESSION = 3  # with the fault "expiring"
USERNAME = "tinhso-mau"
# one-stop.md section 5.1, with 2→5, 2→6 and 2→7 besides; a state may be told again with other facts.
FOLLOWS: dict[int | None, frozenset[int]] = {
    None: frozenset({1, 2, 3}),
    1: frozenset({1, 2, 3, 5, 7}),
    2: frozenset({2, 4, 5, 6, 7, 8}),
    3: frozenset({3}),
    4: frozenset({4, 5, 6, 7, 8, 9}),
    5: frozenset({1, 4, 5, 7, 8}),
    6: frozenset({4, 6, 7, 8}),
    7: frozenset({7}),
    8: frozenset({8}),
    9: frozenset({9, 10}),
    10: frozenset({10}),
}
Answer = dict[str, Any]


def password() -> str:
    """The password the twin shares with us: of this installation, written nowhere."""
    return salted_hmac("tinhso.connectors.national_portal.twin", settings.SECRET_KEY).hexdigest()


def inbound_password() -> str:
    """The password with which the twin signs in at the province."""
    return salted_hmac("tinhso.connectors.national_portal.twin.inbound", settings.SECRET_KEY).hexdigest()


def secrets_of_partner() -> dict[str, str]:
    """What a partner of the twin is set up with, both ways."""
    return {
        "username": USERNAME,
        "password": password(),
        "inbound_username": USERNAME,
        "inbound_password": inbound_password(),
    }


def refusal(code: int, message: str) -> Answer:
    return {"error_code": code, "message": message}


def login(body: bytes) -> Answer:
    try:
        asked = json.loads(body)
        name, word = str(asked["username"]), str(asked["password"])
    except (ValueError, KeyError, TypeError):
        return refusal(BAD_REQUEST, "Sai cấu trúc")
    is_known = name == USERNAME and hmac.compare_digest(word.encode(), password().encode())
    if not is_known:
        return refusal(BAD_LOGIN, "Sai tên đăng nhập hoặc mật khẩu")
    return {"session": store.new_session(), "error_code": OK}


def serve(body: bytes, *, session: str, agency: str) -> Answer:
    """One call of a service."""
    if not store.use_session(session, CALLS_A_SESSION if store.fault() == "expiring" else None):
        return refusal(NO_SESSION, "Phiên không hợp lệ hoặc đã hết hạn")
    if store.fault() == "busy":
        return refusal(BUSY, "Hệ thống bận, gửi lại sau")
    try:
        asked = json.loads(body)
        service, data = asked["service"], asked["data"]
    except (ValueError, KeyError, TypeError):
        return refusal(BAD_REQUEST, "Sai cấu trúc")
    if service == wire.SECTORS:
        return {"error_code": OK, "message": "", "data": catalogue.sectors()}
    if service in CATALOGUE:
        return CATALOGUE[service](data)
    if service not in wire.REQUIRED or not isinstance(data, list) or len(data) != 1 or not agency:
        return refusal(BAD_REQUEST, "Dịch vụ, dữ liệu hoặc mã định danh đơn vị không đúng")
    if store.fault() == "refusing":
        return refusal(UNKNOWN, "Không chấp nhận hồ sơ")
    return _take(service, data[0])


def _listed(data: Any) -> Answer:
    return {"error_code": OK, "message": "", "data": catalogue.listed()}


def _agencies(data: Any) -> Answer:
    return {"error_code": OK, "message": "", "data": agencies()}


def _procedure(data: Any) -> Answer:
    code = data[0].get("maTTHC", "") if isinstance(data, list) and data and isinstance(data[0], dict) else ""
    record = catalogue.record(str(code))
    if record is None:
        return refusal(NO_PROCEDURE, "Không có thủ tục mang mã này")
    return {"error_code": OK, "message": "", "data": [record]}


CATALOGUE = {"LayDanhMucCoQuan": _agencies, "LayDanhSachTTHC": _listed, "LayThuTuc": _procedure}


@cache
def agencies() -> list[dict[str, str]]:
    """LayDanhMucCoQuan: the province of the sample and two ministries; keys as LayThuTuc names agencies."""
    return [
        {"MADONVI": "H36", "TENDONVI": "Ủy ban nhân dân tỉnh Lâm Đồng"},
        {"MADONVI": "G15", "TENDONVI": "Bộ Tư pháp"},
        {"MADONVI": "G01", "TENDONVI": "Bộ Công an"},
    ]


WORDS = {
    "receiving": 1, "new": 2, "denied": 3, "processing": 4, "waiting": 5, "paying": 6, "cancelled": 7,
    "unresolved": 8, "releasing": 9, "done": 10,
}  # fmt: skip


def _numbered(item: Any) -> Any:
    """States in the words of the new portal are those numbers."""
    if not isinstance(item, dict):
        return item
    return {
        name: WORDS.get(value, value) if name in ("TrangThaiHoSo", "TrangThai") else value
        for name, value in item.items()
    }


def _take(service: str, item: Any) -> Answer:
    item = _numbered(item)
    try:
        wire.check_item(service, item)
        if service == wire.SERVICES[wire.DOSSIER] and item["MaLinhVuc"] not in _codes():
            raise wire.WireFault("MaLinhVuc")
        if service == wire.SERVICES[wire.DOSSIER] and not catalogue.knows(str(item["MaTTHC"])):
            return refusal(NO_PROCEDURE, "Mã thủ tục không tồn tại")
    except (wire.WireFault, AttributeError) as fault:
        return refusal(MISSING, f"Thiếu hoặc sai: {fault}")
    is_dossier = service == wire.SERVICES[wire.DOSSIER]
    state = int(item["TrangThaiHoSo"] if is_dossier else item["TrangThai"])
    outcome = store.keep(service, item["MaHoSo"], state, item, may_follow=_may_follow if is_dossier else _is_known)
    if outcome == "illegal":
        return refusal(ILLEGAL, "Chuyển trạng thái không hợp lệ" if is_dossier else "Chưa có hồ sơ này")
    return {"error_code": OK, "message": "Đã có" if outcome == "again" else "Thành công"}


def _may_follow(now: int | None, wanted: int) -> bool:
    return wanted in FOLLOWS[now]


def _is_known(now: int | None, wanted: int) -> bool:
    return now is not None


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["MALINHVUC"] for row in catalogue.sectors())
