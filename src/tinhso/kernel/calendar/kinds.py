"""What this room reads and shows: the rule set of the clock, the menu, and where a change of a calendar leads on to."""

from dataclasses import dataclass

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry
from tinhso.kernel.law.kinds import RuleSchema, register

_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}

CLOCK = register(
    RuleSchema(
        code="clock",
        title=gettext_noop("Cách tính thời hạn giải quyết"),
        schema={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "required": ["standard_hours", "same_day_cutoff", "counting", "hours_per_day"],
            "additionalProperties": False,
            "properties": {
                "standard_hours": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "array", "items": _TIME, "minItems": 2, "maxItems": 2},
                },
                "same_day_cutoff": _TIME,
                "counting": {"enum": ["by_day", "by_clock"]},
                "hours_per_day": {"type": "number", "exclusiveMinimum": 0, "maximum": 24},
            },
        },
        words={
            "standard_hours": gettext_noop("Giờ làm việc chuẩn"),
            "same_day_cutoff": gettext_noop("Nhận trước giờ này thì trả trong ngày"),
            "counting": gettext_noop("Cách đếm ngày (by_day: không kể ngày nhận; by_clock: từ giờ nhận)"),
            "hours_per_day": gettext_noop("Số giờ của một ngày làm việc"),
        },
    )
)


@dataclass(frozen=True)
class FollowUp:
    """A page of a higher room to look at after a change of a calendar, shown to who holds ``right``."""

    code: str
    title: str
    url_name: str
    right: str


follow_ups: Registry[FollowUp] = Registry("follow-up of a calendar change")
MENU = (MenuItem(gettext_noop("Lịch làm việc"), "calendar:calendars", "calendar.change"),)
