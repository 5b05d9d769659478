"""What the portal sends us, pure: its DongBoHoSoMC items as neutral messages (one-stop.md section 5.2).

That the portal uses the same service and the same fields towards us, and how it says what happened there, is recalled
and not read (mẫu – chưa đối chiếu văn bản gốc): a dossier filed there comes with isUpdating false; a supplement brings
DanhSachHoSoBoSung, a withdrawal state 7, a payment DuocThanhToanTrucTuyen 1 with paid charges. The e-form's answers,
the chosen case and who files stand in ThongTinKhac as JSON text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tinhso.connectors.national_portal.wire import SERVICES, WireFault, read_moment

SERVICE = SERVICES["dossier"]
FILED, SUPPLEMENTED, WITHDRAWN, PAID = "portal.filed", "portal.supplemented", "portal.withdrawn", "portal.paid"
NEW, WITHDRAWAL = "1", "7"
CITIZEN, BUSINESS = "1", "2"
MOST_ITEMS, MOST_FILES, LONGEST = 100, 50, 20_000
REQUIRED_NEW = ("MaHoSo", "MaTTHC", "ChuHoSo", "LoaiDoiTuong", "NgayNopHoSo", "DonViXuLy")


@dataclass(frozen=True)
class Told:
    """One thing the portal says of a dossier: ``key`` is the same however often it says it."""

    kind: str
    number: str
    key: str
    body: Mapping[str, Any]


def read_call(raw: bytes, words: Mapping[str, int]) -> list[Told]:
    """What the items of a call say; ``words`` are the portal's names of states. Raises WireFault naming the field."""
    try:
        call = json.loads(raw)
        service, is_update, data = call["service"], bool(call.get("isUpdating")), call["data"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WireFault("body") from error
    if not isinstance(service, str) or service != SERVICE:
        raise WireFault("service")
    if not isinstance(data, list) or not 0 < len(data) <= MOST_ITEMS:
        raise WireFault("data")
    return [told_by(item, words, is_update=is_update) for item in data]


def told_by(item: Any, words: Mapping[str, int], *, is_update: bool) -> Told:
    """One item as a neutral message. Raises WireFault."""
    if not isinstance(item, dict):
        raise WireFault("data")
    number, kind = _number(item), _kind(item, words, is_update)
    digest = hashlib.sha256(json.dumps(item, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
    return Told(kind, number, f"{kind}:{digest}", {"number": number, **READERS[kind](item)})


def _kind(item: Mapping[str, Any], words: Mapping[str, int], is_update: bool) -> str:
    said = text_of(item, "TrangThaiHoSo")
    state = str(words.get(said, said))
    if not is_update:
        if state != NEW:
            raise WireFault("TrangThaiHoSo")
        return FILED
    if state == WITHDRAWAL:
        return WITHDRAWN
    if text_of(item, "DuocThanhToanTrucTuyen") == "1":
        return PAID
    if item.get("DanhSachHoSoBoSung"):
        return SUPPLEMENTED
    raise WireFault("TrangThaiHoSo")


def _number(item: Mapping[str, Any]) -> str:
    number = text_of(item, "MaHoSo")
    fits = number.isascii() and number.replace(".", "").replace("-", "").isalnum() and number == number.upper()
    if not fits or not 8 <= len(number) <= 60:
        raise WireFault("MaHoSo")
    return number


def text_of(item: Mapping[str, Any], name: str, most: int = LONGEST) -> str:
    """A text or a number as text; empty where there is none. Raises WireFault for anything else."""
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > most or "\x00" in str(value):
        raise WireFault(name)
    return str(value).strip()


def _moment(item: Mapping[str, Any], name: str) -> str:
    try:
        return read_moment(text_of(item, name)).isoformat()
    except WireFault as fault:
        raise WireFault(name) from fault


def _rows(item: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = item.get(name) or []
    if not isinstance(rows, list) or len(rows) > MOST_FILES or not all(isinstance(row, dict) for row in rows):
        raise WireFault(name)
    return rows


def _files(item: Mapping[str, Any], name: str) -> list[dict[str, str]]:
    found = []
    for row in _rows(item, name):
        if row.get("IsDeleted") in (True, "1", 1):
            continue
        told = {
            "id": text_of(row, "TepDinhKemId", 100),
            "name": text_of(row, "TenTepDinhKem", 400),
            "paper_code": text_of(row, "MaThanhPhanHoSo", 60),
            "url": text_of(row, "DuongDanTaiTepTin", 2000),
        }
        for theirs, ours in (("TenTepDinhKem", "name"), ("DuongDanTaiTepTin", "url")):
            if not told[ours]:
                raise WireFault(f"{name}.{theirs}")
        found.append(told)
    return found


def _charges(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": text_of(row, "MaPhiLePhi", 60),
            "title": text_of(row, "TenPhiLePhi", 300),
            "amount": _amount(row),
        }
        for row in _rows(item, "DanhSachLePhi")
    ]


def _amount(row: Mapping[str, Any]) -> int:
    text = text_of(row, "Gia", 15)
    if not (text.isascii() and text.isdecimal()):
        raise WireFault("DanhSachLePhi.Gia")
    return int(text)


def _others(item: Mapping[str, Any]) -> dict[str, Any]:
    """ThongTinKhac: a JSON object as text, or nothing."""
    text = text_of(item, "ThongTinKhac", 400_000)
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireFault("ThongTinKhac") from error
    if not isinstance(found, dict):
        raise WireFault("ThongTinKhac")
    return found


def _filed(item: Mapping[str, Any]) -> dict[str, Any]:
    for name in REQUIRED_NEW:
        if not text_of(item, name):
            raise WireFault(name)
    kind, others = text_of(item, "LoaiDoiTuong"), _others(item)
    if kind not in (CITIZEN, BUSINESS):
        raise WireFault("LoaiDoiTuong")
    filer = others.get("NguoiNop") or {}
    answers = others.get("DuLieuEForm") or {}
    if not isinstance(filer, dict) or not isinstance(answers, dict):
        raise WireFault("ThongTinKhac")
    if kind == BUSINESS and not text_of(filer, "HoVaTen"):
        raise WireFault("ThongTinKhac.NguoiNop")
    return {
        "procedure_code": text_of(item, "MaTTHC", 40),
        "unit": text_of(item, "DonViXuLy", 300),
        "title": text_of(item, "TrichYeuHoSo", 600),
        "submitted_at": _moment(item, "NgayNopHoSo"),
        "owner_kind": int(kind),
        "owner_name": text_of(item, "ChuHoSo", 300),
        "owner_number": text_of(item, "SoGiayToChuHoSo", 20),
        "phone": text_of(item, "SoDienThoai", 20),
        "email": text_of(item, "Email", 200),
        "is_vneid": text_of(item, "TaiKhoanDuocXacThucVoiVNeID") == "1",
        "filer_name": text_of(filer, "HoVaTen", 200),
        "filer_number": text_of(filer, "SoDinhDanh", 20),
        "variant": text_of(others, "TruongHop", 60),
        "answers": answers,
        "files": _files(item, "TaiLieuNop"),
        "charges": _charges(item),
        "payment": _payment(item) if text_of(item, "DuocThanhToanTrucTuyen") == "1" else None,
    }


def _payment(item: Mapping[str, Any]) -> dict[str, Any]:
    """A payment made at the portal: its reference is required, so that the same money is never counted twice."""
    others = _others(item)
    transaction = text_of(others, "MaGiaoDich", 80)
    if not transaction:
        raise WireFault("ThongTinKhac.MaGiaoDich")
    charges = _charges(item)
    if not charges:
        raise WireFault("DanhSachLePhi")
    return {"transaction": transaction, "lines": charges, "paid_at": _moment(others, "ThoiGianThanhToan")}


def _supplemented(item: Mapping[str, Any]) -> dict[str, Any]:
    newest = _rows(item, "DanhSachHoSoBoSung")[-1]
    code = text_of(newest, "HoSoBoSungId", 80)
    if not code:
        raise WireFault("DanhSachHoSoBoSung.HoSoBoSungId")
    files = _files(newest, "DanhSachGiayToBoSung")
    return {"supplement": code, "words": text_of(newest, "ThongTinTiepNhan", 2000), "files": files}


def _withdrawn(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"ground": text_of(item, "GhiChu", 2000)}


READERS = {FILED: _filed, SUPPLEMENTED: _supplemented, WITHDRAWN: _withdrawn, PAID: _payment}
