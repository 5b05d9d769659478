"""What this module brings to the room of law, as dated data: sentences of an office, the time to answer online."""

from tinhso.base.messages import gettext_noop
from tinhso.kernel.law.kinds import RuleSchema, register
from tinhso.modules.citizens.one_stop.rules.portal import BETWEEN, PORTAL_WORDS

_SENTENCE = {
    "type": "object",
    "required": ["code", "text"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "text": {"type": "string", "minLength": 1},
        "example": {"type": "string"},
        "basis": {"type": "string"},
    },
}
PLACES = ("paper", "question", "decline", "pause", "stop", "extend")
PLACE_WORDS = {
    "paper": gettext_noop("Câu về giấy tờ cần bổ sung"),
    "question": gettext_noop("Câu về mục khai cần bổ sung"),
    "decline": gettext_noop("Câu từ chối tiếp nhận"),
    "pause": gettext_noop("Câu tạm dừng tính giờ"),
    "stop": gettext_noop("Câu dừng giải quyết"),
    "extend": gettext_noop("Câu xin lỗi, hẹn lại"),
}
PHRASES = register(
    RuleSchema(
        "one_stop.phrases",
        "Câu mẫu của bộ phận một cửa",
        {
            "type": "object",
            "additionalProperties": False,
            "required": list(PLACES),
            "properties": {place: {"type": "array", "items": _SENTENCE} for place in PLACES},
        },
        PLACE_WORDS,
    )
)
REACTION = "reaction"
REACTION_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["online_hours"],
    "properties": {"online_hours": {"type": "integer", "minimum": 1, "maximum": 200}},
}
REACTION_WORDS = {"online_hours": gettext_noop("Trả lời hồ sơ trực tuyến trong (giờ làm việc)")}
register(RuleSchema(REACTION, "Thời gian trả lời hồ sơ trực tuyến", REACTION_SCHEMA, REACTION_WORDS))

STATES = "portal-states"
_NUMBER = {"type": "integer", "minimum": 0, "maximum": 10}
STATES_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["out", "in"],
    "properties": {
        "out": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
        "in": {"type": "object", "additionalProperties": _NUMBER},
    },
}
STATES_WORDS = {f"out.{number}": f"Trạng thái {number}: chữ gửi Cổng" for number in range(1, 11)}
STATES_WORDS |= {f"in.{word}": f"Chữ “{word}” của Cổng: trạng thái" for word in (*PORTAL_WORDS, *BETWEEN)}
register(RuleSchema(STATES, "Chữ chỉ trạng thái hồ sơ của Cổng quốc gia", STATES_SCHEMA, STATES_WORDS))
