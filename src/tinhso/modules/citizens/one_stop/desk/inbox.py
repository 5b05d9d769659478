"""The online inbox: dossiers filed online that wait to be accepted, one after another."""

from django.http import HttpResponse
from django.shortcuts import render

from tinhso.base.moments import now
from tinhso.modules.citizens.one_stop.desk.remembered import keep_list
from tinhso.modules.citizens.one_stop.queries.inbox import arrived
from tinhso.shell.audience import ActorRequest, audience


@audience("cases.receive")
def inbox(request: ActorRequest) -> HttpResponse:
    """The longest waiting first; accepting one opens the next."""
    rows = arrived(request.actor, now())
    keep_list(request, "kenh=2&trang-thai=1", [row.case.number for row in rows])
    return render(request, "one_stop/desk/inbox.html", {"rows": rows, "late": sum(row.is_late for row in rows)})
