"""Money the platform told of: what fits no dossier waits here for a decision; refunds are proposed from here."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.modules.citizens.payments import actions
from tinhso.modules.citizens.payments.desk.sent import refusal, text_of
from tinhso.modules.citizens.payments.desk.words import VERDICTS
from tinhso.modules.citizens.payments.models import Payment, PaymentState, Refund
from tinhso.modules.citizens.payments.queries import money as found
from tinhso.modules.citizens.payments.rules.places import dossier_page
from tinhso.modules.citizens.payments.rules.roles import APPROVE, SETTLE
from tinhso.shell.audience import ActorRequest, audience


@audience(SETTLE)
def listed(request: ActorRequest) -> HttpResponse:
    wanted = request.GET.get("loai", PaymentState.ASKED)
    state = wanted if wanted in PaymentState.values else PaymentState.ASKED
    counts = found.counts_seen(request.actor)
    rows = list(found.payments_seen(request.actor, state)[: found.SHOWN])
    tabs = [(one.value, one.label, counts[one.value]) for one in PaymentState]
    context = {"rows": rows, "state": state, "tabs": tabs, "verdicts": VERDICTS, "shown": found.SHOWN}
    return render(request, "payments/desk/money.html", context)


@audience(SETTLE)
def one(request: ActorRequest, payment_id: UUID) -> HttpResponse:
    """One transaction; POST decides on it or proposes to give it back."""
    payment = found.payment_seen(request.actor, payment_id)
    if request.method != "POST":
        return _page(request, payment)
    try:
        _decided(request, payment)
    except NotFound:
        raise
    except Refused as error:
        return _page(request, payment, error)
    return HttpResponseRedirect(reverse("payments:payment", args=[payment_id]))


def _decided(request: ActorRequest, payment: Payment) -> None:
    act, ground = request.POST.get("act", ""), text_of(request, "ground")
    if act in ("keep", "back"):
        actions.decide_payment(payment, is_kept=act == "keep", ground=ground, by=request.actor, at=now())
        messages.success(request, _("Đã ghi cách xử lý khoản tiền."))
    elif act == "refund":
        actions.propose_refund(payment, reason=text_of(request, "reason"), by=request.actor, at=now())
        messages.success(request, _("Đã đề nghị hoàn trả, chờ người phụ trách duyệt."))
    else:
        raise NotFound()


def _page(request: ActorRequest, payment: Payment, error: Refused | None = None) -> HttpResponse:
    refunds = list(payment.refunds.order_by("proposed_at"))
    may_propose = payment.state in (PaymentState.TO_REFUND, PaymentState.SETTLED)
    context = {
        "payment": payment,
        "dossier_url": dossier_page(payment.order.case.number) if payment.order else "",
        "verdict": VERDICTS.get(payment.verdict, payment.verdict),
        "refunds": refunds,
        "may_propose": may_propose and all(one.state == "refused" for one in refunds),
        "typed": request.POST if error else {},
    } | refusal(error)
    return render(request, "payments/desk/payment.html", context, status=error.status if error else 200)


@audience(SETTLE)
def refunds(request: ActorRequest) -> HttpResponse:
    """For who proposes and pays back, and among them who approves."""
    return _refunds(request)


def _refunds(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    context = {
        "rows": list(found.refunds_seen(request.actor)[: found.SHOWN]),
        "may_approve": request.actor.may(APPROVE),
        "may_pay": request.actor.may(SETTLE),
        "seat_id": request.actor.seat_id,
    } | refusal(error)
    return render(request, "payments/desk/refunds.html", context, status=error.status if error else 200)


@audience(SETTLE)
def refund(request: ActorRequest, refund_id: UUID) -> HttpResponse:
    """POST approves, refuses, or notes that the money went back."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("payments:refunds"))
    row = found.refund_seen(request.actor, refund_id)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound()
    try:
        act(request, row)
    except NotFound:
        raise
    except Refused as error:
        return _refunds(request, error)
    return HttpResponseRedirect(reverse("payments:refunds"))


def _approve(request: ActorRequest, row: Refund) -> None:
    actions.approve_refund(row, decision=text_of(request, "decision"), by=request.actor, at=now())
    messages.success(request, _("Đã duyệt hoàn trả."))


def _refuse(request: ActorRequest, row: Refund) -> None:
    actions.refuse_refund(row, decision=text_of(request, "decision"), by=request.actor, at=now())
    messages.success(request, _("Đã ghi không duyệt hoàn trả."))


def _paid_back(request: ActorRequest, row: Refund) -> None:
    actions.note_paid_back(row, voucher=text_of(request, "voucher", 60), by=request.actor, at=now())
    messages.success(request, _("Đã ghi việc chuyển trả tiền."))


ACTS: dict[str, Callable[[ActorRequest, Refund], None]] = {
    "approve": _approve,
    "refuse": _refuse,
    "paid": _paid_back,
}
