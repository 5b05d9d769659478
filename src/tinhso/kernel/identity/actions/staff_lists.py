"""Staff and seats from a table: each row tried or written, found again by login, batch after batch.

A batch is a transaction. The one-time passwords of its new accounts are handed to whoever delivers them before it ends,
and are kept nowhere here: a batch whose passwords could not be delivered has not happened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.base.moments import local_day
from tinhso.base.remembering import remembering
from tinhso.base.tables import Remark, Row
from tinhso.kernel.identity.actions.accounts import create_account
from tinhso.kernel.identity.actions.persons import change_contact, complete_birth_date, complete_number, create_person
from tinhso.kernel.identity.actions.seats import assign_seat, change_roles
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries.staff_lists import REFUSED, Doubts, StaffPlan, plan_of
from tinhso.kernel.identity.rules.staff_lists import StaffLine, read_lines
from tinhso.kernel.organisations.actions.units import create_post

BATCH = 50
SOURCE = "import"


@dataclass(frozen=True)
class StaffReport:
    """What became (or would become) of a row; ``password`` where an account was opened, shown once."""

    place: int
    login: str
    full_name: str
    outcome: str
    changes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    password: str = ""


Deliver = Callable[[Sequence[StaffReport]], None]


def import_staff(
    rows: Sequence[Row], *, is_trial: bool, deliver: Deliver, by: Actor, at: datetime
) -> Iterator[StaffReport]:
    """A report for each row, batch by batch; a list broken off is gone through again and changes nothing twice.

    ``deliver`` gets the accounts opened by a batch before it is committed. Raises NotAllowed.
    """
    must_import(by)
    waiting = iter(lines_of(rows))
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            reports = staff_batch(batch, is_trial=is_trial, by=by, at=at)
            if opened := [report for report in reports if report.password]:
                deliver(opened)
        yield from reports


def must_import(by: Actor) -> None:
    """A list reaches into every unit. Raises NotAllowed."""
    by.must_everywhere(ADMINISTER)


def lines_of(rows: Sequence[Row]) -> list[StaffLine]:
    """The rows read by the roles of this installation, each with what is wrong with it."""
    return read_lines(rows, rights.roles)


def staff_batch(lines: Sequence[StaffLine], *, is_trial: bool, by: Actor, at: datetime) -> list[StaffReport]:
    """A report for each row, in the caller's transaction; a row that is refused leaves nothing behind."""
    must_import(by)
    if not is_trial:
        # Two lists at a time would open one login twice: the second waits here and finds what the first wrote.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('identity.staff_list', 0))")
    with remembering():  # no list of staff changes a unit
        return [_reported(line, is_trial, by, at) for line in lines]


def _reported(line: StaffLine, is_trial: bool, by: Actor, at: datetime) -> StaffReport:
    try:
        plan = plan_of(line, local_day(at))
        if is_trial:
            return _report(plan)
        with transaction.atomic():
            return _report(plan, _written(plan, by, at))
    except Doubts as doubts:
        remarks = doubts.remarks
    except Refused as refusal:
        remarks = (Remark(line.place, "", str(refusal)),)
    return StaffReport(line.place, line.login, line.full_name, REFUSED, remarks=remarks)


def _report(plan: StaffPlan, password: str = "") -> StaffReport:
    line = plan.line
    return StaffReport(line.place, line.login, line.full_name, plan.outcome, plan.changes, password=password)


def _written(plan: StaffPlan, by: Actor, at: datetime) -> str:
    """Does what is planned; gives the one-time password of a new account. Raises what the actions refuse."""
    line = plan.line
    person = plan.person or create_person(
        line.full_name,
        number=line.number or None,
        birth_date=line.birth_date,
        phone=line.phone or None,
        email=line.email or None,
        source=SOURCE,
        by=by,
        at=at,
    )
    if plan.contact:
        change_contact(person, phone=plan.contact.get("phone"), email=plan.contact.get("email"), by=by, at=at)
    if plan.adds_number:
        complete_number(person, line.number, by=by, at=at)
    if plan.adds_birth_date and line.birth_date:
        complete_birth_date(person, line.birth_date, by=by, at=at)
    password = "" if plan.account else create_account(line.login, person, is_listed=True, by=by, at=at)[1]
    _seated(plan, person, by, at)
    return password


def _seated(plan: StaffPlan, person: Person, by: Actor, at: datetime) -> None:
    line = plan.line
    if plan.unit_id is None:
        return
    if plan.seat is None:
        post = plan.post or create_post(plan.unit_id, line.post, valid_from=plan.starts, by=by, at=at)
        assign_seat(person, post, line.roles or (), valid_from=plan.starts, by=by, at=at)
    elif line.roles is not None and set(line.roles) != set(plan.seat.roles):
        change_roles(plan.seat, line.roles, by=by, at=at)
