"""A number is taken at the kiosk, and given up again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.ledger.actions import once, write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.service_centre.actions.locking import locked, new_code
from tinhso.modules.citizens.service_centre.models import Appointment, QueueTicket, ServiceGroup
from tinhso.modules.citizens.service_centre.queries.places import served_groups
from tinhso.modules.citizens.service_centre.queries.ruling import line_rules

register(
    Event("service_centre.ticket_taken", gettext_noop("Lấy số thứ tự"), ("group", "number")),
    Event("service_centre.ticket_given_up", gettext_noop("Bỏ số thứ tự"), ("group", "number")),
)
State = QueueTicket.State


class NotServed(Refused):
    code = "group-not-served"
    status = 409
    title = gettext_noop("Hôm nay không có quầy nào phục vụ nhóm này")
    mend = gettext_noop("Chọn nhóm khác, hoặc hỏi bàn hướng dẫn.")


class PriorityUnknown(Refused):
    code = "priority-unknown"
    title = gettext_noop("Không có diện ưu tiên này")
    mend = gettext_noop("Chọn lại một diện trong danh sách.")


class NotWaiting(Refused):
    code = "ticket-not-waiting"
    status = 409
    title = gettext_noop("Số này không còn trong hàng chờ")
    mend = gettext_noop("Lấy số mới nếu còn việc cần làm.")


@transaction.atomic
def take_ticket(
    group: ServiceGroup, *, priority: str = "", key: str, is_sample: bool = False, by: Actor, at: datetime
) -> QueueTicket:
    """The next number of the group today; the same key gives the same ticket. Raises NotServed, PriorityUnknown."""
    centre, day = locked(group.centre_id), local_day(at)
    first = once("service_centre.take", key, f"{group.pk} {priority}")
    if not first.is_first:
        return QueueTicket.objects.select_related("group").get(pk=(first.answer or {})["ticket"])
    if not served_groups(centre, day).filter(pk=group.pk).exists():
        raise NotServed()
    if priority and not line_rules(day).is_priority(priority):
        raise PriorityUnknown()
    ticket = put_in_line(group, priority=priority, is_sample=is_sample, by=by, at=at)
    first.remember({"ticket": str(ticket.pk)})
    return ticket


def put_in_line(
    group: ServiceGroup,
    *,
    priority: str = "",
    appointment: Appointment | None = None,
    is_on_time: bool = False,
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> QueueTicket:
    """The next number without gap or double; the caller holds the centre's lock."""
    day = local_day(at)
    last = QueueTicket.objects.filter(group=group, day=day).aggregate(last=Max("number"))["last"] or 0
    ticket = QueueTicket.objects.create(
        centre_id=group.centre_id,
        group=group,
        day=day,
        number=last + 1,
        token=new_code(10),
        priority=priority,
        appointment=appointment,
        is_on_time=is_on_time,
        taken_at=at,
        place_at=at,
        is_sample=is_sample,
    )
    payload = {"group": group.code, "number": ticket.number}
    write_entry("service_centre.ticket_taken", ticket, by=by, at=at, payload=payload, unit_id=group.centre.unit_id)
    return ticket


@transaction.atomic
def give_up(ticket: QueueTicket, *, by: Actor, at: datetime) -> None:
    """Whoever holds the ticket goes. Raises NotWaiting."""
    locked(ticket.centre_id)
    changed = QueueTicket.objects.filter(pk=ticket.pk, state=State.WAITING).update(state=State.GIVEN_UP, finished_at=at)
    if not changed:
        raise NotWaiting()
    payload = {"group": ticket.group.code, "number": ticket.number}
    unit_id = ticket.centre.unit_id
    write_entry("service_centre.ticket_given_up", ticket, by=by, at=at, payload=payload, unit_id=unit_id)
