"""Fees and charges of a case: what is owed, and cash taken at the counter."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.money import dong
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.models import Case, Charge, Paper
from tinhso.kernel.cases.rules.charges import Copies, charges_owed
from tinhso.kernel.cases.rules.definition import Body
from tinhso.kernel.forms.queries import answers_of
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import change_row, rows_where


class ChargesDue(Refused):
    code = "charges-due"
    title = gettext_noop("Hồ sơ còn %(amount)s chưa thu")
    mend = gettext_noop("Thu phí, lệ phí rồi làm tiếp.")


class AlreadyCollected(Refused):
    code = "already-collected"
    status = 409
    title = gettext_noop("Khoản này đã thu")
    mend = gettext_noop("Mở lại hồ sơ để xem biên lai đã lập.")


def charges_for(case: Case, body: Body) -> list[Charge]:
    """The charges of a case at acceptance; answers are opened only where a charge counts one."""
    answers = answers_of(case.submission) if any(need.per == "answer" for need in body.charges) else {}
    return charges_of(case, body, list(case.papers.all()) if body.charges else [], answers)


def charges_of(case: Case, body: Body, brought: Sequence[Paper], answers: Mapping[str, Any]) -> list[Charge]:
    """The charges of a case with these papers and answers."""
    papers = [Copies(paper.pages or 1, paper.quantity) for paper in brought]
    owed = charges_owed(body.charges, channel=case.channel, variant=case.variant, papers=papers, answers=answers)
    return [
        Charge(
            case=case,
            code=one.need.code,
            title=one.need.title,
            unit_price=one.need.unit_price,
            quantity=one.quantity,
            amount=one.amount,
        )
        for one in owed
    ]


def recount_charges(case: Case, body: Body, corrected: Collection[str]) -> list[str]:
    """Brings the charges that count a corrected answer in line with it; gives their codes.

    What was paid stays paid: only the difference is owed; money to give back is not counted here.
    """
    codes = [need.code for need in body.charges if need.per == "answer" and need.question in corrected]
    owed = {charge.code: charge for charge in charges_for(case, body)} if codes else {}
    for code in codes:
        _recount(case, code, owed.get(code))
    return codes


def _recount(case: Case, code: str, owed: Charge | None) -> None:
    lines = case.charges.filter(code=code)
    paid = lines.exclude(paid_at=None).aggregate(amount=Sum("amount", default=0), quantity=Sum("quantity", default=0))
    lines.filter(paid_at=None).delete()
    if owed is not None and owed.amount > paid["amount"]:
        owed.amount -= paid["amount"]
        owed.quantity -= paid["quantity"]
        owed.save()


@transaction.atomic
def collect_charge(case: Case, charge: Charge, *, method: str, by: Actor, at: datetime) -> Charge:
    """Notes that a charge was paid. Raises AlreadyCollected, NotAllowed, Stale."""
    by.must("cases.collect", case.receipt_unit_id)
    save_if_unchanged(case, at=at)
    paid = {"paid_at": at, "method": method, "collected_by": by.seat_id}
    if not change_row(charge, paid, case_id=case.pk, paid_at=None):
        raise AlreadyCollected()
    for name, value in paid.items():
        setattr(charge, name, value)
    payload = {"code": charge.code, "amount": charge.amount, "method": method}
    write_entry("case.charge_collected", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return charge


def must_be_paid_before(case: Case, body: Body) -> None:
    """Raises ChargesDue when a charge that is paid before the dossier goes on is still owed."""
    codes = [need.code for need in body.charges if need.pay == "before"]
    owed = sum(charge.amount for charge in case.charges.filter(code__in=codes, paid_at=None)) if codes else 0
    if owed:
        raise ChargesDue(amount=dong(owed))


def must_be_paid(case: Case) -> None:
    """Raises ChargesDue when something is owed."""
    owed = sum(charge.amount for charge in rows_where(Charge, case_id=case.pk, paid_at=None))
    if owed:
        raise ChargesDue(amount=dong(owed))
