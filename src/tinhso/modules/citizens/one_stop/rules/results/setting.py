"""What every result shares: who issues and signs it, and how dates, addresses and areas are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    province: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)  # what the official wrote, by its name

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


def recipients(*names: str) -> list[str]:
    """Nơi nhận, with the archive last."""
    return [*names, "Lưu: VT"]
