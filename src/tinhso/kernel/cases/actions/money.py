"""Fees and charges of a case: what is owed, and cash taken at the counter."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.money import dong
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.models import Case, Charge, Paper
from tinhso.kernel.cases.rules.definition import Body, ChargeNeed
from tinhso.kernel.ledger.actions import write_entry


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
    """The charges of a case at acceptance; those by page follow the pages and copies of its papers."""
    papers = list(case.papers.all())
    return [_charge(case, need, papers) for need in body.charges]


def _charge(case: Case, need: ChargeNeed, papers: Sequence[Paper]) -> Charge:
    by_page = need.per == "page"
    return Charge(
        case=case,
        code=need.code,
        title=need.title,
        unit_price=need.unit_price,
        quantity=sum((paper.pages or 1) * paper.quantity for paper in papers) if by_page else 1,
        amount=sum(need.of_copy(paper.pages or 1) * paper.quantity for paper in papers) if by_page else need.unit_price,
    )


@transaction.atomic
def collect_charge(case: Case, charge: Charge, *, method: str, by: Actor, at: datetime) -> Charge:
    """Notes that a charge was paid. Raises AlreadyCollected, NotAllowed, Stale."""
    by.must("cases.collect", case.receipt_unit_id)
    save_if_unchanged(case, at=at)
    updated = Charge.objects.filter(pk=charge.pk, case=case, paid_at=None).update(
        paid_at=at, method=method, collected_by=by.seat_id
    )
    if not updated:
        raise AlreadyCollected()
    charge.refresh_from_db()
    payload = {"code": charge.code, "amount": charge.amount, "method": method}
    write_entry("case.charge_collected", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return charge


def must_be_paid(case: Case) -> None:
    """Raises ChargesDue when something is owed."""
    owed = sum(charge.amount for charge in case.charges.filter(paid_at=None))
    if owed:
        raise ChargesDue(amount=dong(owed))
