"""The online inbox: dossiers filed online that wait to be accepted, one after another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.actions.portal_files import ask_again
from tinhso.modules.citizens.one_stop.desk.changing import beside_case
from tinhso.modules.citizens.one_stop.desk.remembered import keep_list
from tinhso.modules.citizens.one_stop.queries.inbox import arrived
from tinhso.shell.audience import ActorRequest, audience


@audience("cases.receive")
def inbox(request: ActorRequest) -> HttpResponse:
    """The longest waiting first; accepting one opens the next."""
    rows = arrived(request.actor, now())
    keep_list(request, "kenh=2&trang-thai=1", [row.case.number for row in rows])
    return render(request, "one_stop/desk/inbox.html", {"rows": rows, "late": sum(row.is_late for row in rows)})


@beside_case
def files_again(request: ActorRequest, case: Case) -> HttpResponse | None:
    """Fetches anew from the portal what was refused or lost."""
    if ask_again(case, by=request.actor, at=now()):
        messages.success(request, _("Hệ thống đang tải lại tệp từ Cổng."))
    return None
