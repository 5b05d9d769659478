"""The content of a design: how it begins, how rows are typed, moved, added and taken out."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Protocol

from tinhso.base.text import fold
from tinhso.modules.citizens.one_stop.rules.designing.parts import GENERAL, PARTS, STEPS, VARIANTS, Box, Part

Content = dict[str, Any]
MOST_ROWS = 60
MOST_TYPED = 8000
USUAL_STEPS = (
    ("receive", "Tiếp nhận hồ sơ", "cases.receive", "receipt"),
    ("process", "Thẩm định, lập dự thảo kết quả", "cases.process", "competent"),
    ("sign", "Lãnh đạo ký", "documents.sign", "competent"),
    ("issue", "Văn thư phát hành", "cases.issue", "competent"),
    ("return", "Trả kết quả", "cases.return", "receipt"),
)
FIRST_SECTION = {"code": "phan_1", "title": "Người nộp", "questions": []}
FIRST_QUESTIONS = (
    ("applicant_name", "person_name", "Họ và tên của bạn là gì?", "account.full_name"),
    ("applicant_number", "personal_number", "Số định danh cá nhân của bạn là gì?", "account.number"),
    ("applicant_phone", "phone", "Số điện thoại để liên hệ với bạn là gì?", "account.phone"),
)


class Posted(Protocol):
    """A posted form: Django's QueryDict is one."""

    def get(self, key: str, default: str, /) -> Any: ...
    def getlist(self, key: str) -> list[Any]: ...
    def __contains__(self, key: object) -> bool: ...


def empty_content() -> Content:
    """A new procedure: one case, the usual five steps, who files asked of the account, all else to be written."""
    content: Content = {"general": {box.name: box.blank for box in GENERAL}}
    content |= {part.code: [] for part in PARTS}
    content["general"] |= {"channels": ["1", "2", "3"], "competent": "commune"}
    content["variants"] = [VARIANTS.new_row([]) | {"title": "Trường hợp chung"}]
    content["steps"] = [
        STEPS.new_row([]) | {"code": kind, "kind": kind, "title": title, "right": right, "office": office}
        for kind, title, right, office in USUAL_STEPS
    ]
    questions = [
        {"name": name, "kind": kind, "label": label, "source": source} for name, kind, label, source in FIRST_QUESTIONS
    ]
    sections = [FIRST_SECTION | {"questions": questions}]
    content["form"] = {"code": "", "title": "", "legal_basis": "", "is_verified": False, "body": {"sections": sections}}
    return content


def typed_general(posted: Posted) -> dict[str, Any]:
    return {box.name: _typed(box, posted, box.name) for box in GENERAL}


def typed_rows(part: Part, rows: Sequence[Mapping[str, Any]], posted: Posted) -> list[dict[str, Any]]:
    """The rows with what was typed into their boxes (``r0-title``); a row that was not sent stays as it is."""
    return [
        {**row, **{box.name: _typed(box, posted, f"r{place}-{box.name}") for box in part.boxes}}
        if f"r{place}-sent" in posted
        else dict(row)
        for place, row in enumerate(rows)
    ]


def _typed(box: Box, posted: Posted, name: str) -> Any:
    if box.kind == "flag":
        return posted.get(name, "") == "1"
    if box.kind == "many":
        return [clean(str(one)) for one in posted.getlist(name)]
    text = clean(str(posted.get(name, "")))
    return text if box.kind == "lines" else " ".join(text.split())


def clean(text: str) -> str:
    """What was typed without control characters (no file and no paper can hold them), cut where it is absurdly long."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable())
    return kept.strip()[:MOST_TYPED]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def with_row(part: Part, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row more; a step goes before the last two (issuing and returning)."""
    if len(rows) >= MOST_ROWS:
        return rows
    place = len(rows) - 2 if part is STEPS and len(rows) >= 2 else len(rows)
    return [*rows[:place], part.new_row(list(rows)), *rows[place:]]


def without_row(rows: list[Any], place: int) -> list[Any]:
    return [row for at, row in enumerate(rows) if at != place]


def moved(rows: list[Any], place: int, by: int) -> list[Any]:
    """The rows with one moved up (-1) or down (1); at the edge nothing changes."""
    if not (0 <= place < len(rows) and 0 <= place + by < len(rows)):
        return list(rows)
    made = list(rows)
    made[place], made[place + by] = made[place + by], made[place]
    return made


def code_of(text: str, taken: Sequence[str], otherwise: str = "cau_hoi") -> str:
    """A code from Vietnamese words, unlike those taken: ``ho_va_ten``, ``ho_va_ten_2``."""
    words = fold(text).replace(" ", "_").lstrip("0123456789_")[:50].strip("_") or otherwise
    codes = (words if number == 1 else f"{words}_{number}" for number in range(1, len(taken) + 3))
    return next(code for code in codes if code not in taken)


def without_dead_cases(content: Content) -> Content:
    """Rows that were narrowed to a case that is gone no longer name it."""
    made, known = deepcopy(content), {row["code"] for row in content["variants"]}
    for code in ("papers", "charges"):
        for row in made[code]:
            row["variants"] = [one for one in row["variants"] if one in known]
    return made
