"""Taking back what was just done: giving to somebody, a note. Only the last act, only for a moment, only untouched."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import assign_case, remove_note
from tinhso.kernel.cases.actions.batches import ActedSince, NotUndoable
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import STAFF, ActorRequest, audience

KEPT = "one_stop.undo"
SECONDS = 60  # the button is reached by a key and pressed by another: ten seconds would be too short for some hands


def remember(request: ActorRequest, case: Case, act: str, what: str, *, at: datetime) -> None:
    """Keeps in the session what would take the act back. ``what``: the seat before, or the note."""
    kept = {"act": act, "what": what, "number": case.number, "version": case.version, "until": at.timestamp() + SECONDS}
    request.session[KEPT] = kept


def can_undo(request: ActorRequest, case: Case, at: datetime) -> bool:
    kept = request.session.get(KEPT)
    return bool(
        kept and kept["number"] == case.number and kept["version"] == case.version and at.timestamp() < kept["until"]
    )


@audience(STAFF)
@require_POST
def undo(request: ActorRequest, number: str) -> HttpResponse:
    """Takes back the last act. Raises NotUndoable when it is too late, ActedSince when somebody went on."""
    case, at = case_by_number(number, request.actor), now()
    kept = request.session.pop(KEPT, None)
    if not kept or kept["number"] != number or at.timestamp() >= kept["until"]:
        raise NotUndoable()
    if case.version != kept["version"]:
        raise ActedSince()
    if kept["act"] == "note":
        note = case.notes.filter(pk=id_sent(kept["what"])).first()
        if note is None:
            raise NotFound()
        remove_note(note, by=request.actor, at=at)
    else:
        seat = id_sent(kept["what"]) if kept["what"] else None
        assign_case(case, to_seat_id=seat, by=request.actor, at=at)
    messages.success(request, _("Đã hoàn tác."))
    return HttpResponseRedirect(reverse("one_stop:dossier", args=[number]))
