"""Receipts: what has none yet, those of a dossier, those of a period."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.cases.models import Case, Charge
from tinhso.modules.citizens.payments.models import FeeReceipt
from tinhso.modules.citizens.payments.queries.accounts import in_reach
from tinhso.modules.citizens.payments.rules.roles import SETTLE

FORMER = "former"  # collected in the system before this one, which receipted it


def charges_without_receipt(case: Case) -> Sequence[Charge]:
    """Collected charges of a case that no receipt was made of."""
    collected = case.charges.exclude(paid_at=None).exclude(method=FORMER).filter(amount__gt=0)
    return list(collected.exclude(pk__in=FeeReceipt.objects.filter(case=case).values("charge_id")).order_by("id"))


def receipts_of(case: Case) -> Sequence[FeeReceipt]:
    """The receipts of a case, the caller having decided that the case may be seen."""
    return list(FeeReceipt.objects.filter(case=case).select_related("document", "charge").order_by("issued_on", "id"))


def receipts_between(actor: Actor, since: date, until: date) -> QuerySet[FeeReceipt]:
    """The receipts made from one day to another (both included) by the units the actor looks after."""
    rows = in_reach(FeeReceipt.objects.filter(issued_on__gte=since, issued_on__lte=until), actor, SETTLE)
    return rows.select_related("case", "charge").order_by("unit_id", "symbol", "number")
