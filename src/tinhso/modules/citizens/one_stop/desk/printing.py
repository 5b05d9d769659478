"""Receipts of many dossiers for the printer, as one file."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pypdf import PdfWriter

from tinhso.base.moments import now
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.documents.queries import bytes_of
from tinhso.modules.citizens.one_stop.actions.counter import note_printed
from tinhso.modules.citizens.one_stop.actions.receipts import receipt_to_hand
from tinhso.modules.citizens.one_stop.desk.picking import picks_of
from tinhso.shell.audience import STAFF, ActorRequest, audience

MOST = 100


@audience(STAFF)
@require_POST
def print_receipts(request: ActorRequest) -> HttpResponse:
    """The sealed receipts of the chosen dossiers, in the order of their numbers; each is noted as printed."""
    file, at = PdfWriter(), now()
    for case in visible_cases(request.actor).filter(number__in=picks_of(request, MOST)).order_by("number"):
        receipt = receipt_to_hand(case, by=request.actor, at=at)
        if receipt is None or receipt.sealed_at is None or not request.actor.may("cases.read", case.receipt_unit_id):
            continue
        note_printed(case, "a5", by=request.actor, at=at)
        file.append(BytesIO(bytes_of(printed(receipt, at=at))))
    if not file.pages:
        messages.error(request, _("Chưa có giấy hẹn để in: chọn hồ sơ đã tiếp nhận."))
        return HttpResponseRedirect(reverse("one_stop:work_list"))
    out = BytesIO()
    file.write(out)
    return HttpResponse(out.getvalue(), content_type="application/pdf")
