"""Bulk acts: choose rows, see what will happen to each, run in the background, read a result for each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions.batches import NothingChosen, start_batch, undo_batch
from tinhso.kernel.cases.kinds import BulkAct, bulk_acts
from tinhso.kernel.cases.queries import batch_of, batches_of
from tinhso.kernel.identity.queries import seats_in_units
from tinhso.modules.citizens.one_stop.desk.picking import picks_of
from tinhso.modules.citizens.one_stop.queries.bulk import OFFERED, acts_for, planned, running
from tinhso.modules.citizens.one_stop.rules.lists import STEP_RIGHTS
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.middleware import problem


@audience(STAFF)
@require_POST
def bulk(request: ActorRequest) -> HttpResponse:
    """The preview of an act on the chosen dossiers; with ``run`` it is put in line, once."""
    try:
        act, picks = _act(request), _picks(request)
        if "run" in request.POST:
            return _started(request, act, picks)
    except NotFound:
        raise
    except Refused as error:
        return _refused(request, error)
    return _preview(request, act, picks)


def _refused(request: ActorRequest, error: Refused) -> HttpResponse:
    context = {"problem": problem(error, getattr(request, "request_id", ""))}
    return render(request, "one_stop/desk/bulk_refused.html", context, status=error.status)


def _act(request: ActorRequest) -> BulkAct:
    """The act asked for, if it is offered to this actor. Raises NotFound, NotAllowed."""
    code = request.POST.get("viec", "")
    if code not in OFFERED:
        raise NotFound()
    act = bulk_acts.get(code)
    request.actor.must(act.right)
    return act


def _picks(request: ActorRequest) -> dict[str, int]:
    """Number → version as the list showed it. Raises NothingChosen."""
    picks = picks_of(request)
    if not picks:
        raise NothingChosen()
    return picks


def _params(request: ActorRequest, act: BulkAct) -> dict[str, Any]:
    """What the act asks for, as it was given."""
    params: dict[str, Any] = {}
    if "seat" in OFFERED[act.code]:
        chosen = request.POST.get("seat", "")
        params["seat_id"] = str(id_sent(chosen)) if chosen else None
    if "note" in OFFERED[act.code]:
        params["note"] = request.POST.get("note", "").strip()[:2000]
    return params


def _preview(request: ActorRequest, act: BulkAct, picks: Mapping[str, int]) -> HttpResponse:
    rows = planned(act, picks, _params(request, act), request.actor)
    units = {unit for right in (*STEP_RIGHTS, "cases.assign") for unit in request.actor.units_with(right)}
    units |= {row.case.competent_unit_id for row in rows} if act.code == "hand_over" else set()
    context = {
        "act": act,
        "acts": acts_for(request.actor),
        "rows": rows,
        "ready": sum(not row.refusal for row in rows),
        "asks": OFFERED[act.code],
        "seats": seats_in_units(units, local_day(now())),
        "key": str(new_id()),
    }
    return render(request, "one_stop/desk/bulk.html", context)


def _started(request: ActorRequest, act: BulkAct, picks: Mapping[str, int]) -> HttpResponse:
    params = _params(request, act)
    rows = planned(act, picks, params, request.actor)
    # In one order, so that sending the same page again finds the same batch.
    cases = sorted(((row.case, row.version) for row in rows), key=lambda pair: pair[0].number)
    key = request.POST.get("key", "")[:60]
    batch = start_batch(act.code, cases, params, key=key, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("one_stop:batch", args=[batch.pk]))


@audience(STAFF)
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """How far it has come and what became of each dossier; asks again by itself until it is finished."""
    context = {"run": running(batch_of(request.actor, batch_id), now())}
    return render(request, "one_stop/desk/batch.html", context)


@audience(STAFF)
def batches(request: ActorRequest) -> HttpResponse:
    """What this account asked for lately."""
    rows = [(one, bulk_acts.get(one.act)) for one in batches_of(request.actor)[:50]]
    return render(request, "one_stop/desk/batches.html", {"rows": rows})


@audience(STAFF)
@require_POST
def undo(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    try:
        undo_batch(batch_of(request.actor, batch_id), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đang hoàn tác từng hồ sơ."))
    return HttpResponseRedirect(reverse("one_stop:batch", args=[batch_id]))
