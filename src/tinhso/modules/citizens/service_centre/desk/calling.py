"""The clerk's page: one key calls the next. Every act comes back to it, with the focus where it was."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.modules.citizens.service_centre.actions import calling as acts
from tinhso.modules.citizens.service_centre.models import CounterSitting, QueueTicket, ServiceCounter, TicketCall
from tinhso.modules.citizens.service_centre.queries.booking import name_on
from tinhso.modules.citizens.service_centre.queries.line import missed_today, number_of, open_call, waiting_for
from tinhso.modules.citizens.service_centre.queries.places import centres_with, counters_of, sitting_of, sittings_of
from tinhso.modules.citizens.service_centre.queries.ruling import line_rules
from tinhso.modules.citizens.service_centre.rules.roles import SERVE
from tinhso.modules.citizens.service_centre.rules.sent import NOTHING, id_sent
from tinhso.modules.citizens.service_centre.rules.words import calling_text
from tinhso.shell.audience import ActorRequest, audience

SHOWN = 12


@never_cache
@audience(SERVE)
def calling(request: ActorRequest) -> HttpResponse:
    """The counter of who is signed in; without one, the counters to sit down at."""
    day = local_day(now())
    sitting = sitting_of(request.actor.seat_id, day)
    if sitting is None:
        return render(request, "service_centre/desk/sit_down.html", {"places": _free_places(request, day)})
    return render(request, "service_centre/desk/calling.html", _facts(sitting, now()))


@never_cache
@audience(SERVE)
def line(request: ActorRequest) -> HttpResponse:
    """The part of the page that follows by itself: who waits."""
    at = now()
    sitting = sitting_of(request.actor.seat_id, local_day(at))
    if sitting is None:
        raise Http404
    return render(request, "service_centre/desk/_line.html", _line(sitting.counter, at))


def _free_places(request: ActorRequest, day: Any) -> list[dict[str, Any]]:
    """Every counter the actor may sit at, with who sits there now."""
    found = []
    for centre in centres_with(request.actor, SERVE):
        taken = {one.counter_id: one.seat.person.full_name for one in sittings_of(centre, day)}
        found += [{"counter": one, "holder": taken.get(one.pk, "")} for one in counters_of(centre, day)]
    return found


def _facts(sitting: CounterSitting, at: datetime) -> dict[str, Any]:
    counter = sitting.counter
    call = open_call(counter, sitting.day)
    others = counters_of(counter.centre, sitting.day).exclude(pk=counter.pk)
    staffed = {one.counter_id for one in sittings_of(counter.centre, sitting.day)}
    return {
        "sitting": sitting,
        "counter": counter,
        "call": call,
        "now_served": _served(call) if call else None,
        "others": [(one, one.pk in staffed) for one in others],
        **_line(counter, at),
    }


def _served(call: TicketCall) -> dict[str, Any]:
    ticket = call.ticket
    number = number_of(ticket)
    sent_on = ticket.calls.filter(outcome=TicketCall.Outcome.TRANSFERRED).order_by("-ended_at").first()
    return {
        "number": number,
        "sentence": calling_text(number, call.counter.number),
        "why": _favour(ticket),
        "name": name_on(ticket.appointment) if ticket.appointment else "",
        "note": opened_text(sent_on.note_sealed, sent_on.pk, "note") if sent_on else "",
        "sent_from": sent_on.counter.number if sent_on else "",
    }


def _line(counter: ServiceCounter, at: datetime) -> dict[str, Any]:
    day = local_day(at)
    tickets = list(waiting_for(counter, day))
    rows = [
        {"number": number_of(one), "group": one.group.title, "since": one.taken_at, "why": _favour(one)}
        for one in tickets[:SHOWN]
    ]
    missed = [(one, number_of(one)) for one in missed_today(counter, day)]
    return {"rows": rows, "count": len(tickets), "more": max(len(tickets) - SHOWN, 0), "missed": missed, "at": at}


def _favour(ticket: QueueTicket) -> str:
    """Why somebody may go before others, in words; empty when they may not."""
    if ticket.priority:
        named = {one.code: one.title for one in line_rules(ticket.day).priorities}
        return named.get(ticket.priority, _("Ưu tiên"))
    if ticket.is_on_time:
        return _("Có hẹn")
    return _("Chuyển từ quầy khác") if ticket.counter_id and ticket.state == QueueTicket.State.WAITING else ""


Act = Callable[[ActorRequest, datetime], None]


def _sit(request: ActorRequest, at: datetime) -> None:
    allowed = centres_with(request.actor, SERVE)
    counter = ServiceCounter.objects.filter(pk=_id(request, "quay"), centre__in=allowed).first()
    if counter is None or not counters_of(counter.centre, local_day(at)).filter(pk=counter.pk).exists():
        raise acts.NotAtCounter()
    acts.sit_down(counter, by=request.actor, at=at)


def _leave(request: ActorRequest, at: datetime) -> None:
    acts.leave(_mine(request, at), by=request.actor, at=at)
    messages.success(request, _("Đã rời quầy."))


def _next(request: ActorRequest, at: datetime) -> None:
    current = id_sent(request.POST.get("luot", ""))
    if acts.call_next(_mine(request, at), current=current, by=request.actor, at=at) is None:
        messages.info(request, _("Không còn ai chờ."))


def _recall(request: ActorRequest, at: datetime) -> None:
    acts.recall(_call(request, at), by=request.actor, at=at)


def _served_now(request: ActorRequest, at: datetime) -> None:
    acts.finish(_call(request, at), came=True, by=request.actor, at=at)


def _missed_now(request: ActorRequest, at: datetime) -> None:
    acts.finish(_call(request, at), came=False, by=request.actor, at=at)


def _transfer(request: ActorRequest, at: datetime) -> None:
    note = request.POST.get("loi-nhan", "")
    acts.transfer(_call(request, at), _id(request, "quay"), note, by=request.actor, at=at)
    messages.success(request, _("Đã chuyển quầy."))


def _return(request: ActorRequest, at: datetime) -> None:
    centre = _mine(request, at).counter.centre
    ticket = QueueTicket.objects.select_related("group", "centre").filter(pk=_id(request, "so"), centre=centre).first()
    if ticket is None:
        raise acts.NobodyServed()
    acts.return_to_line(ticket, by=request.actor, at=at)


ACTS: dict[str, Act] = {
    "vao": _sit,
    "roi": _leave,
    "ke": _next,
    "goi-lai": _recall,
    "xong": _served_now,
    "vang": _missed_now,
    "chuyen": _transfer,
    "dua-lai": _return,
}


@audience(SERVE)
@require_POST
def act(request: ActorRequest, slug: str) -> HttpResponse:
    """One of the clerk's acts; what is refused is said on the page."""
    if slug not in ACTS:
        raise Http404
    try:
        ACTS[slug](request, now())
    except Refused as error:
        messages.error(request, f"{_(error.title) % error.facts}. {_(error.mend) % error.facts}")
    return HttpResponseRedirect(reverse("service_centre:calling"))


def _mine(request: ActorRequest, at: datetime) -> CounterSitting:
    sitting = sitting_of(request.actor.seat_id, local_day(at))
    if sitting is None:
        raise acts.NotAtCounter()
    return sitting


def _call(request: ActorRequest, at: datetime) -> TicketCall:
    """The call the clerk saw, at their own counter."""
    sitting = _mine(request, at)
    rows = TicketCall.objects.select_related("sitting__counter__centre").filter(pk=_id(request, "luot"))
    found = rows.filter(sitting=sitting).first()
    if found is None:
        raise acts.NobodyServed()
    return found


def _id(request: ActorRequest, name: str) -> UUID:
    return id_sent(request.POST.get(name, "")) or NOTHING
