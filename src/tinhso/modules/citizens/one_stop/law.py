"""What this module brings to the room of law: the sentences of an office, kept as dated data."""

from tinhso.kernel.law.kinds import RuleSchema, register

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
    )
)
