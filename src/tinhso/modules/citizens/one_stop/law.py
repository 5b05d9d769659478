"""The rule sets this module reads, as data from a day on: how soon an online dossier must be answered."""

from typing import Any

from tinhso.kernel.law.kinds import RuleSchema, register

REACTION = "reaction"
REACTION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["online_hours"],
    "properties": {"online_hours": {"type": "integer", "minimum": 1, "maximum": 200}},
}
register(RuleSchema(REACTION, "Thời gian trả lời hồ sơ trực tuyến", REACTION_SCHEMA))
