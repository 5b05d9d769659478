"""Paying for a dossier on a phone. A browser that comes back is never believed, only the platform's own word."""

from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number, is_known, is_visible
from tinhso.modules.citizens.payments.actions import open_order
from tinhso.modules.citizens.payments.models import OrderState, PaymentOrder
from tinhso.modules.citizens.payments.queries.messages import transfer_of
from tinhso.modules.citizens.payments.queries.paying import Paying, paying_of
from tinhso.modules.citizens.payments.rules.picture import qr_picture
from tinhso.modules.citizens.payments.rules.places import tracking_page
from tinhso.modules.citizens.payments.rules.vietqr import vietqr
from tinhso.shell.audience import PUBLIC, ActorRequest, audience
from tinhso.shell.middleware import problem

LOOKED_AT_AGAIN = 10  # seconds, while news of a payment is likely
NEWS_IS_LIKELY = timedelta(minutes=20)


def case_to_pay(request: ActorRequest, number: str) -> Case:
    """The dossier, for its owner, or for whoever gave its number and digits in this session. Raises NotFound."""
    if request.actor.is_citizen:
        case = Case.objects.filter(number=number).first()
        if case is not None and is_visible(request.actor, case.pk):
            return case_by_number(number, request.actor)
    known = Case.objects.select_related("definition", "applicant").filter(number=number).first()
    if known is None or not is_known(request.session, known.pk):
        raise NotFound()
    return known


@never_cache
@audience(PUBLIC)
def pay(request: ActorRequest, number: str) -> HttpResponse:
    """What is owed and why, the picture to scan, the way to the platform; POST opens the order to pay."""
    case = case_to_pay(request, number)
    if request.method != "POST":
        return _page(request, case)
    try:
        open_order(case, by=request.actor, at=now())
    except Refused as error:
        return _page(request, case, error)
    return HttpResponseRedirect(reverse("payments:pay", args=[number]))


def _page(request: ActorRequest, case: Case, error: Refused | None = None) -> HttpResponse:
    paying = paying_of(case)
    owns = request.actor.is_citizen and is_visible(request.actor, case.pk)
    context = {
        "case": case,
        "p": paying,
        "problem": problem(error, "") if error else None,
        "is_owner": owns,
        "case_url": tracking_page(case.number),
    }
    response = render(request, "payments/public/pay.html", context, status=error.status if error else 200)
    if error is None and _is_news_likely(paying):
        response["Refresh"] = str(LOOKED_AT_AGAIN)  # works without scripts
    return response


def _is_news_likely(paying: Paying) -> bool:
    return paying.order is not None and now() - paying.order.opened_at < NEWS_IS_LIKELY


@never_cache
@audience(PUBLIC)
def picture(request: ActorRequest, number: str) -> HttpResponse:
    """The VietQR of the open order."""
    case = case_to_pay(request, number)
    order = PaymentOrder.objects.select_related("account").filter(case=case, state=OrderState.OPEN).first()
    if order is None:
        raise Http404
    return HttpResponse(qr_picture(vietqr(transfer_of(order, case))), content_type="image/svg+xml")
