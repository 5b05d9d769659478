"""A leader reminds whoever holds a dossier."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import Reminder
from tinhso.modules.citizens.one_stop.rules.roles import LEAD

register(
    Event("one_stop.reminded", gettext_noop("Nhắc người giữ hồ sơ"), ("to_seat", "due_on")),
    Event("one_stop.reminder_closed", gettext_noop("Khép việc đã nhắc"), ()),
)
LONGEST = 500


class NothingToRemind(Refused):
    code = "nothing-to-remind"
    status = 409
    title = gettext_noop("Hồ sơ này đã xử lý xong")
    mend = gettext_noop("Mở hồ sơ để xem kết quả.")


class DayPast(Refused):
    code = "reminder-day-past"
    title = gettext_noop("Ngày phải xong chưa đúng")
    mend = gettext_noop("Chọn hôm nay hoặc một ngày sau đó.")


@transaction.atomic
def remind(case: Case, *, text: str, due_on: date, by: Actor, at: datetime) -> Reminder:
    """Asks the holder of the dossier to move it on by that day. Raises NotAllowed, NothingToRemind, DayPast."""
    by.must(LEAD, case.step_unit_id if by.may(LEAD, case.step_unit_id) else case.competent_unit_id)
    if case.finished_at is not None:
        raise NothingToRemind()
    if due_on < local_day(at):
        raise DayPast(fields={"due_on": str(DayPast.mend)})
    reminder = Reminder.objects.create(
        case=case,
        step=case.step,
        unit_id=case.step_unit_id,
        to_seat_id=case.step_seat_id,
        from_seat_id=by.seat_id,
        text=text.strip()[:LONGEST],
        due_on=due_on,
        made_at=at,
    )
    payload = {"to_seat": str(case.step_seat_id) if case.step_seat_id else None, "due_on": due_on.isoformat()}
    write_entry("one_stop.reminded", case, by=by, at=at, payload=payload, unit_id=case.step_unit_id)
    return reminder


@transaction.atomic
def close_reminder(reminder: Reminder, *, by: Actor, at: datetime) -> Reminder:
    """The leader needs it no longer. Raises NotAllowed."""
    if reminder.from_seat_id != by.seat_id or by.seat_id is None:
        by.must(LEAD, reminder.unit_id)
    if Reminder.objects.filter(pk=reminder.pk, closed_at=None).update(closed_at=at):
        reminder.closed_at = at
        write_entry("one_stop.reminder_closed", reminder.case, by=by, at=at, unit_id=reminder.unit_id)
    return reminder
