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

_POINTS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["2", "1", "0"],
    "properties": {points: {"type": "string", "minLength": 1} for points in ("2", "1", "0")},
}
_PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
SCORING_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["indices", "online", "grades"],
    "properties": {
        "indices": {
            "type": "array",
            "minItems": 9,
            "maxItems": 9,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "title", "choices"],
                "properties": {
                    "number": {"type": "integer", "minimum": 1, "maximum": 9},
                    "title": {"type": "string", "minLength": 1},
                    "choices": _POINTS,
                    "counted": {"enum": ["total_time", "unit_time", "online"]},
                },
            },
        },
        "online": {
            "type": "object",
            "additionalProperties": False,
            "required": ["procedures", "many", "some"],
            "properties": dict.fromkeys(("procedures", "many", "some"), _PERCENT),
        },
        "grades": {
            "type": "array",
            "contains": {"type": "object", "properties": {"from": {"const": 0}}},
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["from", "title"],
                "properties": {"from": {"type": "integer", "minimum": 0}, "title": {"type": "string", "minLength": 1}},
            },
        },
    },
}
SCORING_WORDS = {
    "indices": gettext_noop("Các chỉ số"),
    "online": gettext_noop("Tỷ lệ (%) của chỉ số trực tuyến"),
    "online.procedures": gettext_noop("Thủ tục có nộp trực tuyến, từ (%)"),
    "online.many": gettext_noop("Hồ sơ trực tuyến cho 2 điểm, từ (%)"),
    "online.some": gettext_noop("Hồ sơ trực tuyến cho 1 điểm, từ (%)"),
    "grades": gettext_noop("Xếp loại theo tổng điểm"),
}
register(RuleSchema("office-scoring", "Đánh giá việc giải quyết thủ tục hành chính", SCORING_SCHEMA, SCORING_WORDS))

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

LOOK_UPS = "look-ups"
_CODES = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}
LOOK_UPS_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["services"],
    "properties": {"services": {"type": "object", "additionalProperties": _CODES}},
}
LOOK_UPS_WORDS = {"services.*": gettext_noop("Dịch vụ mọi thủ tục được tra cứu")}
register(RuleSchema(LOOK_UPS, "Dịch vụ tra cứu theo thủ tục", LOOK_UPS_SCHEMA, LOOK_UPS_WORDS))
