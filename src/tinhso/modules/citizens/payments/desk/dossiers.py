"""The money of one dossier, for whoever may see the dossier: receipts to print, what came from the platform."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.documents.queries import may_read
from tinhso.kernel.files.queries import stored_bytes
from tinhso.modules.citizens.payments.actions import make_receipts
from tinhso.modules.citizens.payments.models import FeeReceipt
from tinhso.modules.citizens.payments.queries.accounts import account_of
from tinhso.modules.citizens.payments.queries.money import payments_of_case
from tinhso.modules.citizens.payments.queries.paying import paying_of
from tinhso.modules.citizens.payments.queries.receipts import charges_without_receipt
from tinhso.modules.citizens.payments.rules.places import dossier_page
from tinhso.shell.audience import PUBLIC, STAFF, ActorRequest, audience


@audience(STAFF)
def of_dossier(request: ActorRequest, number: str) -> HttpResponse:
    """POST makes the receipts that are missing (collected a moment ago, or when no key was ready)."""
    case = case_by_number(number, request.actor)
    may_make = request.actor.may("cases.collect", case.receipt_unit_id)
    if request.method == "POST" and may_make:
        if made := make_receipts(case, at=now()):
            messages.success(request, _("Đã lập %(count)s biên lai.") % {"count": len(made)})
        return HttpResponseRedirect(reverse("payments:of_dossier", args=[number]))
    context = {
        "case": case,
        "dossier_url": dossier_page(number),
        "p": paying_of(case),
        "payments": payments_of_case(case),
        "missing": charges_without_receipt(case),
        "has_account": account_of(case.competent_unit_id, local_day(now())) is not None,
        "may_make": may_make,
    }
    return render(request, "payments/desk/dossier.html", context)


@audience(PUBLIC)
def xml(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """The signed XML of a receipt, for who may read its document."""
    receipt = FeeReceipt.objects.select_related("document").filter(document_id=document_id).first()
    if receipt is None or not may_read(receipt.document, request.actor):
        raise NotFound()
    if receipt.xml_id is None:
        raise Http404
    answer = HttpResponse(stored_bytes(receipt.xml_id), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="bien-lai-{receipt.symbol}-{receipt.number:07d}.xml"'
    return answer
