"""What a machine read on a scan, as suggestions for fields: offered beside the picture, never taken over unasked."""

import re

from tinhso.base.text import nfc

_NUMBER = re.compile(
    r"\bS[ốoóô]\s*[:.]?\s*([0-9]{1,6}\s*[/\-]\s*[0-9A-ZĐƯƠÂÊÔ][0-9A-ZĐƯƠÂÊÔa-z./\-]{0,40}|[0-9]{1,6}\b)"
)
_DAY = re.compile(r"ng[àaá]y\s+(\d{1,2})\s+th[áaà]ng\s+(\d{1,2})\s+n[ăaâ]m\s+(\d{4})", re.IGNORECASE)
_SHORT_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_ISSUER = re.compile(r"^(ỦY BAN NHÂN DÂN|UBND|SỞ|VĂN PHÒNG|CÔNG AN|BẢO HIỂM|TÒA ÁN|CHI CỤC|CỤC|BỘ)\b.{0,120}$")
_TITLE = re.compile(r"^(GIẤY|QUYẾT ĐỊNH|TRÍCH LỤC|BẢN SAO|CHỨNG CHỈ|GIẤY PHÉP|BIÊN BẢN|THÔNG BÁO|VĂN BẢN)\b.{0,150}$")
_NATION = re.compile(r"\s*(CỘNG H[ÒO]A|ĐỘC LẬP|Độc lập).*$")  # the right half of the head, read into the same line
_PLACE = re.compile(r"^(XÃ|PHƯỜNG|ĐẶC KHU|TỈNH|THÀNH PHỐ|HUYỆN|THỊ TRẤN|THỊ XÃ|QUẬN)\b.{0,80}$")
_SIGNER_POST = re.compile(r"^(CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TRƯỞNG|KT\.|TM\.|TL\.)")
_NAME = re.compile(r"^[A-ZĐÀ-Ỹ][a-zà-ỹđ]+( [A-ZĐÀ-Ỹ][a-zà-ỹđ]*){1,5}$")


def suggestions(text: str) -> dict[str, str]:
    """By the name of the field; only what was found with some confidence."""
    lines = [line for line in (nfc(one) for one in text.splitlines()) if line]
    found = {
        "number_text": _number(lines),
        "issued_on": _day(text),
        "issuer": _issuer(lines),
        "title": next((line.capitalize() for line in lines if _TITLE.match(line)), ""),
        "signer": _signer(lines),
    }
    return {name: value for name, value in found.items() if value}


def _number(lines: list[str]) -> str:
    match = next((match for line in lines if (match := _NUMBER.search(line))), None)
    return re.sub(r"\s+", "", match[1]).rstrip(".-/") if match else ""


def _day(text: str) -> str:
    match = _DAY.search(nfc(text)) or _SHORT_DAY.search(text)
    if match is None:
        return ""
    day, month, year = (int(part) for part in match.groups())
    return f"{day:02d}/{month:02d}/{year}" if 1 <= day <= 31 and 1 <= month <= 12 else ""


def _issuer(lines: list[str]) -> str:
    """The first authority named at the head of the page, with the place in the line below it."""
    head = [_NATION.sub("", line) for line in lines[:21]]
    for line, following in zip(head, [*head[1:], ""], strict=False):
        if _ISSUER.match(line):
            place = following if _PLACE.match(following) else ""
            return " ".join(part for part in (line.capitalize(), place.title()) if part)
    return ""


def _signer(lines: list[str]) -> str:
    """The last name that stands alone below the post of somebody who signs."""
    posts = [at for at, line in enumerate(lines) if _SIGNER_POST.match(line)]
    if not posts:
        return ""
    names = [line for line in lines[posts[-1] + 1 :] if _NAME.match(line)]
    return names[-1] if names else ""
