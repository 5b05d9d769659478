"""After acceptance: the promise on one screen, the cash, the receipt on paper, and whoever comes next."""

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.documents.queries import check_url
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.identity.queries import person_card
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.actions.counter import collect_cash, note_printed
from tinhso.modules.citizens.one_stop.actions.receipts import receipt_to_hand
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.framing import shown_beside
from tinhso.shell.middleware import problem

COLLECT = "cases.collect"
SHEETS = {"80mm": "ticket", "nhan": "label"}
BACK = {"dossier": "one_stop:dossier", "taken": "one_stop:taken_in"}


@audience(STAFF)
def taken_in(request: ActorRequest, number: str) -> HttpResponse:
    """What the clerk needs in the moment after: number, promise, money, print, next."""
    return _page(request, case_by_number(number, request.actor))


def money_of(case: Case) -> dict[str, Any]:
    """The charges of a case and what is still owed."""
    charges = list(case.charges.order_by("id"))
    return {"charges": charges, "owed": sum(charge.amount for charge in charges if charge.paid_at is None)}


def _page(request: ActorRequest, case: Case, error: Refused | None = None) -> HttpResponse:
    context = {
        "case": case,
        "receipt": receipt_to_hand(case, by=request.actor, at=now()),
        "may_collect": request.actor.may(COLLECT, case.receipt_unit_id),
        "given": request.POST.get("given", ""),
        "errors": cash_errors(error),
        "back": "taken",
    } | money_of(case)
    return render(request, "one_stop/desk/taken_in.html", context, status=error.status if error else 200)


def cash_errors(error: Refused | None) -> list[dict[str, str]]:
    if error is None:
        return []
    said = problem(error, "")
    return [{"href": "#given", "message": f"{said['title']}. {said['detail']}"}]


def whole(text: str) -> int | None:
    """An amount as typed: 50.000 or 50000; None when nothing or no amount was typed."""
    bare = text.replace(".", "").replace(" ", "").replace(",", "")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 12 else None


@audience(COLLECT)
@require_POST
def collect(request: ActorRequest, number: str) -> HttpResponse:
    """All that is owed, in cash; says what to give back."""
    case = case_by_number(number, request.actor)
    try:
        change = collect_cash(case, given=whole(request.POST.get("given", "")), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, case, error)
    say_collected(request, change)
    return HttpResponseRedirect(reverse(BACK.get(request.POST.get("back", ""), BACK["taken"]), args=[number]))


def say_collected(request: ActorRequest, change: int) -> None:
    if change:
        messages.success(request, _("Đã ghi thu tiền mặt. Thối lại %(change)s.") % {"change": dong(change)})
    else:
        messages.success(request, _("Đã ghi thu tiền mặt."))


@audience(STAFF)
@shown_beside
def print_receipt(request: ActorRequest, number: str, sheet: str) -> HttpResponse:
    """The receipt for the printer: A5, or on the 80 mm roll with the label for the cover; or that label alone.

    Each opening of the receipt is an entry of the ledger.
    """
    case, at = case_by_number(number, request.actor), now()
    receipt = receipt_to_hand(case, by=request.actor, at=at)
    if receipt is None or receipt.sealed_at is None:
        raise Http404
    if sheet == "a5":
        note_printed(case, sheet, by=request.actor, at=at)
        return HttpResponseRedirect(reverse("documents:pdf", args=[receipt.pk]))
    if sheet not in SHEETS:
        raise Http404
    copy = note_printed(case, sheet, by=request.actor, at=at) if sheet == "80mm" else 0
    qr, on = b64encode(qr_svg(check_url(receipt))).decode(), local_day(case.submitted_at)
    context = {
        "case": case,
        "copy": copy,
        "qr": f"data:image/svg+xml;base64,{qr}",
        "desk": unit_on(case.receipt_unit_id, on),
        "competent": unit_on(case.competent_unit_id, on),
        "applicant": person_card(case.applicant_id),
        "printed_at": at,
    } | money_of(case)
    return render(request, f"one_stop/desk/{SHEETS[sheet]}.html", context)
