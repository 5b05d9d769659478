"""Results of the civil status register, drawn from the answers."""

from datetime import date
from typing import Any

from tinhso.base.moments import day_text
from tinhso.modules.citizens.one_stop.rules.results.setting import (
    SEXES,
    Answers,
    Setting,
    date_in_words,
    shown_address,
    shown_date,
)

EVENTS = {
    "birth": "Giấy khai sinh (bản sao)",
    "marriage": "Trích lục kết hôn (bản sao)",
    "death": "Trích lục khai tử (bản sao)",
    "recognition": "Trích lục đăng ký nhận cha, mẹ, con (bản sao)",
    "guardianship": "Trích lục đăng ký giám hộ (bản sao)",
    "change": "Trích lục thay đổi, cải chính hộ tịch (bản sao)",
}
STATUSES = {
    "never": "chưa đăng ký kết hôn với ai",
    "divorced": "đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
    "widowed": "có vợ hoặc chồng đã chết, hiện tại chưa đăng ký kết hôn với ai",
    "married": "đang có vợ hoặc chồng",
}


def birth_certificate(answers: Answers, setting: Setting) -> dict[str, Any]:
    born = date.fromisoformat(answers["child_birth_date"])
    child = {
        "name": answers["child_name"],
        "birth_date": day_text(born),
        "birth_words": date_in_words(born),
        "sex": SEXES[answers["child_sex"]],
        "ethnicity": answers["child_ethnicity"],
        "nationality": answers["child_nationality"],
        "birth_place": answers["birth_place"],
        "hometown": shown_address(answers["child_hometown"]),
        "number": answers.get("child_number", ""),
    }
    return {
        **setting.facts(),
        "child": child,
        "mother": _parent(answers, "mother"),
        "father": _parent(answers, "father"),
        "requester": answers["applicant_name"],
        "registrar": setting.issuer,
    }


def _parent(answers: Answers, who: str) -> dict[str, str]:
    if not answers.get(f"has_{who}"):
        return {}
    return {
        "name": answers[f"{who}_name"],
        "birth_date": shown_date(answers[f"{who}_birth_date"]),
        "ethnicity": answers[f"{who}_ethnicity"],
        "nationality": answers[f"{who}_nationality"],
        "residence": shown_address(answers[f"{who}_residence"]),
    }


def marriage_certificate(answers: Answers, setting: Setting) -> dict[str, Any]:
    """Husband and wife, whichever of them applied."""
    own, other = _spouse(answers, "applicant"), _spouse(answers, "partner")
    husband, wife = (own, other) if answers["applicant_side"] == "male" else (other, own)
    return {**setting.facts(), "husband": husband, "wife": wife, "registrar": setting.issuer}


def _spouse(answers: Answers, who: str) -> dict[str, str]:
    return {
        "name": answers[f"{who}_name"],
        "birth_date": shown_date(answers[f"{who}_birth_date"]),
        "ethnicity": answers[f"{who}_ethnicity"],
        "nationality": answers[f"{who}_nationality"],
        "residence": shown_address(answers[f"{who}_address"]),
        "number": answers[f"{who}_number"],
    }


def marital_status_certificate(answers: Answers, setting: Setting) -> dict[str, Any]:
    is_own = answers["applicant_relation"] == "self"
    return {
        **setting.facts(),
        "requester": answers["applicant_name"],
        "subject": {
            "name": answers["applicant_name"] if is_own else answers["subject_name"],
            "number": answers["applicant_number"] if is_own else answers["subject_number"],
            "birth_date": shown_date(answers["subject_birth_date"]),
            "sex": SEXES[answers["subject_sex"]],
            "ethnicity": answers["subject_ethnicity"],
            "nationality": answers["subject_nationality"],
            "residence": shown_address(answers["subject_address"]),
        },
        "since": shown_date(answers["status_since"]),
        "status": STATUSES[answers["status"]],
        "status_paper": answers.get("status_paper", ""),
        "purpose": _purpose(answers),
        "copies": answers.get("copies", 1),
    }


def _purpose(answers: Answers) -> str:
    if answers["purpose"] == "marry":
        return f"để đăng ký kết hôn với {answers['marry_whom']}, tại {answers['marry_where']}"
    return str(answers["other_purpose"])


def civil_status_extract(answers: Answers, setting: Setting) -> dict[str, Any]:
    rows = [
        ("Họ, chữ đệm, tên", answers["subject_name"]),
        ("Ngày, tháng, năm sinh", shown_date(answers["subject_birth_date"])),
        ("Giới tính", SEXES[answers["subject_sex"]]),
        ("Số định danh cá nhân", answers.get("subject_number", "")),
        ("Dân tộc", answers["subject_ethnicity"]),
        ("Quốc tịch", answers["subject_nationality"]),
        ("Họ, chữ đệm, tên vợ hoặc chồng", answers.get("second_name", "")),
        ("Họ, chữ đệm, tên mẹ", answers.get("mother_name", "")),
        ("Họ, chữ đệm, tên cha", answers.get("father_name", "")),
        ("Đã đăng ký tại", answers["registered_where"]),
        ("Số, quyển số", answers.get("registered_number", "")),
        ("Ngày đăng ký", shown_date(answers["registered_on"])),
    ]
    return {
        **setting.facts(),
        "title": EVENTS[answers["event"]],
        "rows": [{"label": label, "value": value} for label, value in rows if value],
        "copies": answers["copies"],
        "requester": answers.get("organisation_name") or answers["applicant_name"],
    }
