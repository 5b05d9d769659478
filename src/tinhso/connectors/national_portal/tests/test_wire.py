"""The portal's words, to the letter."""

import json

import pytest

from tinhso.connectors.national_portal import wire
from tinhso.connectors.national_portal.tests.served import dossier, progress


def test_it_works() -> None:
    item = wire.item_of("dossier", dossier(), sector_code="MAU-LV001")
    assert item["MaHoSo"] == "H99.1-261123-0001"
    assert item["NgayTiepNhan"] == "20261123090000"
    assert (item["KenhThucHien"], item["TrangThaiHoSo"], item["LoaiDoiTuong"]) == ("2", "1", "1")
    assert item["TaiKhoanDuocXacThucVoiVNeID"] == "0"
    body = json.loads(wire.request("DongBoHoSoMC", item, is_updating=False))
    assert set(body) == {"service", "isUpdating", "data"}
    assert body["data"] == [item]


def test_every_field_of_the_service_has_its_place() -> None:
    item = wire.item_of("dossier", dossier(), sector_code="x")
    known = """MaHoSo MaTTHC TenTTHC MaLinhVuc TenLinhVuc KenhThucHien SoGiayToChuHoSo ChuHoSo LoaiDoiTuong
        MaDoiTuong ThongTinKhac Fax DSKetNoiCSDL Email SoDienThoai
        TrichYeuHoSo NgayTiepNhan NgayHenTra TrangThaiHoSo NgayTra
        ThongTinTra HinhThuc NgayKetThucXuLy DonViXuLy GhiChu NoiNopHoSo HoSoCoThanhPhanSoHoa
        TaiKhoanDuocXacThucVoiVNeID DuocThanhToanTrucTuyen NgayTuChoi DinhDanhCHS NgayNopHoSo
        TaiLieuNop DanhSachLePhi DanhSachTepDinhKemKhac DanhSachHoSoBoSung DanhSachGiayToKetQua""".split()
    assert set(item) == set(known)
    step = wire.item_of("dossier_progress", progress())
    words = (
        "MaHoSo NguoiXuLy ChucDanh ThoiDiemXuLy PhongBanXuLy NoiDungXuLy TrangThai NgayBatDau NgayKetThucTheoQuyDinh"
    )
    assert set(step) == set(words.split())


@pytest.mark.parametrize("name", ["number", "procedure_code", "procedure_title", "sector", "unit", "received_at"])
def test_a_required_field_left_empty_is_named(name: str) -> None:
    with pytest.raises(wire.WireFault) as found:
        wire.item_of("dossier", dossier(**{name: ""}), sector_code="x")
    theirs = {ours: word for word, (ours, _) in wire.DOSSIER_WORDS.items()}
    assert str(found.value) == theirs[name]


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"state": 11}, "TrangThaiHoSo"), ({"state": ""}, "TrangThaiHoSo"), ({"channel": 4}, "KenhThucHien")],
)
def test_an_unknown_state_or_channel_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(wire.WireFault, match=named):
        wire.item_of("dossier", dossier(**changes), sector_code="x")


@pytest.mark.parametrize("text", ["2026-11-23", "20261123", "20261323090000", "2026112309000x", "٢٠٢٦١١٢٣٠٩٠٠٠٠"])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(wire.WireFault):
        wire.read_moment(text)


def test_moments_go_round() -> None:
    assert wire.moment_text(wire.read_moment("20261123090000").isoformat()) == "20261123090000"
    assert wire.moment_text(None) == ""
    with pytest.raises(wire.WireFault):
        wire.moment_text("hôm qua")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"message": "x"}', b'{"error_code": "x"}', b"null"])
def test_an_answer_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(wire.WireFault):
        wire.read_answer(body)


def test_an_answer_is_read() -> None:
    assert wire.read_answer(b'{"session": "s", "error_code": 0}') == wire.Answer(0, "", "s")
    assert wire.read_answer('{"error_code": "3", "message": "Thiếu"}'.encode()).message == "Thiếu"
