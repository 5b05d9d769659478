"""A whole procedure as officials would write it, for the tests of the designer."""

from copy import deepcopy
from typing import Any

from tinhso.modules.citizens.one_stop.rules.designing.forming import with_question
from tinhso.modules.citizens.one_stop.rules.designing.parts import BY_CODE
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content, empty_content

CODE = "1.999001.H36"
TITLE = "Xác nhận tổ chức hoạt động thể thao tại nơi công cộng"


def row(part: str, place: int = 1, /, **typed: Any) -> dict[str, Any]:
    made = BY_CODE[part].new_row([])
    return made | {"code": f"{BY_CODE[part].prefix}{place}"} | typed


def written() -> Content:
    """Complete: nothing keeps it from being published."""
    content = deepcopy(empty_content())
    content["general"] |= {
        "code": CODE, "title": TITLE, "sector": "Thể dục, thể thao", "ministry": "Ủy ban nhân dân tỉnh",
        "levels": ["commune"], "applicants": "Công dân Việt Nam", "agencies": "Ủy ban nhân dân xã",
    }  # fmt: skip
    content["bases"] = [row("bases", number="12/2026/NQ-HĐND", issued_on="01/07/2026", issuer="Hội đồng nhân dân tỉnh")]
    content["variants"] = [
        row("variants", 1, title="Không đóng đường", amount="3", unit="working_day", legal_basis="Nghị quyết 12"),
        row("variants", 2, title="Có đóng đường", amount="5", unit="working_day", legal_basis="Nghị quyết 12"),
    ]
    content["papers"] = [
        row("papers", 1, title="Kế hoạch tổ chức", form="copy", copies="1"),
        row("papers", 2, title="Sơ đồ phân luồng", form="copy", copies="1", variants=["case_2"]),
    ]
    content["charges"] = [
        row("charges", 1, title="Lệ phí", unit_price="50.000", channels=["1", "3"], pay="before", legal_basis="NQ 12"),
        row("charges", 2, title="Lệ phí khi nộp trực tuyến", unit_price="25.000", channels=["2"], legal_basis="NQ 12"),
    ]
    for step, hours in zip(content["steps"], ("1", "12", "4", "1", "1"), strict=True):
        step["hours"] = hours
    content["results"] = [
        row(
            "results", title="Giấy xác nhận", number="KQ.H36.000001", document_kind="own_certificate",
            excerpt="Tổ chức hoạt động thể thao", opening="{office} xác nhận:",
            rows="Người đề nghị: {applicant}\nHoạt động: {to_khai.ten_hoat_dong}\nNgày: {to_khai.ngay_to_chuc}",
            closing="Người tổ chức chịu trách nhiệm về an toàn.", recipients="Như trên",
        )
    ]  # fmt: skip
    content["letters"] = [
        row("letters", title="Công văn", to="{applicant}", body="Mời ông/bà về {case_title}.", legal_basis="NQ 12")
    ]
    body = content["form"]["body"]
    for label, kind in (("Tên hoạt động là gì?", "text"), ("Ngày tổ chức là ngày nào?", "date")):
        body, _path = with_question(body, "phan_1", label, kind)
    questions = body["sections"][0]["questions"]
    questions[3]["name"], questions[4]["name"] = "ten_hoat_dong", "ngay_to_chuc"
    content["form"] |= {"title": "Đơn đề nghị", "body": body}
    return content
