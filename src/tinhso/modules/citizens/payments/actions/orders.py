"""Opening an order to pay for a dossier, and dropping one that no longer holds."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local, local_day
from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions import declared  # noqa: F401
from tinhso.modules.citizens.payments.models import BeneficiaryAccount, OrderState, PaymentOrder
from tinhso.modules.citizens.payments.queries import messages
from tinhso.modules.citizens.payments.queries.accounts import account_of


class NothingOwed(Refused):
    code = "payments-nothing-owed"
    status = 409
    title = gettext_noop("Hồ sơ này không còn khoản nào phải nộp")
    mend = gettext_noop("Mở lại hồ sơ để xem tình trạng mới.")


class NoAccount(Refused):
    code = "payments-no-account"
    status = 409
    title = gettext_noop("Cơ quan thu chưa khai tài khoản nên chưa nộp trực tuyến được")
    mend = gettext_noop("Nộp tiền mặt tại bộ phận một cửa, hoặc gọi tổng đài 1022.")


def locked_case(case_id: UUID) -> Case:
    """The case as it is now, nobody else changing it until the transaction ends."""
    joined = Case.objects.select_related("definition", "applicant")
    return joined.select_for_update(of=("self",)).get(pk=case_id)


@transaction.atomic
def open_order(case: Case, *, by: Actor, at: datetime) -> PaymentOrder:
    """What is owed now as an order to pay: the open one if it still holds, else a new one, told to the platform.

    Whoever may see the dossier may pay for it; the caller has decided that. Raises NothingOwed, NoAccount.
    """
    row = locked_case(case.pk)
    owed = list(row.charges.filter(paid_at=None, amount__gt=0).order_by("id"))
    if not owed or State(row.state) in ENDED:
        raise NothingOwed()
    account = account_of(row.competent_unit_id, local_day(at))
    if account is None:
        raise NoAccount()
    partner = messages.platform()
    code = partner.code if partner else ""
    live = PaymentOrder.objects.filter(case=row, state=OrderState.OPEN).first()
    if live is not None:
        if live.lines == _lines(owed) and live.account_id == account.pk and live.partner == code:
            return live
        close_order(live, "replaced", by=by, at=at)
    return _opened(row, owed, account, code, by, at)


def _lines(charges: list[Charge]) -> list[dict[str, Any]]:
    return [{"charge": str(one.pk), "code": one.code, "title": one.title, "amount": one.amount} for one in charges]


def _opened(
    case: Case, owed: list[Charge], account: BeneficiaryAccount, partner: str, by: Actor, at: datetime
) -> PaymentOrder:
    order_id = new_id()
    order = PaymentOrder.objects.create(
        id=order_id,
        case=case,
        account=account,
        code=_free_code(case, at),
        reference=order_id.hex[-12:].upper(),
        lines=_lines(owed),
        amount=sum(charge.amount for charge in owed),
        opened_at=at,
        partner=partner,
    )
    payload = {"code": order.code, "amount": order.amount}
    write_entry("payments.order_opened", order, by=by, at=at, payload=payload, unit_id=account.unit_id)
    if partner:
        body = messages.order_body(order, case)
        queue_message(partner, messages.ORDER, body, order_key=order.code, key=order.code, subject=order, by=by, at=at)
    return order


def _free_code(case: Case, at: datetime) -> str:
    """Dossier number and moment (§6: Ma = mã hồ sơ-yyyyMMddHHmmss); the next second where it is taken."""
    moment = local(at)
    while PaymentOrder.objects.filter(code=(code := f"{case.number}-{moment:%Y%m%d%H%M%S}")).exists():
        moment += timedelta(seconds=1)
    return code


@transaction.atomic
def close_stale_order(case: Case, *, by: Actor, at: datetime) -> bool:
    """Drops the open order of a dossier when it ended or owes something else now; whether one was dropped."""
    row = locked_case(case.pk)
    live = PaymentOrder.objects.filter(case=row, state=OrderState.OPEN).first()
    if live is None:
        return False
    owed = list(row.charges.filter(paid_at=None, amount__gt=0).order_by("id"))
    if State(row.state) not in ENDED and live.lines == _lines(owed):
        return False
    close_order(live, "ended" if State(row.state) in ENDED else "changed", by=by, at=at)
    return True


def close_order(order: PaymentOrder, because: str, *, by: Actor, at: datetime) -> None:
    """An open order is of no more use, and the platform is told so; the caller holds its dossier."""
    PaymentOrder.objects.filter(pk=order.pk).update(state=OrderState.CLOSED, settled_at=at)
    payload = {"code": order.code, "because": because}
    write_entry("payments.order_closed", order, by=by, at=at, payload=payload, unit_id=order.account.unit_id)
    if order.partner:
        body = {"order": order.code}
        key = f"{order.code}/cancel"
        queue_message(order.partner, messages.CANCEL, body, order_key=order.code, key=key, subject=order, by=by, at=at)
