"""What a result document prints, drawn from the answers. Pure: answers and names in, facts out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.base.moments import day_text

Answers = Mapping[str, Any]
SEXES = {"male": "Nam", "female": "Nữ"}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True)
class Setting:
    """What the answers do not say: the case, the issuing office, the place and who will sign."""

    case_number: str
    issuer: str
    place: str
    signer_title: str
    signer_name: str
    authority: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        signer = {"authority": list(self.authority), "title": self.signer_title, "name": self.signer_name}
        return {"signer": signer, "place": self.place, "sheet": "a4"}


def two_digits_in_words(number: int) -> str:
    """0 to 99 in words: lẻ is left to years."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    last = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{words} {last}".strip()


def date_in_words(day: date) -> str:
    """Ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu."""
    thousands, rest = divmod(day.year, 1000)
    hundreds, tail = divmod(rest, 100)
    tail_words = f"lẻ {_DIGITS[tail]}" if 0 < tail < 10 else two_digits_in_words(tail) if tail else ""
    year = f"{_DIGITS[thousands]} nghìn {_DIGITS[hundreds]} trăm {tail_words}".strip()
    return f"Ngày {two_digits_in_words(day.day)} tháng {two_digits_in_words(day.month)} năm {year}"


def shown_date(text: str) -> str:
    """2026-11-23 as 23/11/2026; a year or a month alone as it stands."""
    parts = text.split("-")
    return day_text(date.fromisoformat(text)) if len(parts) == 3 else "/".join(reversed(parts))


def shown_address(address: Mapping[str, str] | None) -> str:
    parts = [(address or {}).get(part, "") for part in ("detail", "commune", "province")]
    return ", ".join(part for part in parts if part)


def shown_area(area: float | Decimal) -> str:
    """1.234,5"""
    text = f"{Decimal(str(area)).normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


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
        "recipients": ["Như trên", "Lưu: VT"],
    }


def copy_certification(answers: Answers, setting: Setting) -> dict[str, Any]:
    originals = answers["originals"]
    rows = [
        {
            "order": order,
            "title": original["title"],
            "issuer": original.get("issuer", ""),
            "pages": original["pages"],
            "copies": original["copies"],
        }
        for order, original in enumerate(originals, start=1)
    ]
    return {
        **setting.facts(),
        "requester": answers["applicant_name"],
        "originals": rows,
        "total_copies": sum(original["copies"] for original in originals),
    }


RESULT_FACTS: dict[str, Callable[[Answers, Setting], dict[str, Any]]] = {
    "birth_certificate": birth_certificate,
    "parcel_split_notice": parcel_split_notice,
    "copy_certification": copy_certification,
}
