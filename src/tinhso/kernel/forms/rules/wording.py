"""What is said of a wrong answer: what happened and how to mend it, by kind and broken rule."""

from collections.abc import Mapping
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.forms.rules.shape import CHOOSING, Question


class Message(str):
    """A Vietnamese sentence that still knows its code, its template and its facts, to be translated."""

    code: str
    template: str
    facts: Mapping[str, Any]

    def __new__(cls, code: str, template: str, /, **facts: Any) -> "Message":
        message = super().__new__(cls, template % facts if facts else template)
        message.code, message.template, message.facts = code, template, facts
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return (_message, (self.code, self.template, dict(self.facts)))


def _message(code: str, template: str, facts: dict[str, Any]) -> Message:
    return Message(code, template, **facts)


REQUIRED = {
    "choose": gettext_noop("Chọn một câu trả lời cho mục “%(label)s”."),
    "file": gettext_noop("Chưa có tệp nào cho mục “%(label)s”. Chọn hoặc chụp ít nhất một tệp."),
    "group": gettext_noop("Mục “%(label)s” cần ít nhất %(fewest)s mục. Thêm một mục rồi điền."),
    "fill": gettext_noop("Mục “%(label)s” còn trống. Điền câu trả lời."),
}
TYPES = {
    "date": gettext_noop("Ngày phải có đủ ngày, tháng, năm và có thật. Ví dụ: 27/11/2026."),
    "personal_number": gettext_noop("Số căn cước phải có 12 chữ số. Bạn mới nhập %(digits)s số."),
    "personal_number_letters": gettext_noop("Số căn cước chỉ gồm 12 chữ số, không có chữ cái hay dấu."),
    "personal_number_long": gettext_noop("Số căn cước phải có 12 chữ số. Bạn đã nhập %(digits)s số."),
    "phone": gettext_noop("Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng 0. Ví dụ: 0912 345 678."),
    "email": gettext_noop("Địa chỉ thư điện tử chưa đúng dạng. Ví dụ: ten@example.com."),
    "person_name": gettext_noop(
        "Họ và tên chỉ gồm chữ cái, khoảng trắng, dấu nháy và gạch nối. Bỏ chữ số và ký hiệu khác."
    ),
    "integer": gettext_noop("Mục “%(label)s” phải là số nguyên, viết bằng chữ số. Ví dụ: 12."),
    "money": gettext_noop("Số tiền phải là số nguyên đồng, viết bằng chữ số. Ví dụ: 120.000."),
    "area": gettext_noop("Diện tích phải là số mét vuông, nhiều nhất hai chữ số sau dấu phẩy. Ví dụ: 1.250,5."),
    "yes_no": gettext_noop("Chọn “Có” hoặc “Không” cho mục “%(label)s”."),
    "choice": gettext_noop("Câu trả lời cho mục “%(label)s” không có trong danh sách. Chọn lại."),
    "choices": gettext_noop("Có lựa chọn ở mục “%(label)s” không có trong danh sách. Chọn lại."),
    "address": gettext_noop("Địa chỉ gồm tỉnh, thành phố; xã, phường; và số nhà, đường. Điền lại mục “%(label)s”."),
    "file": gettext_noop("Tệp ở mục “%(label)s” không đọc được. Tải tệp lên lại."),
    "group": gettext_noop("Mục “%(label)s” phải là một danh sách. Điền lại từng mục."),
    "text": gettext_noop("Mục “%(label)s” phải là chữ. Gõ lại mục này."),
}
UNPRINTABLE = gettext_noop("Mục “%(label)s” có ký tự không in được. Gõ lại mục này.")
LIMITS = {
    "maxLength": gettext_noop(
        "Mục “%(label)s” dài nhất %(limit)s ký tự. Bạn đã nhập %(length)s ký tự, hãy viết ngắn lại."
    ),
    "minLength": gettext_noop("Mục “%(label)s” cần ít nhất %(limit)s ký tự. Bạn mới nhập %(length)s ký tự."),
    "minimum": gettext_noop("Mục “%(label)s” phải từ %(limit)s trở lên. Nhập lại số."),
    "maximum": gettext_noop("Mục “%(label)s” phải từ %(limit)s trở xuống. Nhập lại số."),
    "exclusiveMinimum": gettext_noop("Mục “%(label)s” phải lớn hơn %(limit)s. Nhập lại số."),
    "exclusiveMaximum": gettext_noop("Mục “%(label)s” phải nhỏ hơn %(limit)s. Nhập lại số."),
    "minItems": gettext_noop("Mục “%(label)s” cần ít nhất %(limit)s mục. Hiện có %(length)s mục, hãy thêm cho đủ."),
    "maxItems": gettext_noop("Mục “%(label)s” nhận nhiều nhất %(limit)s mục. Hiện có %(length)s mục, hãy bớt đi."),
    "uniqueItems": gettext_noop("Mục “%(label)s” có câu trả lời lặp lại. Bỏ bớt một."),
}
UNKNOWN = gettext_noop("Biểu mẫu không có mục này. Bỏ mục đó đi.")
NOT_AN_OBJECT = gettext_noop("Câu trả lời phải gồm tên mục và giá trị. Gửi lại theo biểu mẫu.")
FUTURE = gettext_noop("Ngày ở mục “%(label)s” chưa tới. Nhập một ngày đã qua hoặc hôm nay.")
YEAR = gettext_noop("Năm phải có bốn chữ số, từ 1800 đến 2099. Bạn đã nhập %(year)s.")
NO_SUCH_DAY = gettext_noop("Không có ngày %(day)s. Kiểm tra lại ngày, tháng và năm.")
PART_MISSING = {
    "day": gettext_noop("Thiếu ngày. Nhập đủ ngày, tháng, năm."),
    "month": gettext_noop("Thiếu tháng. Nhập đủ ngày, tháng, năm."),
    "year": gettext_noop("Thiếu năm. Nhập đủ ngày, tháng, năm."),
    "province": gettext_noop("Mục “%(label)s” thiếu tỉnh, thành phố. Điền tên tỉnh, thành phố."),
    "commune": gettext_noop("Mục “%(label)s” thiếu xã, phường, đặc khu. Điền tên xã, phường, đặc khu."),
}
TOO_LONG_TYPED = gettext_noop("Phần đã nhập quá dài nên chưa lưu được. Viết ngắn lại, nhiều nhất %(limit)s ký tự.")


def required(question: Question) -> Message:
    if own := question.errors.get("required"):
        return Message("required", own)
    how = "choose" if question.kind in CHOOSING else question.kind if question.kind in REQUIRED else "fill"
    return Message("required", REQUIRED[how], label=question.label, fewest=question.fewest)


def wrong(question: Question, keyword: str, value: Any, limit: Any) -> Message:
    """The sentence for a broken keyword of the schema: the question's own, else that of its kind."""
    if own := question.errors.get(keyword):
        return Message(keyword, own)
    if keyword in LIMITS and _is_limit_said(question, keyword):
        length = len(value) if isinstance(value, str | list) else 0
        return Message(keyword, LIMITS[keyword], label=question.label, limit=_figure(limit), length=length)
    if keyword == "pattern" and question.kind in ("text", "longtext", "address"):
        return Message(keyword, UNPRINTABLE, label=question.label)
    return wrong_type(question, value, keyword)


def _is_limit_said(question: Question, keyword: str) -> bool:
    """A personal number or a date of wrong length is told about as such, not in characters."""
    return question.kind not in ("personal_number", "phone", "date") or keyword not in ("minLength", "maxLength")


def wrong_type(question: Question, value: Any = "", code: str = "type") -> Message:
    """The sentence of the kind: what such an answer looks like."""
    if question.kind == "personal_number":
        return _personal_number(str(value), code)
    return Message(code, TYPES.get(question.kind, TYPES["text"]), label=question.label)


def _personal_number(text: str, code: str) -> Message:
    compact = nfc(text).replace(" ", "").replace(".", "").replace("-", "")
    if not (compact.isascii() and compact.isdecimal()) or len(compact) == 12:
        return Message(code, TYPES["personal_number_letters"])
    which = "personal_number" if len(compact) < 12 else "personal_number_long"
    return Message(code, TYPES[which], digits=len(compact))


def _figure(limit: Any) -> str:
    return f"{limit:,}".replace(",", ".") if isinstance(limit, int) else str(limit).replace(".", ",")
