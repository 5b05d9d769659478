"""Small acts of the counter: keeping what is half typed, taking cash, printing a receipt again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.money import dong
from tinhso.kernel.cases.actions import collect_charge
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.models import CounterDraft
from tinhso.modules.citizens.one_stop.queries.counter import DRAFT_LASTS, draft_name

LONGEST_DRAFT = 200_000
PRINTED = "one_stop.receipt_printed"
register_events(Event(PRINTED, gettext_noop("In giấy tiếp nhận và hẹn trả"), ("copy", "sheet")))


class GivenTooLittle(Refused):
    code = "given-too-little"
    title = gettext_noop("Số tiền đưa chưa đủ %(owed)s")
    mend = gettext_noop("Nhập lại số tiền người nộp đưa, hoặc để trống nếu đưa vừa đủ.")


def keep_draft(seat_id: UUID, code: str, typed: str, *, at: datetime) -> None:
    """Keeps what is half typed (a posted form as text) for this seat; no entry: nothing is submitted yet."""
    if len(typed) > LONGEST_DRAFT:
        return
    CounterDraft.objects.filter(saved_at__lt=at - DRAFT_LASTS).delete()
    sealed = keyring().seal(typed.encode(), bound_to=draft_name(seat_id, code))
    CounterDraft.objects.update_or_create(seat_id=seat_id, code=code, defaults={"typed_sealed": sealed, "saved_at": at})


def forget_draft(seat_id: UUID | None, code: str) -> None:
    if seat_id is not None:
        CounterDraft.objects.filter(seat_id=seat_id, code=code).delete()


@transaction.atomic
def collect_cash(case: Case, *, given: int | None, by: Actor, at: datetime) -> int:
    """Takes all that is owed in cash and gives the change. Raises GivenTooLittle, NotAllowed, Stale."""
    owed = list(case.charges.filter(paid_at=None).order_by("id"))
    total = sum(charge.amount for charge in owed)
    if given is not None and given < total:
        raise GivenTooLittle(fields={"given": str(GivenTooLittle.title) % {"owed": dong(total)}}, owed=dong(total))
    for charge in owed:
        collect_charge(case, charge, method="cash", by=by, at=at)
    return given - total if given is not None else 0


@transaction.atomic
def note_printed(case: Case, sheet: str, *, by: Actor, at: datetime) -> int:
    """Notes that the receipt was opened for printing; gives which copy it is."""
    by.must("cases.read", case.receipt_unit_id)
    copy = 1 + sum(1 for entry in entries_of(case) if entry.event == PRINTED)
    write_entry(PRINTED, case, by=by, at=at, payload={"copy": copy, "sheet": sheet}, unit_id=case.receipt_unit_id)
    return copy
