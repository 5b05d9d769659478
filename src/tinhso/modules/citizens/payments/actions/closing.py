"""The end of a clerk's day: the drawer is counted against what was collected."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.money import dong
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions import declared  # noqa: F401
from tinhso.modules.citizens.payments.models import ClosedCharge, TillClosing
from tinhso.modules.citizens.payments.queries.accounts import account_of
from tinhso.modules.citizens.payments.queries.cash import till_of

COLLECT = "cases.collect"


class AlreadyClosed(Refused):
    code = "payments-already-closed"
    status = 409
    title = gettext_noop("Quỹ hôm nay đã chốt")
    mend = gettext_noop("Khoản thu sau lúc chốt được đếm vào lần chốt của ngày làm việc sau.")


class NotCounted(Refused):
    code = "payments-not-counted"
    title = gettext_noop("Chưa ghi số tiền đếm được bằng chữ số")
    mend = gettext_noop("Đếm tiền trong ngăn kéo rồi ghi số tiền, ví dụ 250.000.")


class Unexplained(Refused):
    code = "payments-unexplained"
    title = gettext_noop("Tiền đếm được lệch %(difference)s so với sổ")
    mend = gettext_noop("Đếm lại; nếu vẫn lệch thì ghi lý do.")


@transaction.atomic
def close_till(*, drawer: str, counted: int | None, ground: str, by: Actor, at: datetime) -> TillClosing:
    """Closes the actor's own drawer for the day. Raises NotAllowed, NotCounted, Unexplained, AlreadyClosed."""
    by.must(COLLECT, by.unit_id)
    if by.seat_id is None or by.unit_id is None:
        raise NotAllowed()
    if counted is None:
        raise NotCounted(fields={"counted": str(NotCounted.title)})
    day = local_day(at)
    Seat.objects.select_for_update(of=("self",)).get(pk=by.seat_id)  # one closing of a seat at a time
    till = till_of(by.seat_id, day)
    if counted != till.expected and not ground.strip():
        off = dong(abs(counted - till.expected))
        raise Unexplained(fields={"ground": str(Unexplained.mend)}, difference=off)
    closing = TillClosing(
        unit_id=_collector(by.unit_id, at),
        seat_id=by.seat_id,
        day=day,
        drawer=drawer.strip()[:40] or "1",
        expected=till.expected,
        counted=counted,
        ground=ground.strip()[:500] if counted != till.expected else "",
        closed_at=at,
    )
    TillClosing.objects.bulk_create([closing], ignore_conflicts=True)
    if not TillClosing.objects.filter(pk=closing.pk).exists():
        raise AlreadyClosed()
    ClosedCharge.objects.bulk_create(ClosedCharge(charge=row, closing=closing) for row in till.rows)
    payload = {
        "day": day.isoformat(),
        "expected": closing.expected,
        "counted": closing.counted,
        "charges": len(till.rows),
    }
    write_entry("payments.till_closed", closing, by=by, at=at, payload=payload, unit_id=closing.unit_id)
    return closing


def _collector(unit_id: UUID, at: datetime) -> UUID:
    """The unit in whose name the desk collects."""
    account = account_of(unit_id, local_day(at))
    return account.unit_id if account else unit_id
