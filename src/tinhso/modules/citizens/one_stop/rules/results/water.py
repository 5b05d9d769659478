"""Results about groundwater, drawn from the answers."""

from decimal import Decimal
from typing import Any

from tinhso.modules.citizens.one_stop.rules.results.land import party_name
from tinhso.modules.citizens.one_stop.rules.results.setting import (
    Answers,
    Setting,
    recipients,
    shown_address,
    shown_area,
    shown_date,
)

SOURCES = {
    "drilled": "giếng khoan",
    "dug": "giếng đào",
    "spring": "mạch lộ",
    "mine": "nước trong moong khai thác khoáng sản, bơm hút tháo khô mỏ",
}
PURPOSES = {
    "farming": "sản xuất nông nghiệp, nuôi trồng",
    "business": "kinh doanh, dịch vụ",
    "industry": "sản xuất công nghiệp",
    "domestic": "cấp nước sinh hoạt cho người khác",
    "mining": "tuyển quặng, tháo khô mỏ",
}
SCOPES = {"small": "quy mô nhỏ", "medium": "quy mô vừa"}


def groundwater_confirmation(answers: Answers, setting: Setting) -> dict[str, Any]:
    cubic = shown_area(Decimal(answers["daily_litres"]) / 1000)
    return {
        **setting.facts(),
        "title": "Giấy xác nhận",
        "excerpt": "Đăng ký khai thác nước dưới đất",
        "case_number": setting.case_number,
        "opening": [f"{setting.issuer} xác nhận đã đăng ký công trình khai thác nước dưới đất sau đây:"],
        "rows": [
            {"label": "Tổ chức, cá nhân đăng ký", "value": party_name(answers)},
            {"label": "Địa chỉ", "value": shown_address(answers["applicant_address"])},
            {"label": "Vị trí công trình", "value": shown_address(answers["works_address"])},
            {"label": "Hình thức khai thác", "value": SOURCES[answers["source_kind"]]},
            {"label": "Lượng nước khai thác", "value": f"{cubic} m³/ngày đêm"},
            {"label": "Mục đích sử dụng", "value": ", ".join(PURPOSES[one] for one in answers["purpose"])},
            {"label": "Khai thác từ", "value": shown_date(answers["since"])},
        ],
        "tables": [
            {
                "title": "Các giếng, điểm khai thác",
                "columns": ["Ký hiệu", "Sâu (m)", "X (VN-2000)", "Y (VN-2000)"],
                "rows": [
                    [one["name"], str(one["depth"]), _metres(one, "coordinate_x"), _metres(one, "coordinate_y")]
                    for one in answers["wells"]
                ],
            }
        ],
        "closing": [
            "Người đăng ký khai thác đúng nội dung xác nhận và thực hiện nghĩa vụ theo pháp luật về tài nguyên nước."
        ],
        "recipients": recipients("Người đăng ký"),
    }


def _metres(well: Answers, name: str) -> str:
    return str(well[name]) if name in well else "–"


def drilling_licence(answers: Answers, setting: Setting) -> dict[str, Any]:
    return {
        **setting.facts(),
        "title": "Giấy phép",
        "excerpt": "Hành nghề khoan nước dưới đất",
        "case_number": setting.case_number,
        "opening": [
            f"Điều 1. Cho phép {party_name(answers)} hành nghề khoan nước dưới đất {SCOPES[answers['scope']]}, "
            "với các nội dung sau:",
        ],
        "rows": [
            {"label": "Tổ chức, cá nhân", "value": party_name(answers)},
            {"label": "Địa chỉ", "value": shown_address(answers["applicant_address"])},
            {"label": "Chịu trách nhiệm chính về kỹ thuật", "value": _technician(answers)},
            {"label": "Quy mô hành nghề", "value": SCOPES[answers["scope"]]},
            {"label": "Địa bàn hành nghề", "value": answers["area_of_work"]},
            {"label": "Thời hạn của giấy phép", "value": f"{answers['years']} năm"},
        ],
        "tables": [
            {
                "title": "Máy khoan, thiết bị",
                "columns": ["Tên, loại máy", "Đường kính (mm)", "Độ sâu (m)", "Số lượng"],
                "rows": [
                    [one["name"], str(one["diameter"]), str(one["depth"]), str(one["count"])]
                    for one in answers["machines"]
                ],
            }
        ],
        "closing": [
            "Điều 2. Người được cấp phép hành nghề đúng giấy phép này và quy định của pháp luật về tài nguyên nước."
        ],
        "recipients": recipients("Người được cấp phép", "Sở Nông nghiệp và Môi trường"),
    }


def _technician(answers: Answers) -> str:
    return f"{answers['technician_name']} ({answers['technician_qualification']})"
