"""What notices of a dossier say, and to whom they go."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tinhso.base.moments import local_day
from tinhso.base.rights import roles
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries import definition_by_id
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.identity.queries import SeatView, seat_of, seats_in, unit_name

LONGEST_COUNT = 400  # days: nothing is promised further ahead


def receivers_of(case: Case) -> list[UUID]:
    """The applicant, and the owner where it is somebody else (an organisation reads through its applicant)."""
    return list(dict.fromkeys(one for one in (case.applicant_id, case.owner_id) if one is not None))


def dossier_facts(case: Case, at: datetime) -> dict[str, object]:
    """The fields every notice of a dossier has (notices/fields.py); None where it is not known yet."""
    on = local_day(at)
    is_open = State(case.state) in OPEN
    due_at = case.due_at if is_open and case.finished_at is None else None
    return {
        "number": case.number,
        "title": case.title,
        "agency": unit_name(case.competent_unit_id, on),
        "office": unit_name(case.receipt_unit_id, on),
        "handler": handler_of(case, on) if is_open else None,
        "received_at": case.received_at,
        "finished_at": case.finished_at,
        "returned_at": case.returned_at,
        "due_at": due_at,
        "left": working_days_left(case.competent_unit_id, due_at, at) if due_at else None,
    }


def handler_of(case: Case, on: date) -> str:
    """The post that holds the dossier with its office, or the office alone: no names of officials."""
    if case.step_seat_id is not None:
        seat = seat_of(case.step_seat_id)
        return f"{seat.post_title} – {unit_name(seat.unit_id, on)}"
    return unit_name(case.step_unit_id, on) if case.step_unit_id else ""


def working_days_left(unit_id: UUID, due_at: datetime, at: datetime) -> int:
    """Working dates after today up to the one it is due on; 0 on that date and later."""
    today, last = local_day(at), local_day(due_at)
    days = min((last - today).days, LONGEST_COUNT)
    if days <= 0:
        return 0
    calendar = calendar_of(unit_id, today)
    return sum(bool(calendar.hours_of((today + timedelta(days=n)).toordinal())) for n in range(1, days + 1))


def step_title(case: Case) -> str:
    """What the step is called in the definition the dossier was received under."""
    return read_body(definition_by_id(case.definition_id).body).step(case.step).title


def seats_with(right: str, unit_id: UUID, on: date) -> list[SeatView]:
    """Who in a unit holds a right by their own roles."""
    return [
        seat
        for seat in seats_in(unit_id, on)
        if any(role in roles and right in roles.get(role).rights for role in seat.roles)
    ]


def holders_of(case: Case, on: date) -> list[UUID]:
    """The seat that holds the dossier; those who may take its step where nobody does."""
    if case.step_seat_id is not None:
        return [case.step_seat_id]
    if case.step_unit_id is None:
        return []
    return [seat.id for seat in seats_with(case.step_right, case.step_unit_id, on)]
