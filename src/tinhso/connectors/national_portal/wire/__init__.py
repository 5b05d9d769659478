"""The portal's JSON, pure: our neutral messages in its words, its answers in ours (one-stop.md section 5.2)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.moments import LOCAL, local

DOSSIER, PROGRESS = "dossier", "dossier_progress"
SERVICES = {DOSSIER: "DongBoHoSoMC", PROGRESS: "CapNhatTienDoHoSoMC"}
SECTORS = "LayDanhMucLinhVuc"
MOMENT = "%Y%m%d%H%M%S"
CHANNELS, STATES = frozenset({1, 2, 3}), frozenset(range(1, 11))
# Required as section 5.2 marks them; of the progress item it marks none, so what identifies a step is asked for.
REQUIRED = {
    "DongBoHoSoMC": (
        "MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "NgayTiepNhan", "TrangThaiHoSo", "DonViXuLy",
    ),
    "CapNhatTienDoHoSoMC": ("MaHoSo", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"),
}  # fmt: skip


class WireFault(ValueError):
    """What came cannot be read, or what is to go lacks something; the text names the field, never its value."""


@dataclass(frozen=True)
class Answer:
    """``code`` 0 is success; ``session`` is filled by a login."""

    code: int
    message: str = ""
    session: str = ""
    data: Any = None


def moment_text(at: str | None) -> str:
    """An ISO moment as yyyyMMddHHmmss on the province's clock; empty stays empty."""
    if not at:
        return ""
    try:
        return local(datetime.fromisoformat(at)).strftime(MOMENT)
    except ValueError as error:
        raise WireFault("moment") from error


def read_moment(text: str) -> datetime:
    """Raises WireFault unless it is fourteen digits of a real moment."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        raise WireFault("moment")
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=LOCAL)
    except ValueError as error:
        raise WireFault("moment") from error


def login_request(username: str, password: str) -> bytes:
    return _json({"username": username, "password": password})


def read_login(body: bytes) -> tuple[str, str]:
    """Name and password of who signs in. Raises WireFault."""
    try:
        asked = json.loads(body)
        return str(asked["username"]), str(asked["password"])
    except (ValueError, KeyError, TypeError) as error:
        raise WireFault("body") from error


def request(service: str, item: Mapping[str, Any], *, is_updating: bool) -> bytes:
    """The body of a call: one dossier a call, so that the answer is about it alone."""
    return _json({"service": service, "isUpdating": is_updating, "data": [item]})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_answer(body: bytes) -> Answer:
    """Raises WireFault for anything but an object with a whole number as error_code."""
    try:
        found = json.loads(body)
        code = int(found["error_code"])
    except (ValueError, KeyError, TypeError) as error:
        raise WireFault("answer") from error
    return Answer(code, str(found.get("message") or ""), str(found.get("session") or ""), found.get("data"))


# theirs → ours, and how it is written
_Write = Callable[[Any], Any]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _flag(value: Any) -> str:
    return "1" if value else "0"


def _titles(value: Any) -> list[dict[str, str]]:
    return [{"TenGiayTo": _text(title)} for title in value or ()]


def _none(value: Any) -> list[Any]:
    """What a supplement would cost: charges are told of the dossier as a whole."""
    return []


Words = Mapping[str, tuple[str, _Write]]
DOSSIER_WORDS: Words = {
    "MaHoSo": ("number", _text),
    "MaTTHC": ("procedure_code", _text),
    "TenTTHC": ("procedure_title", _text),
    "MaLinhVuc": ("sector_code", _text),
    "TenLinhVuc": ("sector", _text),
    "KenhThucHien": ("channel", _text),
    "SoGiayToChuHoSo": ("owner_number", _text),
    "ChuHoSo": ("owner_name", _text),
    "LoaiDoiTuong": ("owner_kind", _text),
    "MaDoiTuong": ("owner_tech_id", _text),
    "ThongTinKhac": ("other", _text),
    "Email": ("email", _text),
    "Fax": ("fax", _text),
    "SoDienThoai": ("phone", _text),
    "TrichYeuHoSo": ("title", _text),
    "NgayNopHoSo": ("submitted_at", moment_text),
    "NgayTiepNhan": ("received_at", moment_text),
    "NgayHenTra": ("due_at", moment_text),
    "TrangThaiHoSo": ("state", _text),
    "NgayTra": ("returned_at", moment_text),
    "ThongTinTra": ("returned_how", _text),
    "HinhThuc": ("return_method", _text),
    "NgayKetThucXuLy": ("finished_at", moment_text),
    "DonViXuLy": ("unit", _text),
    "GhiChu": ("note", _text),
    "NoiNopHoSo": ("filed_at", _text),
    "HoSoCoThanhPhanSoHoa": ("is_digitised", _flag),
    "TaiKhoanDuocXacThucVoiVNeID": ("is_vneid", _flag),
    "DuocThanhToanTrucTuyen": ("paid_online", _text),
    "NgayTuChoi": ("declined_at", moment_text),
}
FILE_WORDS: Words = {
    "TepDinhKemId": ("id", _text),
    "TenTepDinhKem": ("name", _text),
    "IsDeleted": ("is_deleted", bool),
    "MaThanhPhanHoSo": ("paper_code", _text),
    "DuongDanTaiTepTin": ("url", _text),
    "DuocSoHoa": ("is_digitised", _flag),
    "DuocTaiSuDung": ("is_reused", _flag),
    "DuocLayTuKhoDMQG": ("is_from_store", _flag),
    "MaKetQuaThayThe": ("replaced_by", _text),
}
CHARGE_WORDS: Words = {
    "TenPhiLePhi": ("title", _text),
    "MaPhiLePhi": ("code", _text),
    "HinhThucThu": ("when", _text),
    "Gia": ("amount", _text),
    "LoaiPhiLePhi": ("kind", _text),
}
PAPER_WORDS: Words = {
    "TenGiayTo": ("title", _text),
    "SoLuong": ("quantity", _text),
    "LoaiGiayTo": ("form", _text),
}
SUPPLEMENT_WORDS: Words = {
    "HoSoBoSungId": ("id", _text),
    "NguoiYeuCauBoSung": ("asked_by", _text),
    "NoiDungBoSung": ("what", _text),
    "NgayBoSung": ("asked_at", moment_text),
    "NguoiTiepNhanBoSung": ("taken_by", _text),
    "ThongTinTiepNhan": ("taken_words", _text),
    "NgayTiepNhanBoSung": ("taken_at", moment_text),
    "TrangThaiBoSung": ("is_taken", _flag),
    "DanhSachGiayToBoSung": ("papers", _titles),
    "DanhSachLePhiBoSung": ("charges", _none),
    "NgayHenTraTruoc": ("due_before", moment_text),
    "NgayHenTraMoi": ("due_after", moment_text),
}
RESULT_WORDS: Words = {
    "TenGiayTo": ("title", _text),
    "MaThanhPhanHoSo": ("paper_code", _text),
    "GiayToId": ("id", _text),
    "DuongDanTepTinKetQua": ("url", _text),
    "MaGiayToKetQua": ("code", _text),
}
PROGRESS_WORDS: Words = {
    "MaHoSo": ("number", _text),
    "NguoiXuLy": ("handler", _text),
    "ChucDanh": ("post", _text),
    "ThoiDiemXuLy": ("at", moment_text),
    "PhongBanXuLy": ("unit", _text),
    "NoiDungXuLy": ("what", _text),
    "TrangThai": ("state", _text),
    "NgayBatDau": ("from_at", moment_text),
    "NgayKetThucTheoQuyDinh": ("due_at", moment_text),
}
LISTS: Mapping[str, tuple[str, Words]] = {
    "TaiLieuNop": ("files", FILE_WORDS),
    "DanhSachLePhi": ("charges", CHARGE_WORDS),
    "DanhSachTepDinhKemKhac": ("papers", PAPER_WORDS),
    "DanhSachHoSoBoSung": ("supplements", SUPPLEMENT_WORDS),
    "DanhSachGiayToKetQua": ("results", RESULT_WORDS),
}


def item_of(kind: str, body: Mapping[str, Any], *, sector_code: str = "") -> dict[str, Any]:
    """One element of ``data``, complete. Raises WireFault naming the first field that is missing or wrong."""
    service = SERVICES[kind]
    if kind == PROGRESS:
        item = _written(body, PROGRESS_WORDS)
    else:
        item = _written({**body, "sector_code": body.get("sector_code") or sector_code}, DOSSIER_WORDS)
        item["DinhDanhCHS"] = [
            {"LoaiDinhDanh": _text(one.get("kind")), "SoDinhDanh": _text(one.get("number"))}
            for one in body.get("owner_ids", ())
        ]
        item["DSKetNoiCSDL"] = [{"MaCSDL": _text(code)} for code in body.get("databases", ())]
        for theirs, (ours, words) in LISTS.items():
            item[theirs] = [_written(row, words) for row in body.get(ours, ())]
    check_item(service, item)
    return item


def worded(kind: str, item: Mapping[str, Any], word: str) -> dict[str, Any]:
    """The item with its state as a word of the new portal."""
    return {**item, "TrangThai" if kind == PROGRESS else "TrangThaiHoSo": word} if word else dict(item)


def _written(body: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {theirs: write(body.get(ours)) for theirs, (ours, write) in words.items()}


def check_item(service: str, item: Mapping[str, Any]) -> None:
    """Raises WireFault for a required field left empty, an unknown state or channel, a moment that is none."""
    for name in REQUIRED[service]:
        if not item.get(name):
            raise WireFault(name)
    state = "TrangThai" if service == SERVICES[PROGRESS] else "TrangThaiHoSo"
    _one_of(item, state, STATES)
    if service == SERVICES[DOSSIER]:
        _one_of(item, "KenhThucHien", CHANNELS)
    for name, value in item.items():
        if name.startswith(("Ngay", "ThoiDiem")) and value:
            try:
                read_moment(str(value))
            except WireFault as fault:
                raise WireFault(name) from fault


def _one_of(item: Mapping[str, Any], name: str, allowed: frozenset[int]) -> None:
    if str(item.get(name, "")) not in {str(value) for value in allowed}:
        raise WireFault(name)


def sector_codes(data: Any) -> dict[str, str]:
    """Codes by name from the answer of LayDanhMucLinhVuc."""
    rows: Sequence[Any] = data if isinstance(data, list) else []
    return {str(row.get("TENLINHVUC", "")): str(row.get("MALINHVUC", "")) for row in rows if isinstance(row, dict)}
