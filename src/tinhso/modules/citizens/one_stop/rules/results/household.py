"""Results of the agencies that take part in the joint application of a child (2.000986)."""

from typing import Any

from tinhso.modules.citizens.one_stop.rules.results.setting import (
    SEXES,
    Answers,
    Setting,
    recipients,
    shown_address,
    shown_date,
)


def residence_notice(answers: Answers, setting: Setting) -> dict[str, Any]:
    """The commune's police write under the police of the province, not under the commune."""
    return {
        **setting.facts(),
        "title": "Thông báo",
        "excerpt": "Kết quả giải quyết thủ tục về cư trú",
        "case_number": setting.case_number,
        "opening": [f"{setting.issuer} thông báo đã đăng ký thường trú cho trẻ có tên sau đây:"],
        "rows": [
            {"label": "Họ, chữ đệm, tên", "value": answers["child_name"]},
            {"label": "Ngày, tháng, năm sinh", "value": shown_date(answers["child_birth_date"])},
            {"label": "Giới tính", "value": SEXES[answers["child_sex"]]},
            {"label": "Nơi thường trú", "value": shown_address(answers["residence_address"])},
            {"label": "Chủ hộ", "value": answers["head_name"]},
            {"label": "Quan hệ với chủ hộ", "value": answers["head_relation"]},
        ],
        "recipients": recipients("Người yêu cầu"),
        "paper": {"parent": f"Công an {setting.province}"},
    }


def health_insurance_card(answers: Answers, setting: Setting) -> dict[str, Any]:
    """The social insurance of the province belongs to that of the country."""
    return {
        **setting.facts(),
        "child": {
            "name": answers["child_name"],
            "birth_date": shown_date(answers["child_birth_date"]),
            "sex": SEXES[answers["child_sex"]],
            "residence": shown_address(answers["residence_address"]),
        },
        "clinic": answers["clinic"],
        "case_number": setting.case_number,
        "paper": {"parent": "Bảo hiểm xã hội Việt Nam"},
    }
