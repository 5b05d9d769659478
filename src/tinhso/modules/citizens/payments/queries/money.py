"""Money that came, refunds, differences: lists for who looks after them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.payments.models import (
    Difference,
    Payment,
    PaymentState,
    Reconciliation,
    Refund,
    RefundState,
)
from tinhso.modules.citizens.payments.queries.accounts import in_reach
from tinhso.modules.citizens.payments.rules.roles import SETTLE

SHOWN = 100
LIVING = (RefundState.PROPOSED, RefundState.APPROVED)


def payments_of_case(case: Case) -> Sequence[Payment]:
    return list(Payment.objects.filter(order__case=case).select_related("order").order_by("told_at", "id"))


def payments_seen(actor: Actor, state: str) -> QuerySet[Payment]:
    """Of the units the actor looks after, newest first."""
    rows = in_reach(Payment.objects.filter(state=state), actor, SETTLE)
    return rows.select_related("order__case").order_by("-told_at", "-id")


def counts_seen(actor: Actor) -> dict[str, int]:
    """How much waits in each state."""
    rows = in_reach(Payment.objects.all(), actor, SETTLE)
    found = dict(rows.values_list("state").annotate(count=Count("id")).order_by())
    return {state.value: found.get(state.value, 0) for state in PaymentState}


def payment_seen(actor: Actor, payment_id: UUID) -> Payment:
    """Raises NotFound."""
    rows = in_reach(Payment.objects.all(), actor, SETTLE).select_related("order__case", "order__account")
    found = rows.filter(pk=payment_id).first()
    if found is None:
        raise NotFound()
    return found


def refunds_seen(actor: Actor) -> QuerySet[Refund]:
    """Those of the units the actor looks after, newest first."""
    rows = Refund.objects.select_related("payment__order__case")
    if not actor.has_everywhere(SETTLE):
        rows = rows.filter(payment__unit_id__in=actor.units_with(SETTLE))
    return rows.order_by("-proposed_at", "-id")


def refund_seen(actor: Actor, refund_id: UUID) -> Refund:
    """Raises NotFound."""
    found = refunds_seen(actor).filter(pk=refund_id).first()
    if found is None:
        raise NotFound()
    return found


def open_differences(actor: Actor) -> QuerySet[Difference]:
    rows = in_reach(Difference.objects.filter(settled_at=None), actor, SETTLE)
    return rows.select_related("reconciliation").order_by("reconciliation__day", "transaction")


def settled_differences(actor: Actor) -> QuerySet[Difference]:
    rows = in_reach(Difference.objects.exclude(settled_at=None), actor, SETTLE)
    return rows.select_related("reconciliation").order_by("-settled_at")


def difference_seen(actor: Actor, difference_id: UUID) -> Difference:
    """Raises NotFound."""
    rows = in_reach(Difference.objects.all(), actor, SETTLE).select_related("reconciliation")
    found = rows.filter(pk=difference_id).first()
    if found is None:
        raise NotFound()
    return found


def days_reconciled(limit: int = 31) -> Sequence[Reconciliation]:
    """The newest days, each with how many differences it has (``found``) and how many are open (``left``)."""
    rows = Reconciliation.objects.annotate(
        found=Count("differences"), left=Count("differences", filter=Q(differences__settled_at=None))
    )
    return list(rows.order_by("-day")[:limit])
