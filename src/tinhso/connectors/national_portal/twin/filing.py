"""What citizens do at the twin: file, supplement, withdraw, pay. Each becomes an item for the province.

The portal refuses at its own door what it would never pass on: an unknown procedure, a form that lacks a required
field, an act the dossier's state does not allow.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from tinhso.base.moments import local
from tinhso.connectors.national_portal import wire
from tinhso.connectors.national_portal.twin import catalogue, store

ENDED = frozenset({3, 7, 8, 9, 10})


class NotFiled(ValueError):
    """Why the portal does not take it, in the portal's words."""


@dataclass(frozen=True)
class Application:
    """What somebody fills in at the portal; ``papers`` are (code, name, bytes)."""

    procedure: str
    unit: str
    owner: Mapping[str, str]
    answers: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    papers: Sequence[tuple[str, str, bytes]] = ()
    filer: Mapping[str, str] | None = None
    owner_kind: int = 1
    paid: Sequence[Mapping[str, Any]] = ()
    title: str = ""


def file_application(filed: Application, *, address: str, agency: str, at: datetime) -> str:
    """The number of the new dossier. Raises NotFiled."""
    if not catalogue.knows(filed.procedure):
        raise NotFiled("Mã thủ tục không tồn tại")
    if not filed.owner.get("name") or not filed.unit:
        raise NotFiled("Thiếu chủ hồ sơ hoặc cơ quan giải quyết")
    number = f"{agency}.CQG-{local(at):%y%m%d}-{store.next_number():06d}"
    store.keep_filed(number, item := _item(filed, number, address, at))
    store.queue(number, item, is_updating=False)
    return number


def _item(filed: Application, number: str, address: str, at: datetime) -> dict[str, Any]:
    record = catalogue.record(filed.procedure) or {"TENTTHC": filed.title, "LINHVUCTHUCHIEN": []}
    sector = record["LINHVUCTHUCHIEN"][0] if record["LINHVUCTHUCHIEN"] else {}
    others: dict[str, Any] = {"DuLieuEForm": filed.answers, "TruongHop": filed.variant}
    if filed.filer:
        others["NguoiNop"] = {"HoVaTen": filed.filer.get("name", ""), "SoDinhDanh": filed.filer.get("number", "")}
    if filed.paid:
        others |= _transaction(at)
    return {
        "MaHoSo": number,
        "MaTTHC": filed.procedure,
        "TenTTHC": record["TENTTHC"],
        "MaLinhVuc": sector.get("MALINHVUC", ""),
        "TenLinhVuc": sector.get("TENLINHVUC", ""),
        "KenhThucHien": "2",
        "SoGiayToChuHoSo": filed.owner.get("number", ""),
        "ChuHoSo": filed.owner["name"],
        "LoaiDoiTuong": str(filed.owner_kind),
        "MaDoiTuong": secrets.token_hex(8),
        "ThongTinKhac": json.dumps(others, ensure_ascii=False),
        "Email": filed.owner.get("email", ""),
        "SoDienThoai": filed.owner.get("phone", ""),
        "TrichYeuHoSo": filed.title,
        "NgayNopHoSo": wire.moment_text(at.isoformat()),
        "NgayTiepNhan": wire.moment_text(at.isoformat()),
        "TrangThaiHoSo": "1",
        "DonViXuLy": filed.unit,
        "NoiNopHoSo": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "1" if filed.paid else "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": "CCCD", "SoDinhDanh": filed.owner.get("number", "")}],
        "TaiLieuNop": [_file(address, *paper) for paper in filed.papers],
        "DanhSachLePhi": list(filed.paid),
    }


def _file(address: str, code: str, name: str, data: bytes) -> dict[str, Any]:
    file_id = store.keep_paper(name, data)
    return {
        "TepDinhKemId": file_id,
        "TenTepDinhKem": name,
        "IsDeleted": False,
        "MaThanhPhanHoSo": code,
        "DuongDanTaiTepTin": f"{address}/tep/{file_id}?khoa={key_of(file_id)}",
    }


def key_of(file_id: str) -> str:
    """What opens a file at the twin: the link is the permission."""
    return salted_hmac("tinhso.connectors.national_portal.twin.file", file_id).hexdigest()[:32]


def is_key_of(file_id: str, key: str) -> bool:
    return constant_time_compare(key_of(file_id), key)


def supplement(number: str, papers: Sequence[tuple[str, str, bytes]], *, words: str = "", address: str) -> str:
    """Sends what the province asked for; gives the portal's name of it. Raises NotFiled."""
    item = _filed(number)
    if store.state_of(number) != 5:
        raise NotFiled("Hồ sơ không ở trạng thái yêu cầu bổ sung")
    code = secrets.token_hex(8)
    newest = {
        "HoSoBoSungId": code,
        "ThongTinTiepNhan": words,
        "TrangThaiBoSung": "1",
        "DanhSachGiayToBoSung": [_file(address, *paper) for paper in papers],
    }
    _told(number, {**item, "TrangThaiHoSo": "5", "TaiLieuNop": [], "DanhSachHoSoBoSung": [newest]})
    return code


def withdraw(number: str, ground: str) -> None:
    """Raises NotFiled for a dossier that has ended."""
    item = _filed(number)
    if store.state_of(number) in ENDED:
        raise NotFiled("Hồ sơ đã kết thúc")
    _told(number, {**item, "TrangThaiHoSo": "7", "GhiChu": ground, "TaiLieuNop": [], "DanhSachHoSoBoSung": []})


def pay(number: str, lines: Sequence[Mapping[str, Any]], *, at: datetime) -> str:
    """Pays at the portal; gives the reference of the transaction. Raises NotFiled."""
    item = _filed(number)
    if not lines or any(not str(line.get("Gia", "")).isdecimal() for line in lines):
        raise NotFiled("Không có khoản nào phải nộp")
    others = json.loads(item["ThongTinKhac"] or "{}") | _transaction(at)
    paid = {"DuocThanhToanTrucTuyen": "1", "DanhSachLePhi": list(lines), "ThongTinKhac": json.dumps(others)}
    _told(number, {**item, **paid, "TrangThaiHoSo": str(store.state_of(number) or 1), "TaiLieuNop": []})
    return str(others["MaGiaoDich"])


def _transaction(at: datetime) -> dict[str, str]:
    return {"MaGiaoDich": secrets.token_hex(8).upper(), "ThoiGianThanhToan": wire.moment_text(at.isoformat())}


def _filed(number: str) -> dict[str, Any]:
    item = store.filed(number)
    if item is None:
        raise NotFiled("Không có hồ sơ này")
    return item


def _told(number: str, item: dict[str, Any]) -> None:
    store.queue(number, item, is_updating=True)


def own_address() -> str:
    """Where the twin of this installation is reached."""
    return f"{settings.PUBLIC_URL}/twins/national-portal"
