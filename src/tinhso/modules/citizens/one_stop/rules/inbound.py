"""What the national portal sent, read as values; whatever cannot be used is named as a doubt, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.forms.rules import Definition, Question, check_value, form_of, read

# Why a dossier from the portal needs a look; the code may be followed by ``:`` and the names of questions.
DOUBTS: Mapping[str, str] = {
    "variant_unsaid": gettext_noop("Cổng không nêu trường hợp: hệ thống lấy trường hợp đầu tiên của thủ tục."),
    "answers_wrong": gettext_noop("Tờ khai trên Cổng chưa khớp biểu mẫu ở đây. Mục cần xem lại hoặc yêu cầu bổ sung:"),
    "name_differs": gettext_noop("Họ tên trên Cổng khác họ tên đã lưu của số định danh này."),
    "number_wrong": gettext_noop("Số định danh trên Cổng không đúng 12 chữ số nên không được lưu."),
    "phone_wrong": gettext_noop("Số điện thoại trên Cổng không đúng nên không được lưu."),
    "paper_unknown": gettext_noop("Có giấy tờ mang mã lạ: đối chiếu với danh mục giấy tờ của thủ tục."),
    "future": gettext_noop("Giờ nộp ghi trên Cổng muộn hơn giờ nhận ở đây: hệ thống lấy giờ nhận."),
}


class BadFiling(Refused):
    code = "portal-message-unreadable"
    title = gettext_noop("Thông điệp của Cổng thiếu hoặc sai mục “%(field)s”")
    mend = gettext_noop("Báo cho đơn vị vận hành Cổng gửi lại.")


@dataclass(frozen=True)
class FileSaid:
    """A file that lies at the portal."""

    name: str
    paper_code: str
    url: str


@dataclass(frozen=True)
class PaymentSaid:
    """Money paid at the portal; ``lines`` are (code, title, amount in đồng)."""

    transaction: str
    lines: tuple[tuple[str, str, int], ...]
    paid_at: datetime

    @property
    def amount(self) -> int:
        return sum(line[2] for line in self.lines)


@dataclass(frozen=True)
class Filing:
    """A dossier as it was filed at the portal."""

    number: str
    procedure_code: str
    unit: str
    title: str
    submitted_at: datetime
    owner_kind: int
    owner_name: str
    owner_number: str
    filer_name: str
    filer_number: str
    phone: str
    email: str
    is_vneid: bool
    variant: str
    answers: Mapping[str, Any]
    files: tuple[FileSaid, ...]
    payment: PaymentSaid | None


def read_filing(body: Mapping[str, Any]) -> Filing:
    """Raises BadFiling naming the field."""
    try:
        return Filing(
            **{name: str(body[name]) for name in _TEXTS},
            submitted_at=datetime.fromisoformat(body["submitted_at"]),
            owner_kind=int(body["owner_kind"]),
            is_vneid=bool(body["is_vneid"]),
            answers=dict(body["answers"]),
            files=files_said(body),
            payment=read_payment(body["payment"]) if body.get("payment") else None,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BadFiling(field=str(error).strip("'")[:60]) from error


_TEXTS = (
    "number", "procedure_code", "unit", "title", "owner_name", "owner_number", "filer_name", "filer_number", "phone",
    "email", "variant",
)  # fmt: skip


def files_said(body: Mapping[str, Any]) -> tuple[FileSaid, ...]:
    """Raises KeyError."""
    return tuple(FileSaid(row["name"], row["paper_code"], row["url"]) for row in body["files"])


def read_payment(told: Mapping[str, Any]) -> PaymentSaid:
    """Raises KeyError, ValueError, TypeError."""
    lines = tuple((str(row["code"]), str(row["title"]), int(row["amount"])) for row in told["lines"])
    return PaymentSaid(str(told["transaction"]), lines, datetime.fromisoformat(told["paid_at"]))


def local_codes(code: str) -> Sequence[str]:
    """The codes a procedure may have here: as said, and without the province's ending (``1.001193.H36``)."""
    bare = re.sub(r"\.[GH][0-9]{2}$", "", code)
    return (code,) if bare == code else (code, bare)


def usable_answers(form: Definition, said: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The answers that fit their questions, read from text where they came as text, and the names of the others."""
    usable: dict[str, Any] = {}
    wrong = []
    for question in form_of(form).questions:
        if question.name not in said:
            continue
        value = _usable(question, said[question.name])
        if value is None:
            wrong.append(question.name)
        else:
            usable[question.name] = value
    return usable, wrong


def _usable(question: Question, value: Any) -> Any:
    if value is not None and not check_value(question, value):
        return value
    if question.is_group or not isinstance(value, str):
        return None
    reading = read(question, value)
    return None if reading.errors else reading.value


def doubt_text(doubt: str) -> tuple[str, Sequence[str]]:
    """The sentence of a doubt, and the names of the questions it is about."""
    code, _, names = doubt.partition(":")
    return DOUBTS.get(code, code), tuple(filter(None, names.split(",")))
