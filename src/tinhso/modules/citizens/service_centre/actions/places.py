"""What a centre consists of: it is opened, gets groups of services, counters, what they serve and when."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.service_centre.actions.locking import locked, new_code
from tinhso.modules.citizens.service_centre.models import (
    Centre,
    CounterOffer,
    CounterShift,
    ServiceCounter,
    ServiceGroup,
)
from tinhso.modules.citizens.service_centre.queries.places import OPEN_SYSTEM, groups_of
from tinhso.modules.citizens.service_centre.rules.roles import MANAGE

register(
    Event("service_centre.opened", gettext_noop("Mở lấy số tại trung tâm")),
    Event("service_centre.kiosk_renewed", gettext_noop("Đổi địa chỉ máy lấy số")),
    Event("service_centre.group_set", gettext_noop("Đặt nhóm dịch vụ"), ("code", "valid_from", "procedures")),
    Event("service_centre.group_ended", gettext_noop("Thôi nhóm dịch vụ"), ("code", "valid_to")),
    Event("service_centre.counter_set", gettext_noop("Đặt quầy"), ("number", "valid_from")),
    Event("service_centre.counter_ended", gettext_noop("Thôi quầy"), ("number", "valid_to")),
    Event("service_centre.offers_set", gettext_noop("Đặt dịch vụ tại quầy"), ("number", "groups", "valid_from")),
    Event(
        "service_centre.shift_set",
        gettext_noop("Đặt ca làm việc"),
        ("number", "weekday", "starts", "ends", "valid_from"),
    ),
    Event("service_centre.shift_ended", gettext_noop("Thôi ca làm việc"), ("number", "weekday", "valid_to")),
)


class CodeTaken(Refused):
    code = "service-code-taken"
    status = 409
    title = gettext_noop("“%(code)s” đã dùng ở trung tâm này")
    mend = gettext_noop("Chọn một chữ hoặc số khác; chữ và số đã dùng không dùng lại.")


class UnitWithoutCode(Refused):
    code = "unit-without-code"
    status = 409
    title = gettext_noop("Đơn vị này chưa có mã định danh")
    mend = gettext_noop("Nhờ người quản trị ghi mã theo QĐ 20/2020: địa chỉ màn hình và đặt lịch dùng mã này.")


class NameMissing(Refused):
    code = "service-name-missing"
    title = gettext_noop("Chưa ghi đủ mã và tên")
    mend = gettext_noop("Nhóm dịch vụ cần một hoặc hai chữ cái và tên; quầy cần số.")


class ShiftWrong(Refused):
    code = "shift-wrong"
    title = gettext_noop("Ca làm việc chưa đúng")
    mend = gettext_noop("Giờ kết thúc phải sau giờ bắt đầu, và không trùng một ca khác của quầy trong thứ đó.")


@transaction.atomic
def open_centre(unit_id: UUID, *, by: Actor, at: datetime) -> Centre:
    """People may take numbers at that unit from now on; one that is open stays. Raises NotAllowed, UnitWithoutCode."""
    by.must(MANAGE, unit_id)
    if OPEN_SYSTEM not in unit_on(unit_id, local_day(at)).codes:
        raise UnitWithoutCode()
    centre, is_new = Centre.objects.get_or_create(
        unit_id=unit_id, defaults={"kiosk_token": new_code(16), "opened_at": at}
    )
    if is_new:
        write_entry("service_centre.opened", centre, by=by, at=at, unit_id=unit_id)
    return centre


@transaction.atomic
def renew_kiosk(centre: Centre, *, by: Actor, at: datetime) -> Centre:
    """A new address for the kiosk and the tablets; the old one opens nothing any more. Raises NotAllowed."""
    by.must(MANAGE, centre.unit_id)
    centre = locked(centre.pk)
    centre.kiosk_token = new_code(16)
    centre.save(update_fields=["kiosk_token"])
    write_entry("service_centre.kiosk_renewed", centre, by=by, at=at, unit_id=centre.unit_id)
    return centre


@transaction.atomic
def add_group(
    centre: Centre, code: str, title: str, *, procedures: Iterable[str] = (), valid_from: date, by: Actor, at: datetime
) -> ServiceGroup:
    """A group of services from that day on. Raises NotAllowed, NameMissing, CodeTaken."""
    by.must(MANAGE, centre.unit_id)
    code, title = code.strip().upper(), nfc(title).strip()[:120]
    if not (code.isascii() and code.isalpha() and len(code) <= 2 and title):
        raise NameMissing()
    locked(centre.pk)
    if centre.groups.filter(code=code).exists():
        raise CodeTaken(code=code)
    wanted = sorted({one.strip() for one in procedures if one.strip()})
    group = ServiceGroup.objects.create(centre=centre, code=code, title=title, procedures=wanted, valid_from=valid_from)
    payload = {"code": code, "valid_from": valid_from.isoformat(), "procedures": wanted}
    write_entry("service_centre.group_set", group, by=by, at=at, payload=payload, unit_id=centre.unit_id)
    return group


@transaction.atomic
def end_group(group: ServiceGroup, *, valid_to: date, by: Actor, at: datetime) -> None:
    """Not offered from that day on; what was taken and booked stays. Raises NotAllowed."""
    by.must(MANAGE, group.centre.unit_id)
    _end(group, valid_to)
    payload = {"code": group.code, "valid_to": valid_to.isoformat()}
    write_entry("service_centre.group_ended", group, by=by, at=at, payload=payload, unit_id=group.centre.unit_id)


@transaction.atomic
def add_counter(
    centre: Centre, number: str, *, title: str = "", valid_from: date, by: Actor, at: datetime
) -> ServiceCounter:
    """A counter from that day on. Raises NotAllowed, NameMissing, CodeTaken."""
    by.must(MANAGE, centre.unit_id)
    number = number.strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= 4 and int(number)):
        raise NameMissing()
    number = str(int(number))
    locked(centre.pk)
    if centre.counters.filter(number=number).exists():
        raise CodeTaken(code=number)
    counter = ServiceCounter.objects.create(
        centre=centre, number=number, title=nfc(title).strip()[:120], valid_from=valid_from
    )
    payload = {"number": number, "valid_from": valid_from.isoformat()}
    write_entry("service_centre.counter_set", counter, by=by, at=at, payload=payload, unit_id=centre.unit_id)
    return counter


@transaction.atomic
def end_counter(counter: ServiceCounter, *, valid_to: date, by: Actor, at: datetime) -> None:
    """Nobody sits there from that day on. Raises NotAllowed."""
    by.must(MANAGE, counter.centre.unit_id)
    _end(counter, valid_to)
    payload = {"number": counter.number, "valid_to": valid_to.isoformat()}
    write_entry("service_centre.counter_ended", counter, by=by, at=at, payload=payload, unit_id=counter.centre.unit_id)


@transaction.atomic
def set_offers(
    counter: ServiceCounter, group_ids: Iterable[UUID], *, valid_from: date, by: Actor, at: datetime
) -> None:
    """What the counter serves from that day on; until then it serves what it served. Raises NotAllowed."""
    centre = locked(counter.centre_id)
    by.must(MANAGE, centre.unit_id)
    wanted = set(groups_of(centre, valid_from).filter(pk__in=list(group_ids)).values_list("pk", flat=True))
    for offer in counter.offers.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)):
        if offer.group_id in wanted and offer.valid_to is None:
            wanted.discard(offer.group_id)
        else:
            _end(offer, valid_from)
    CounterOffer.objects.bulk_create(
        CounterOffer(counter=counter, group_id=group_id, valid_from=valid_from) for group_id in wanted
    )
    groups = counter.offers.filter(valid_to=None).order_by("group__code").values_list("group__code", flat=True)
    payload = {"number": counter.number, "groups": list(groups), "valid_from": valid_from.isoformat()}
    write_entry("service_centre.offers_set", counter, by=by, at=at, payload=payload, unit_id=centre.unit_id)


@transaction.atomic
def add_shift(
    counter: ServiceCounter, weekday: int, starts: time, ends: time, *, valid_from: date, by: Actor, at: datetime
) -> CounterShift:
    """The counter is staffed then, every week from that day on. Raises NotAllowed, ShiftWrong."""
    by.must(MANAGE, counter.centre.unit_id)
    locked(counter.centre_id)
    others = counter.shifts.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from), weekday=weekday)
    if not (0 <= weekday <= 6 and starts < ends) or others.filter(starts__lt=ends, ends__gt=starts).exists():
        raise ShiftWrong()
    shift = CounterShift.objects.create(
        counter=counter, weekday=weekday, starts=starts, ends=ends, valid_from=valid_from
    )
    payload = {
        "number": counter.number,
        "weekday": weekday,
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "valid_from": valid_from.isoformat(),
    }
    write_entry("service_centre.shift_set", shift, by=by, at=at, payload=payload, unit_id=counter.centre.unit_id)
    return shift


@transaction.atomic
def end_shift(shift: CounterShift, *, valid_to: date, by: Actor, at: datetime) -> None:
    """The counter is not staffed then any more from that day on. Raises NotAllowed."""
    centre = shift.counter.centre
    by.must(MANAGE, centre.unit_id)
    payload = {"number": shift.counter.number, "weekday": shift.weekday, "valid_to": valid_to.isoformat()}
    write_entry("service_centre.shift_ended", shift, by=by, at=at, payload=payload, unit_id=centre.unit_id)
    _end(shift, valid_to)


def _end(row: ServiceGroup | ServiceCounter | CounterOffer | CounterShift, valid_to: date) -> None:
    """What never stood for a day is gone; the rest ends then."""
    if isinstance(row, CounterOffer | CounterShift) and valid_to <= row.valid_from:
        row.delete()
        return
    if valid_to <= row.valid_from:
        raise NotFound()
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])


def tomorrow_of(at: datetime) -> date:
    """The first day what is set now can begin without changing a day that runs."""
    return date.fromordinal(local_day(at).toordinal() + 1)
