"""Results about land, planning and building, drawn from the answers."""

from decimal import Decimal
from typing import Any

from tinhso.modules.citizens.one_stop.rules.results.setting import (
    Answers,
    Setting,
    recipients,
    shown_address,
    shown_area,
)

INFORMATION = {
    "land_use": "chức năng sử dụng đất",
    "indicators": "chỉ tiêu sử dụng đất quy hoạch",
    "roads": "đường giao thông, chỉ giới",
    "infrastructure": "hạ tầng kỹ thuật",
    "markers": "hồ sơ cắm mốc",
}
GRADES = {"3": "cấp III", "4": "cấp IV"}


def parcel_split_notice(answers: Answers, setting: Setting) -> dict[str, Any]:
    parcels = answers["new_parcels"]
    return {
        **setting.facts(),
        "case_number": setting.case_number,
        "applicant": answers["applicant_name"],
        "certificate": answers["certificate_number"],
        "parcel": {
            "sheet": str(answers["sheet_number"]),
            "number": str(answers["parcel_number"]),
            "area": shown_area(answers["parcel_area"]),
            "land_use": answers["land_use"],
            "commune": shown_address(answers["parcel_commune"]),
        },
        "parcels": [
            {
                "order": order,
                "area": shown_area(parcel["area"]),
                "land_use": parcel["land_use"],
                "receiver": parcel.get("receiver", ""),
            }
            for order, parcel in enumerate(parcels, start=1)
        ],
        "total_area": shown_area(sum(Decimal(str(parcel["area"])) for parcel in parcels)),
        "recipients": recipients("Như trên"),
    }


def party_name(answers: Answers) -> str:
    """The organisation that applies, or the person."""
    return str(answers.get("organisation_name") or answers["applicant_name"])


def building_permit(answers: Answers, setting: Setting) -> dict[str, Any]:
    floors = answers["floors"]
    total = shown_area(sum(Decimal(str(floor["area"])) for floor in floors))
    parcel = f"thửa đất số {answers['parcel_number']}, tờ bản đồ số {answers['sheet_number']}"
    height = f"{Decimal(answers['height_cm']) / 100:f}".replace(".", ",")
    return {
        **setting.facts(),
        "title": "Giấy phép xây dựng",
        "excerpt": answers["works_name"],
        "case_number": setting.case_number,
        "rows": [
            {"label": "Cấp cho", "value": party_name(answers)},
            {"label": "Địa chỉ", "value": shown_address(answers["applicant_address"])},
            {
                "label": "Được phép xây dựng",
                "value": f"{answers['works_name']}, công trình {GRADES[answers['works_grade']]}",
            },
            {"label": "Địa điểm", "value": f"{parcel}, {shown_address(answers['site_address'])}"},
            {"label": "Giấy tờ về đất", "value": answers["land_paper_number"]},
            {"label": "Diện tích lô đất", "value": f"{shown_area(answers['parcel_area'])} m²"},
            {"label": "Diện tích xây dựng tầng một", "value": f"{shown_area(answers['ground_area'])} m²"},
            {"label": "Tổng diện tích sàn", "value": f"{total} m²"},
            {"label": "Chiều cao công trình", "value": f"{height} m"},
            {"label": "Cốt nền xây dựng", "value": answers["floor_level"]},
            *([{"label": "Khoảng lùi", "value": answers["set_back"]}] if answers.get("set_back") else []),
            {"label": "Thiết kế do", "value": answers["designer"]},
        ],
        "tables": [
            {
                "title": "Diện tích từng tầng",
                "columns": ["Tầng", "Diện tích sàn (m²)"],
                "rows": [[floor["name"], shown_area(floor["area"])] for floor in floors],
            }
        ],
        "closing": [
            "Giấy phép này kèm theo hồ sơ thiết kế đã đóng dấu. Chủ đầu tư xây dựng đúng nội dung giấy phép, "
            "thông báo ngày khởi công cho cơ quan cấp phép trước khi xây."
        ],
        "recipients": recipients("Chủ đầu tư"),
    }


def planning_information(answers: Answers, setting: Setting) -> dict[str, Any]:
    """What was asked, where, and what the plan says of it in the official's words."""
    wanted = ", ".join(INFORMATION[one] for one in answers["wanted"])
    return {
        **setting.facts(),
        "title": "Cung cấp thông tin quy hoạch",
        "excerpt": "Về quy hoạch đô thị và nông thôn theo yêu cầu",
        "case_number": setting.case_number,
        "opening": [
            f"Kính gửi: {party_name(answers)}.",
            f"Xét đề nghị tại hồ sơ số {setting.case_number}, {setting.issuer} cung cấp thông tin quy hoạch "
            "của vị trí sau:",
        ],
        "rows": [
            {"label": "Địa điểm", "value": shown_address(answers["site_address"])},
            *([{"label": "Mô tả vị trí", "value": answers["landmarks"]}] if answers.get("landmarks") else []),
            {"label": "Thông tin đề nghị", "value": wanted},
            {"label": "Mục đích sử dụng", "value": answers["purpose"]},
        ],
        "tables": [
            {
                "title": "Các thửa đất",
                "columns": ["Tờ bản đồ", "Thửa đất", "Diện tích (m²)"],
                "rows": [
                    [
                        str(one["sheet_number"]),
                        str(one["parcel_number"]),
                        shown_area(one["area"]) if "area" in one else "–",
                    ]
                    for one in answers["parcels"]
                ],
            }
        ],
        "findings": dict(setting.findings),
        "chapters": [
            {"title": INFORMATION[name][:1].upper() + INFORMATION[name][1:], "paragraphs": text.splitlines()}
            for name, text in setting.findings.items()
        ],
        "closing": ["Trích lục bản đồ quy hoạch và hồ sơ liên quan của vị trí trên kèm theo văn bản này."],
        "recipients": recipients("Như trên"),
    }
