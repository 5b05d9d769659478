"""A word to whoever holds a dossier, and another holder for it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import assign_case
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.identity.queries import seats_in
from tinhso.modules.citizens.one_stop.actions.reminders import close_reminder, remind
from tinhso.modules.citizens.one_stop.desk.changing import case_as_seen
from tinhso.modules.citizens.one_stop.models import Reminder
from tinhso.modules.citizens.one_stop.queries.led_rows import led_rows
from tinhso.modules.citizens.one_stop.queries.reminders import (
    ReminderLine,
    reminders_for,
    reminders_given,
    reminders_on,
)
from tinhso.modules.citizens.one_stop.rules.roles import LEAD
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import ActorRequest, audience

DAYS = (0, 1, 2, 5)  # what one tap chooses: today, tomorrow, …


@audience(LEAD)
def given(request: ActorRequest) -> HttpResponse:
    """What I asked of whom, until when, and whether the dossier has gone on."""
    return render(request, "one_stop/leader/reminders.html", {"lines": reminders_given(request.actor, now())})


@audience(LEAD)
def remind_holder(request: ActorRequest, number: str) -> HttpResponse:
    """One page: who holds it, a few words, a day."""
    case = case_by_number(number, request.actor)
    if request.method != "POST":
        return _page(request, case.number, "remind")
    try:
        in_days = request.POST.get("in_days", "")
        days = int(in_days) if in_days in map(str, DAYS) else 1
        due_on, text = local_day(now()) + timedelta(days=days), request.POST.get("text", "")
        remind(case, text=text, due_on=due_on, by=request.actor, at=now())
    except Refused as refusal:
        return _page(request, number, "remind", refusal)
    messages.success(request, _("Đã nhắc người giữ hồ sơ."))
    return redirect("one_stop:reminders")


@audience(LEAD)
def change_holder(request: ActorRequest, number: str) -> HttpResponse:
    """Gives the step to another official of the office that holds it."""
    if request.method != "POST":
        return _page(request, number, "assign")
    try:
        case, chosen = case_as_seen(request, number), request.POST.get("seat", "")
        assign_case(case, to_seat_id=id_sent(chosen) if chosen else None, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, number, "assign", refusal)
    messages.success(request, _("Đã chuyển người giữ hồ sơ."))
    return redirect("one_stop:red_list")


@require_POST
@audience(LEAD)
def close(request: ActorRequest, reminder_id: UUID) -> HttpResponse:
    reminder = Reminder.objects.select_related("case").filter(pk=reminder_id).first()
    if reminder is None:
        raise NotFound()
    close_reminder(reminder, by=request.actor, at=now())
    messages.success(request, _("Đã khép việc nhắc."))
    return redirect("one_stop:reminders")


def _page(request: ActorRequest, number: str, act: str, refusal: Refused | None = None) -> HttpResponse:
    at, case = now(), case_by_number(number, request.actor)
    rows, _more = led_rows(Case.objects.filter(pk=case.pk), at)
    context = {
        "row": rows[0],
        "act": act,
        "refusal": refusal,
        "earlier": reminders_on(case, at),
        "colleagues": seats_in(case.step_unit_id, local_day(at)) if case.step_unit_id else [],
        "typed": request.POST,
        "today": local_day(at),
    }
    return render(request, "one_stop/leader/act.html", context, status=refusal.status if refusal else 200)


def lines_on(case: Case) -> list[ReminderLine]:
    """What stands on a dossier now."""
    return reminders_on(case, now())


def lines_for(actor: Actor) -> list[ReminderLine]:
    """What this official is reminded of now."""
    return reminders_for(actor, now())
