"""Following a dossier: signed in, or with its number and four digits."""

import re

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import note_wrong_digits, withdraw_case
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import (
    case_by_number,
    cases_of_person,
    is_known,
    is_visible,
    offers_to_applicant,
    remember_known,
    track,
)
from tinhso.kernel.forms.queries import drafts_of
from tinhso.modules.citizens.one_stop.queries.followed import followed, listed_for_citizen
from tinhso.modules.citizens.one_stop.queries.printed import application_pdf
from tinhso.shell.audience import CITIZEN, PUBLIC, ActorRequest, audience

# Known or not: the answer gives no hint; and no personal number comes back in an address.
_LIKE_A_DOSSIER = re.compile(r"[A-Z0-9.]{3,40}-\d{6}-\d{3,6}")


class WrongDigits(Refused):
    code = "tracking-no-match"
    title = gettext_noop("Không có hồ sơ nào khớp mã và bốn số này")
    mend = gettext_noop("Kiểm tra mã trên giấy hẹn và bốn số cuối của số định danh người nộp.")


@audience(PUBLIC)
def track_form(request: ActorRequest) -> HttpResponse:
    """Asks for the number and the four digits; shows the dossier when both are right."""
    if request.method != "POST":
        return render(request, "one_stop/public/track.html", {"typed": {"ma": request.GET.get("ma", "")[:60]}})
    number = request.POST.get("ma", "").strip().upper()
    digits = request.POST.get("so", "").strip()
    try:
        case = _proved(request, number, digits)
    except (NotFound, Refused) as error:
        context = {"typed": request.POST, "problem": error, "errors": [{"href": "#ma", "message": str(error)}]}
        return render(request, "one_stop/public/track.html", context, status=error.status)
    remember_known(request.session, case.pk)
    return HttpResponseRedirect(reverse("one_stop:tracked", args=[case.number]))


def _proved(request: ActorRequest, number: str, digits: str) -> Case:
    at = now()
    try:
        case, matches = track(number, digits, local_day(at))
    except NotFound:
        raise WrongDigits() from None
    if case is None or not matches:
        if case is not None:
            note_wrong_digits(case, by=request.actor, at=at)
        raise WrongDigits()
    return case


@audience(PUBLIC)
def tracked(request: ActorRequest, number: str) -> HttpResponse:
    """The state of a dossier this visitor proved to know; no personal data beyond the name of the procedure.

    Where notices lead: its owner goes on to their own page, anybody else is asked for the digits.
    """
    case = Case.objects.select_related("definition").filter(number=number).first()
    if case is not None and request.actor.is_citizen and is_visible(request.actor, case.pk):
        return HttpResponseRedirect(reverse("one_stop:my_case", args=[number]))
    if case is None or not is_known(request.session, case.pk):
        query = f"?{urlencode({'ma': number})}" if _LIKE_A_DOSSIER.fullmatch(number) else ""
        return HttpResponseRedirect(reverse("one_stop:track") + query)
    return _shown(request, case, is_owner=False)


def _shown(request: ActorRequest, case: Case, *, is_owner: bool) -> HttpResponse:
    context = {
        "f": followed(case, now()),
        "case": case,
        "is_owner": is_owner,
        "offers": offers_to_applicant(case),
    }
    return render(request, "one_stop/public/case.html", context)


@audience(CITIZEN)
def mine(request: ActorRequest) -> HttpResponse:
    """Drafts and dossiers of the signed-in citizen."""
    at = now()
    context = {
        "drafts": drafts_of(request.actor),
        "cases": [listed_for_citizen(case, at) for case in cases_of_person(request.actor)[:200]],
    }
    return render(request, "one_stop/public/mine.html", context)


@audience(CITIZEN)
def my_case(request: ActorRequest, number: str) -> HttpResponse:
    return _shown(request, case_by_number(number, request.actor), is_owner=True)


@audience(CITIZEN)
def application(request: ActorRequest, number: str) -> HttpResponse:
    """One's own application as submitted, as a PDF to keep."""
    pdf = application_pdf(case_by_number(number, request.actor), is_masked=False)
    return HttpResponse(pdf, content_type="application/pdf")


@audience(CITIZEN)
def filed(request: ActorRequest, number: str) -> HttpResponse:
    """The confirmation after filing; may be opened again."""
    case = case_by_number(number, request.actor)
    return render(request, "one_stop/public/filed.html", {"f": followed(case, now()), "case": case})


@audience(CITIZEN)
@require_POST
def withdraw(request: ActorRequest, number: str) -> HttpResponse:
    case = case_by_number(number, request.actor)
    withdraw_case(case, ground=request.POST.get("ground", ""), by=request.actor, at=now())
    messages.success(request, _("Đã rút hồ sơ."))
    return HttpResponseRedirect(reverse("one_stop:my_case", args=[number]))
