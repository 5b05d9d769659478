"""The centre's own rules as dated data, read into shapes."""

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.law.queries import rules_in_force
from tinhso.modules.citizens.service_centre.law import BOOKING, LINE, RATING
from tinhso.modules.citizens.service_centre.rules.slots import SlotRules


@dataclass(frozen=True)
class Named:
    code: str
    title: str


@dataclass(frozen=True)
class LineRules:
    priorities: tuple[Named, ...]
    most_in_a_row: int
    mark: str  # beside what was recalled

    def is_priority(self, code: str) -> bool:
        return any(one.code == code for one in self.priorities)


@dataclass(frozen=True)
class BookingRules:
    slots: SlotRules
    days_ahead: int
    early: int
    late: int


@dataclass(frozen=True)
class RatingRules:
    reasons: tuple[Named, ...]
    minutes: int


def line_rules(on: date) -> LineRules:
    """Raises RulesMissing."""
    found = rules_in_force(LINE, on)
    return LineRules(_named(found.tables["priorities"]), found.tables["most_in_a_row"], found.mark)


def booking_rules(on: date) -> BookingRules:
    """Raises RulesMissing."""
    tables = rules_in_force(BOOKING, on).tables
    slots = SlotRules(tables["slot_minutes"], tables["visit_minutes"], tables["percent"])
    return BookingRules(slots, tables["days_ahead"], tables["early_minutes"], tables["late_minutes"])


def rating_rules(on: date) -> RatingRules:
    """Raises RulesMissing."""
    tables = rules_in_force(RATING, on).tables
    return RatingRules(_named(tables["reasons"]), tables["minutes"])


def _named(rows: list[dict[str, str]]) -> tuple[Named, ...]:
    return tuple(Named(row["code"], row["title"]) for row in rows)
