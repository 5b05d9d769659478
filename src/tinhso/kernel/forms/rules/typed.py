"""What people type, read: boxes of a posted page → the raw text kept → a value or what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from tinhso.base.text import fold, nfc
from tinhso.kernel.forms.rules import wording
from tinhso.kernel.forms.rules.checking import check_value
from tinhso.kernel.forms.rules.effective import is_empty, tidy
from tinhso.kernel.forms.rules.shape import ADDRESS_PARTS, DATE_PARTS, Definition, Question, form_of, parts_of
from tinhso.kernel.forms.rules.wording import Message

MOST_TYPED = 20_000
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ][0-9]{3})+")
_WHOLE = re.compile(r"[0-9]{1,16}")
_DECIMAL = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:[. ][0-9]{3})+|[0-9]{1,12})(?:,(?P<part>[0-9]{1,9}))?")
_DOTTED = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_ONE_BOX = re.compile(r"(?:(?P<day>[0-9]{1,2})\s*[/.\- ]\s*)?(?P<month>[0-9]{1,2})\s*[/.\- ]\s*(?P<year>[0-9]{1,4})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_RUN = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")


class Posted(Protocol):
    """A posted form: Django's QueryDict is one."""

    def get(self, key: str, default: str, /) -> Any: ...
    def getlist(self, key: str) -> list[Any]: ...


@dataclass(frozen=True)
class Reading:
    """A value (None when nothing or nothing readable was typed) and the errors by pointer."""

    value: Any = None
    errors: dict[str, Message] = field(default_factory=dict)


def field_id(pointer: str) -> str:
    """The HTML id and name of a field: ``/children/0/name`` → ``children-0-name``."""
    return "-".join(parts_of(pointer))


def typed(question: Question, posted: Posted, at: str = "") -> Any:
    """The raw text of a question as posted; ``at`` is its pointer (default: its name).

    A date gives {day, month, year} (or text when one box was sent), an address its three parts, several
    choices and files a list, a group (the staff table) a list of items, everything else text.
    """
    name = field_id(at or question.name)
    if question.is_group:
        return _typed_items(question, posted, at or question.name)
    if question.kind == "address":
        return {part: str(posted.get(f"{name}-{part}", "")) for part in ADDRESS_PARTS}
    if question.kind == "date" and not posted.get(name, ""):
        return {part: str(posted.get(f"{name}-{part}", "")) for part in DATE_PARTS}
    if question.kind in ("choices", "file"):
        return [str(value) for value in posted.getlist(name)]
    return str(posted.get(name, ""))


def typed_form(definition: Definition, posted: Posted) -> dict[str, Any]:
    """The raw text of a whole posted page (the staff form), by name of question."""
    return {question.name: typed(question, posted) for question in form_of(definition).questions}


def _typed_items(question: Question, posted: Posted, at: str) -> list[dict[str, Any]]:
    count = str(posted.get(f"{field_id(at)}-count", "0"))
    rows = min(int(count), question.most + 1) if re.fullmatch("[0-9]{1,5}", count) else 0
    items = [
        {item.name: typed(item, posted, f"{at}/{index}/{item.name}") for item in question.items}
        for index in range(rows)
        if not posted.get(f"{field_id(at)}-{index}-remove", "")
    ]
    return [item for item in items if not all(is_blank(raw) for raw in item.values())]


def is_blank(raw: Any) -> bool:
    """Nothing typed in any box."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping):
        return all(is_blank(part) for part in raw.values())
    return is_empty(raw)


def size_of(raw: Any) -> int:
    """How many characters were typed in all."""
    if isinstance(raw, Mapping):
        return sum(size_of(part) for part in raw.values())
    return sum(size_of(part) for part in raw) if isinstance(raw, list) else len(str(raw))


def read(question: Question, raw: Any, *, on: date | None = None, at: str = "") -> Reading:
    """The value of what was typed, or the errors by pointer; a missing answer is no error here."""
    at = at or f"/{question.name}"
    if is_blank(raw):
        return Reading()
    if size_of(raw) > MOST_TYPED:
        return Reading(
            errors={at: Message("tooLong", wording.TOO_LONG_TYPED, limit=f"{MOST_TYPED:,}".replace(",", "."))}
        )
    value = _parse(question, raw)
    if isinstance(value, Message):
        return Reading(errors={at: value})
    errors = check_value(question, value, on=on, at=at)
    return Reading(errors=errors) if errors else Reading(tidy(question, value))


def _parse(question: Question, raw: Any) -> Any:
    """The value meant, or the message that says why it cannot be read."""
    if question.kind == "date":
        return _date(question, raw)
    if question.kind in ("choices", "file"):
        return [text for text in raw if text] if isinstance(raw, list) else wording.wrong_type(question, raw)
    if question.kind == "address":
        return tidy(question, dict(raw)) if isinstance(raw, Mapping) else wording.wrong_type(question, raw)
    if not isinstance(raw, str):
        return wording.wrong_type(question, raw)
    return _parse_text(question, raw)


def _parse_text(question: Question, raw: str) -> Any:
    text = nfc(raw)
    if question.kind == "personal_number":
        return re.sub(r"[ .\-]", "", text)
    if question.kind == "phone":
        return re.sub(r"^(\+84|0084)", "0", re.sub(r"[ .\-()]", "", text))
    if question.kind in ("integer", "money"):
        return _whole(question, text)
    if question.kind == "area":
        return _area(question, text)
    if question.kind == "yes_no":
        return {"yes": True, "co": True, "no": False, "khong": False}.get(fold(text), wording.wrong_type(question))
    return raw if question.kind == "longtext" else text


def _whole(question: Question, text: str) -> int | Message:
    text = re.sub(r"\s*(đồng|đ|vnđ|vnd)\.?$", "", text, flags=re.IGNORECASE) if question.kind == "money" else text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text) and len(text) < 22:
        return int(re.sub("[^0-9]", "", text))
    return wording.wrong_type(question, text)


def _area(question: Question, text: str) -> float | int | Message:
    text = re.sub(r"\s*(m2|m²|mét vuông)$", "", text, flags=re.IGNORECASE)
    if match := _DECIMAL.fullmatch(text):
        whole, part = re.sub("[^0-9]", "", match["whole"]), match["part"]
        return float(f"{whole}.{part}") if part else int(whole)
    return float(text) if _DOTTED.fullmatch(text) else wording.wrong_type(question, text)


def _date(question: Question, raw: Any) -> str | Message:
    parts = _date_parts(raw)
    if parts is None or not all(part.isascii() and part.isdecimal() for part in parts.values() if part):
        return wording.wrong_type(question, raw, "format")
    if part := _missing_part(question, parts):
        return Message("required", wording.PART_MISSING[part])
    if len(parts["year"]) != 4 or not 1800 <= int(parts["year"]) <= 2099:
        return Message("year", wording.YEAR, year=parts["year"])
    return _whole_date(parts)


def _date_parts(raw: Any) -> dict[str, str] | None:
    if isinstance(raw, Mapping):
        return {part: nfc(str(raw.get(part, "")))[:10] for part in DATE_PARTS}
    text = nfc(str(raw))
    if text.isascii() and text.isdecimal() and len(text) == 4:
        return {"day": "", "month": "", "year": text}
    match = _ISO.fullmatch(text) or _RUN.fullmatch(text) or _ONE_BOX.fullmatch(text)
    return {part: match[part] or "" for part in DATE_PARTS} if match else None


def date_boxes(text: str) -> dict[str, str]:
    """Text of one box in three boxes; what is no date stands whole in the first."""
    return _date_parts(text) or {"day": text[:10], "month": "", "year": ""}


def _missing_part(question: Question, parts: Mapping[str, str]) -> str:
    """The first box left empty that is needed: a partial date may lack the day, or day and month."""
    if question.partial and parts["year"] and not parts["day"]:
        return ""
    return next((part for part in DATE_PARTS if not parts[part]), "")


def _whole_date(parts: Mapping[str, str]) -> str | Message:
    year, month, day = (int(parts[name]) if parts[name] else 0 for name in ("year", "month", "day"))
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return Message("format", wording.NO_SUCH_DAY, day="/".join(parts[name] for name in DATE_PARTS if parts[name]))
    if not parts["month"]:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if parts["day"] else f"{year:04d}-{month:02d}"


def as_typed(question: Question, value: Any) -> Any:
    """A value as it would have been typed: what the boxes show again."""
    if question.kind == "date":
        parts = [*str(value or "").split("-"), "", ""][:3] if value else ["", "", ""]
        return {"year": parts[0], "month": parts[1].lstrip("0"), "day": parts[2].lstrip("0")}
    if question.kind == "address":
        return {part: str((value or {}).get(part, "")) for part in ADDRESS_PARTS}
    if question.kind in ("choices", "file"):
        return list(value or ())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value) if isinstance(value, int | float) else str(value)


def figure(value: int | float) -> str:
    """1.234 and 1.250,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
