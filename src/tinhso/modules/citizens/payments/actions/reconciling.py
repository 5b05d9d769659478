"""The platform's list of a day beside ours: asked for, compared, differences settled by a person."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions.arriving import note_payment
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, ground_of
from tinhso.modules.citizens.payments.models import Difference, Payment, PaymentOrder, Reconciliation
from tinhso.modules.citizens.payments.queries import messages
from tinhso.modules.citizens.payments.queries.cash import day_bounds
from tinhso.modules.citizens.payments.rules.reconciling import Differing, Kind, differences
from tinhso.modules.citizens.payments.rules.roles import SETTLE
from tinhso.modules.citizens.payments.rules.told import PAID, Told


class NoPlatform(Refused):
    code = "payments-no-platform"
    status = 409
    title = gettext_noop("Chưa có nền tảng thanh toán nào đang nối")
    mend = gettext_noop("Nhờ người vận hành kết nối khai nền tảng ở mục Kết nối, trao đổi.")


@transaction.atomic
def ask_for_list(day: date, *, again: bool = False, by: Actor, at: datetime) -> Partner:
    """Asks the platform for its transactions of a day; once, unless ``again``. Raises NoPlatform, NotAllowed."""
    by.must(SETTLE)
    partner = messages.platform()
    if partner is None:
        raise NoPlatform()
    key = f"list/{day.isoformat()}" + (f"/{at:%Y%m%d%H%M%S}" if again else "")
    body = messages.list_body(day)
    queue_message(partner.code, messages.LIST, body, order_key=key, key=key, subject=partner, by=by, at=at)
    return partner


@transaction.atomic
def reconcile(partner: str, day: date, theirs: Sequence[Told], *, by: Actor, at: datetime) -> Reconciliation:
    """Compares the list with what we noted of that day; a list that comes again takes the place of the one before.

    What a person settled stays settled; what no longer differs is dropped.
    """
    by.must_everywhere(SETTLE)
    row, _ = Reconciliation.objects.update_or_create(
        partner=partner, day=day, defaults=_sums(partner, day, theirs) | {"listed_at": at}
    )
    listed = {one.transaction: one for one in theirs if one.state == PAID}
    noted = {one.transaction: one for one in _ours(partner, day, set(listed))}
    found = list(
        differences({key: one.amount for key, one in noted.items()}, {key: one.amount for key, one in listed.items()})
    )
    open_ones = Difference.objects.filter(reconciliation=row, settled_at=None)
    open_ones.exclude(transaction__in=[one.transaction for one in found]).delete()
    rows = [_row(row, one, listed.get(one.transaction), noted.get(one.transaction)) for one in found]
    Difference.objects.bulk_create(rows, ignore_conflicts=True)
    payload = {"day": day.isoformat(), "count": len(listed), "differences": len(found)}
    write_entry("payments.reconciled", row, by=by, at=at, payload=payload)
    return row


def _ours(partner: str, day: date, listed: set[str]) -> list[Payment]:
    start, end = day_bounds(day)
    that_day = Q(paid_at__gte=start, paid_at__lt=end) | Q(transaction__in=listed)
    return list(Payment.objects.filter(that_day, partner=partner))


def _sums(partner: str, day: date, theirs: Sequence[Told]) -> dict[str, int]:
    ours = _ours(partner, day, set())
    return {
        "theirs_count": len(theirs),
        "theirs_sum": sum(one.amount for one in theirs),
        "ours_count": len(ours),
        "ours_sum": sum(one.amount for one in ours),
    }


def _row(row: Reconciliation, one: Differing, listed: Told | None, noted: Payment | None) -> Difference:
    code = listed.order if listed else noted.said_order if noted else ""
    order = PaymentOrder.objects.select_related("account").filter(code=code).first()
    return Difference(
        reconciliation=row,
        unit_id=order.account.unit_id if order else noted.unit_id if noted else None,
        kind=one.kind,
        transaction=one.transaction,
        said_order=code,
        ours=one.ours,
        theirs=one.theirs,
        paid_at=listed.paid_at if listed else None,
        bank=listed.bank if listed else "",
    )


@transaction.atomic
def settle_difference(difference: Difference, *, ground: str, is_taken: bool, by: Actor, at: datetime) -> Difference:
    """A person's word on a difference; ``is_taken`` notes money only the platform told of, as if it had told us then.

    Raises NotAllowed, GroundMissing, AlreadyDone.
    """
    rows = Difference.objects.select_for_update(of=("self",)).select_related("reconciliation")
    row = rows.get(pk=difference.pk)
    if row.unit_id is None:
        by.must_everywhere(SETTLE)
    by.must(SETTLE, row.unit_id)
    row.ground = ground_of(ground)
    if row.settled_at is not None:
        raise AlreadyDone()
    if is_taken and row.kind == Kind.THEIRS_ONLY and row.theirs and row.paid_at:
        told = Told(row.transaction, row.said_order, PAID, row.theirs, row.paid_at, row.bank)
        note_payment(row.reconciliation.partner, told, by=by, at=at)
    row.settled_by, row.settled_at = by.seat_id, at
    row.save(update_fields=["ground", "settled_by", "settled_at"])
    payload = {"transaction": row.transaction}
    write_entry("payments.difference_settled", row, by=by, at=at, payload=payload, unit_id=row.unit_id)
    return row
