"""What this module offers on a dossier's pages: paying, and the receipts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.actor import Actor
from tinhso.kernel.cases.kinds import CaseOffer, Offered, register_offer
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.states import ENDED
from tinhso.modules.citizens.payments.models import PaymentOrder


def to_applicant(case: Case) -> Offered | None:
    """The way to pay while something is owed; later what was paid."""
    url = reverse("payments:pay", args=[case.number])
    if State(case.state) not in ENDED and case.charges.filter(paid_at=None, amount__gt=0).exists():
        return Offered(_("Nộp phí, lệ phí"), url, is_main=True)
    if case.charges.exclude(paid_at=None).exists() or PaymentOrder.objects.filter(case=case).exists():
        return Offered(_("Tiền đã nộp và biên lai"), url)
    return None


def to_desk(case: Case, actor: Actor) -> Offered | None:
    """Shown beside the charges, so only where there are some."""
    return Offered(_("Biên lai và tiền đến của hồ sơ"), reverse("payments:of_dossier", args=[case.number]))


PAYING = register_offer(CaseOffer("payments", to_applicant, to_desk))
