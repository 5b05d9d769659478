"""What this module brings to the room of law: the order of the line, appointments, reasons of a rating."""

from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.kernel.law.kinds import RuleSchema, register

LINE = "service_centre.line"
BOOKING = "service_centre.booking"
RATING = "service_centre.rating"

_NAMED = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["code", "title"],
        "properties": {
            "code": {"type": "string", "pattern": "^[a-z0-9-]{1,30}$"},
            "title": {"type": "string", "minLength": 1, "maxLength": 80},
        },
    },
}


def _count(least: int, most: int) -> dict[str, object]:
    return {"type": "integer", "minimum": least, "maximum": most}


LINE_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["priorities", "most_in_a_row"],
    "properties": {"priorities": _NAMED, "most_in_a_row": _count(1, 20)},
}
LINE_WORDS = {
    "priorities": gettext_noop("Diện được ưu tiên"),
    "most_in_a_row": gettext_noop("Số lượt ưu tiên liền nhau nhiều nhất khi có người khác chờ lâu hơn"),
}
BOOKING_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["slot_minutes", "visit_minutes", "percent", "days_ahead", "early_minutes", "late_minutes"],
    "properties": {
        "slot_minutes": _count(5, 240),
        "visit_minutes": _count(1, 240),
        "percent": _count(0, 100),
        "days_ahead": _count(1, 90),
        "early_minutes": _count(0, 240),
        "late_minutes": _count(0, 240),
    },
}
BOOKING_WORDS = {
    "slot_minutes": gettext_noop("Độ dài một khung giờ hẹn (phút)"),
    "visit_minutes": gettext_noop("Thời gian tính cho một lượt giao dịch (phút)"),
    "percent": gettext_noop("Phần năng lực dành cho hẹn trước (%)"),
    "days_ahead": gettext_noop("Đặt trước nhiều nhất (ngày)"),
    "early_minutes": gettext_noop("Đến sớm nhiều nhất vẫn được ưu tiên (phút)"),
    "late_minutes": gettext_noop("Đến muộn nhiều nhất vẫn được ưu tiên (phút)"),
}
RATING_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["reasons", "minutes"],
    "properties": {"reasons": _NAMED, "minutes": _count(1, 1440)},
}
RATING_WORDS = {
    "reasons": gettext_noop("Lý do có thể chọn khi đánh giá"),
    "minutes": gettext_noop("Đánh giá được trong bao lâu sau khi xong (phút)"),
}
register(RuleSchema(LINE, "Thứ tự gọi số và diện ưu tiên", LINE_SCHEMA, LINE_WORDS))
register(RuleSchema(BOOKING, "Hẹn giờ giao dịch", BOOKING_SCHEMA, BOOKING_WORDS))
register(RuleSchema(RATING, "Đánh giá hài lòng tại quầy", RATING_SCHEMA, RATING_WORDS))

# What a centre begins with until its own is enacted: recalled practice, none of it read in a legal text.
BASIS = "Nội quy mẫu của trung tâm, theo thông lệ; thay bằng nội quy, quyết định của đơn vị"
_LINE: dict[str, Any] = {
    "priorities": [
        {"code": "cao-tuoi", "title": "Người cao tuổi"},
        {"code": "khuyet-tat", "title": "Người khuyết tật"},
        {"code": "mang-thai", "title": "Phụ nữ mang thai"},
        {"code": "con-nho", "title": "Người đi cùng trẻ nhỏ"},
        {"code": "co-cong", "title": "Người có công với cách mạng"},
    ],
    "most_in_a_row": 2,
}
_BOOKING: dict[str, Any] = {
    "slot_minutes": 30,
    "visit_minutes": 15,
    "percent": 50,
    "days_ahead": 14,
    "early_minutes": 15,
    "late_minutes": 15,
}
_RATING: dict[str, Any] = {
    "reasons": [
        {"code": "nhanh", "title": "Giải quyết nhanh"},
        {"code": "tan-tinh", "title": "Hướng dẫn tận tình"},
        {"code": "cho-lau", "title": "Chờ lâu"},
        {"code": "huong-dan", "title": "Hướng dẫn chưa rõ"},
        {"code": "thai-do", "title": "Thái độ chưa đúng mực"},
        {"code": "giay-to", "title": "Đòi thêm giấy tờ"},
    ],
    "minutes": 30,
}
USUAL = (
    (LINE, "Thứ tự gọi số và diện ưu tiên", _LINE),
    (BOOKING, "Hẹn giờ giao dịch", _BOOKING),
    (RATING, "Đánh giá hài lòng tại quầy", _RATING),
)
