"""A time is booked, moved, given back, and kept by who comes."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import once, write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.service_centre.actions.locking import locked, new_code
from tinhso.modules.citizens.service_centre.actions.taking import put_in_line
from tinhso.modules.citizens.service_centre.models import Appointment, Centre, QueueTicket, ServiceGroup
from tinhso.modules.citizens.service_centre.queries.booking import minute_of_day, slots_on
from tinhso.modules.citizens.service_centre.queries.ruling import booking_rules
from tinhso.modules.citizens.service_centre.rules.slots import is_on_time

register(
    Event("service_centre.booked", gettext_noop("Đặt lịch hẹn"), ("group", "starts_at")),
    Event("service_centre.appointment_moved", gettext_noop("Đổi lịch hẹn"), ("group", "starts_at")),
    Event("service_centre.appointment_cancelled", gettext_noop("Hủy lịch hẹn"), ("group", "starts_at")),
    Event("service_centre.checked_in", gettext_noop("Đến theo lịch hẹn"), ("group", "number", "is_on_time")),
)
State = Appointment.State


class SlotFull(Refused):
    code = "slot-full"
    status = 409
    title = gettext_noop("Khung giờ này không còn chỗ")
    mend = gettext_noop("Chọn một khung giờ khác.")


class NameNeeded(Refused):
    code = "appointment-name-needed"
    title = gettext_noop("Chưa ghi họ tên")
    mend = gettext_noop("Ghi họ tên người sẽ đến để cán bộ nhận ra lịch hẹn.")


class AppointmentOver(Refused):
    code = "appointment-over"
    status = 409
    title = gettext_noop("Lịch hẹn này đã dùng hoặc đã hủy")
    mend = gettext_noop("Đặt một lịch hẹn mới nếu còn cần.")


class NotToday(Refused):
    code = "appointment-not-today"
    status = 409
    title = gettext_noop("Lịch hẹn này không phải hôm nay, hoặc của trung tâm khác")
    mend = gettext_noop("Xem lại ngày và nơi hẹn trong trang lịch hẹn, hoặc lấy số như người không hẹn.")


@transaction.atomic
def book(
    group: ServiceGroup,
    starts_at: datetime,
    name: str,
    *,
    procedure: str = "",
    key: str,
    is_sample: bool = False,
    by: Actor,
    at: datetime,
) -> Appointment:
    """One place of that slot; the same key gives the same appointment. Raises SlotFull, NameNeeded."""
    name = nfc(name).strip()[:100]
    if not name:
        raise NameNeeded(fields={"ten": str(NameNeeded.mend)})
    locked(group.centre_id)
    first = once("service_centre.book", key, f"{group.pk} {starts_at.isoformat()}")
    if not first.is_first:
        return Appointment.objects.get(pk=(first.answer or {})["appointment"])
    own_id = new_id()
    appointment = Appointment.objects.create(
        id=own_id,
        group=group,
        code=new_code(8),
        procedure=procedure if procedure in group.procedures else "",
        name_sealed=sealed_text(name, own_id, "appointment"),
        starts_at=starts_at,
        ends_at=_free_until(group, starts_at, at),
        booked_at=at,
        is_sample=is_sample,
    )
    _tell("service_centre.booked", appointment, by, at)
    first.remember({"appointment": str(appointment.pk)})
    return appointment


def _free_until(group: ServiceGroup, starts_at: datetime, at: datetime) -> datetime:
    """The end of the slot that begins then. Raises SlotFull when there is no such slot, or no place in it."""
    for start, end, places in slots_on(group, local_day(starts_at), at):
        if start == starts_at and places:
            return end
    raise SlotFull(fields={"gio": str(SlotFull.mend)})


@transaction.atomic
def move(appointment: Appointment, starts_at: datetime, *, by: Actor, at: datetime) -> Appointment:
    """Another slot of the same group; the old place is free again. Raises SlotFull, AppointmentOver."""
    appointment = _booked(appointment)
    if starts_at == appointment.starts_at:
        return appointment
    appointment.ends_at = _free_until(appointment.group, starts_at, at)
    appointment.starts_at = starts_at
    appointment.save(update_fields=["starts_at", "ends_at"])
    _tell("service_centre.appointment_moved", appointment, by, at)
    return appointment


@transaction.atomic
def cancel(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Its place is free again. Raises AppointmentOver."""
    appointment = _booked(appointment)
    appointment.state = State.CANCELLED
    appointment.save(update_fields=["state"])
    _tell("service_centre.appointment_cancelled", appointment, by, at)


@transaction.atomic
def check_in(
    appointment: Appointment, centre: Centre, *, is_sample: bool = False, by: Actor, at: datetime
) -> QueueTicket:
    """Who booked is here: a number, favoured when they keep their time; a second press gives the same number.

    Raises NotToday, AppointmentOver.
    """
    locked(centre.pk)
    appointment = Appointment.objects.select_for_update().select_related("group__centre").get(pk=appointment.pk)
    if appointment.state == State.ARRIVED:
        return QueueTicket.objects.select_related("group").get(appointment=appointment)
    if appointment.state == State.CANCELLED:
        raise AppointmentOver()
    if appointment.group.centre_id != centre.pk or local_day(appointment.starts_at) != local_day(at):
        raise NotToday()
    rules = booking_rules(local_day(at))
    arrived, start = minute_of_day(at), minute_of_day(appointment.starts_at)
    kept = is_on_time(arrived, start, early=rules.early, late=rules.late)
    ticket = put_in_line(appointment.group, appointment=appointment, is_on_time=kept, is_sample=is_sample, by=by, at=at)
    appointment.state = State.ARRIVED
    appointment.save(update_fields=["state"])
    payload = {"group": appointment.group.code, "number": ticket.number, "is_on_time": kept}
    write_entry("service_centre.checked_in", appointment, by=by, at=at, payload=payload, unit_id=centre.unit_id)
    return ticket


def _booked(appointment: Appointment) -> Appointment:
    """The same, locked with its centre. Raises AppointmentOver."""
    locked(appointment.group.centre_id)
    found = Appointment.objects.select_related("group__centre").get(pk=appointment.pk)
    if found.state != State.BOOKED:
        raise AppointmentOver()
    return found


def _tell(event: str, appointment: Appointment, by: Actor, at: datetime) -> None:
    payload = {"group": appointment.group.code, "starts_at": appointment.starts_at.isoformat()}
    write_entry(event, appointment, by=by, at=at, payload=payload, unit_id=appointment.group.centre.unit_id)
