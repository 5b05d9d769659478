"""Synthetic citizens. Their numbers begin with 099, a place code nobody was ever given."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Citizen:
    sub: str
    number: str
    name: str
    born: str
    sex: str
    phone: str
    address: str
    business: tuple[str, str] = ("", "")  # tax code and name: an organisation's account

    def claims(self) -> dict[str, str]:
        """In the words of the national SSO (one-stop.md section 7)."""
        tax_code, business = self.business
        return {
            "sub": self.sub,
            "TechID": f"twin-{self.sub}",
            "SoDinhDanh": self.number,
            "HoVaTen": self.name,
            "NgaySinh": self.born,
            "GioiTinh": self.sex,
            "SoDienThoai": self.phone,
            "ThuDienTu": f"{self.sub}@mau.example",
            "DiaChi": self.address,
            "LoaiTaiKhoan": "2" if tax_code else "1",
            "MaSoThue": tax_code,
            "TenDoanhNghiep": business,
        }


_ROWS = (
    Citizen("cd-01", "099188000017", "Nguyễn Thị Ánh Tuyết", "14/03/1988", "Nữ", "0912000001", "Phường Xuân Hương"),
    Citizen("cd-02", "099085000023", "Trần Đỗ Quốc Khánh", "02/09/1985", "Nam", "0912000002", "Thôn 3, xã Đạ Huoai"),
    Citizen("cd-03", "099090000031", "K'Brêu", "21/06/1990", "Nam", "0912000003", "Buôn Đạ Nhar, xã Đạ Tẻh"),
    Citizen("cd-04", "099195000048", "Điểu Thị Ngọc Ẩn", "30/11/1995", "Nữ", "0912000004", "Bon Pi Nao, xã Nhân Cơ"),
    Citizen("cd-05", "099072000055", "Lê Hữu Phước", "01/01/1972", "Nam", "0912000005", "Phường Phan Thiết"),
    Citizen("cd-06", "099301000062", "Phạm Ngọc Bảo Hân", "19/05/2001", "Nữ", "0912000006", "Phường 1 Bảo Lộc"),
    Citizen("cd-07", "099058000079", "Huỳnh Văn Út", "08/08/1958", "Nam", "", "Ấp Hòa Thuận, xã Tuy Phong"),
    Citizen("cd-08", "099199000086", "Mai Thị Quỳnh Như", "25/12/1999", "Nữ", "0912000008", "Đặc khu Phú Quý"),
    Citizen("cd-09", "099203000093", "Võ Hoàng Gia Bảo", "17/02/2003", "Nam", "0912000009", "Xã Đức Trọng"),
    Citizen("cd-10", "099164000104", "Bế Thị Nhị", "09/10/1964", "Nữ", "0912000010", "Xã Cư Jút"),
    Citizen("cd-11", "099080000111", "Ya Hiêng", "03/04/1980", "Nam", "0912000011", "Xã Đơn Dương"),
    Citizen("tc-12", "099178000128", "Đoàn Thị Thanh Thúy", "11/07/1978", "Nữ", "0912000012", "Phường Lâm Viên",
            ("0599999999", "Công ty TNHH Mẫu Cao Nguyên")),
)  # fmt: skip
CITIZENS: Mapping[str, Citizen] = {citizen.sub: citizen for citizen in _ROWS}
