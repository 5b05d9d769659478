"""Beneficiary accounts and series of receipts: dated data with a form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.queries import UnitView, units_in_force, units_on
from tinhso.modules.citizens.payments.actions.accounts import Banking, declare_account
from tinhso.modules.citizens.payments.desk.sent import day_of, refusal, text_of
from tinhso.modules.citizens.payments.queries.accounts import accounts_listed
from tinhso.modules.citizens.payments.rules.receipts import FORMS
from tinhso.modules.citizens.payments.rules.roles import SET_UP
from tinhso.shell.audience import ActorRequest, audience

FIELDS = (
    "bank", "bank_name", "number", "holder", "city", "tax_code", "receipt_form", "receipt_letters", "ground",
)  # fmt: skip


@audience(SET_UP)
def accounts(request: ActorRequest) -> HttpResponse:
    """The accounts in their order; POST declares one from a day on."""
    if request.method != "POST":
        return _page(request)
    try:
        _declared(request)
    except NotFound:
        raise
    except Refused as error:
        return _page(request, error)
    messages.success(request, _("Đã khai tài khoản thụ hưởng."))
    return HttpResponseRedirect(reverse("payments:accounts"))


def _declared(request: ActorRequest) -> None:
    at = now()
    typed = Banking(**{name: text_of(request, name, 300) for name in FIELDS})
    day = day_of(request.POST.get("valid_from", ""), local_day(at))
    declare_account(_unit(request), typed, valid_from=day, by=request.actor, at=at)


def _unit(request: ActorRequest) -> UUID:
    """Raises NotFound for what is no unit of the actor's."""
    try:
        unit_id = UUID(request.POST.get("unit", ""))
    except ValueError:
        raise NotFound(fields={"unit": _("Chọn đơn vị.")}) from None
    return unit_id


def _units(actor: Actor) -> list[UnitView]:
    day = local_day(now())
    if actor.has_everywhere(SET_UP):
        return units_in_force(day)
    return sorted(units_on(actor.units_with(SET_UP), day).values(), key=lambda unit: unit.name)


def _page(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    today = local_day(now())
    context = {
        "accounts": accounts_listed(request.actor, today),
        "units": _units(request.actor),
        "forms": FORMS,
        "today_text": today.isoformat(),
        "typed": request.POST if error else {"receipt_form": FORMS[0]},
    } | refusal(error)
    return render(request, "payments/desk/accounts.html", context, status=error.status if error else 200)
