"""Pure decisions about working time (the exact meaning of each unit: docs/rooms/calendar.md)."""

from tinhso.kernel.calendar.rules.explanation import Line
from tinhso.kernel.calendar.rules.minutes import BadHours
from tinhso.kernel.calendar.rules.promises import (
    COUNTINGS,
    UNITS,
    Allotted,
    BadAllotted,
    BadPauses,
    ClockChoices,
    Left,
    Pause,
    Promise,
    as_data,
    due_after_pauses,
    from_data,
    promised_due,
)
from tinhso.kernel.calendar.rules.working_time import DayException, NoWorkingTime, Week, WorkingCalendar

__all__ = [
    "COUNTINGS",
    "UNITS",
    "Allotted",
    "BadAllotted",
    "BadHours",
    "BadPauses",
    "ClockChoices",
    "DayException",
    "Left",
    "Line",
    "NoWorkingTime",
    "Pause",
    "Promise",
    "Week",
    "WorkingCalendar",
    "as_data",
    "due_after_pauses",
    "from_data",
    "promised_due",
]
