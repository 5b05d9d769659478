"""The store of the unit: found, read, marked as revoked or replaced, taken away as a table."""

import csv
from collections.abc import Sequence
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.base.tables import harmless, sheet_of
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.actions.exporting import note_export
from tinhso.modules.citizens.results.desk.sent import id_of, refusal, text_of, version_of
from tinhso.modules.citizens.results.models import PaperKind, PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.papers import paper_seen
from tinhso.modules.citizens.results.queries.seen import seen_of
from tinhso.modules.citizens.results.queries.shown import rows_of, shown
from tinhso.modules.citizens.results.queries.store import (
    COLUMNS,
    exported,
    owner_number,
    store_found,
    successors_for,
    totals_of,
)
from tinhso.modules.citizens.results.rules.roles import SEE, STAND
from tinhso.modules.citizens.results.rules.states import IN_STORE
from tinhso.shell.audience import ActorRequest, audience

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience(SEE)
def store(request: ActorRequest) -> HttpResponse:
    """What the units keep. Words to search for are sent by POST: a name or number is no part of an address."""
    sent = request.POST if request.method == "POST" else request.GET
    text = request.POST.get("tim", "").strip()[:200]
    state, kind = sent.get("tinh-trang", ""), sent.get("loai", "")
    day = local_day(now())
    page = Paginator(store_found(request.actor, text, state, kind), A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "papers": [(shown(paper, day), owner_number(paper), getattr(paper, "used", 0)) for paper in page],
        "text": text,
        "state": state,
        "kind": kind,
        "states": [(one, PaperState(one).label) for one in IN_STORE],
        "kinds": [(str(one.value), one.label) for one in PaperKind],
        "totals": totals_of(request.actor, day),
    }
    return render(request, "results/desk/store.html", context)


@audience(SEE)
@require_POST
def taken(request: ActorRequest, form: str) -> HttpResponse:
    """The list as it is narrowed, as a file; that it left is an entry."""
    if form not in ("xlsx", "csv"):
        raise Http404
    text = request.POST.get("tim", "").strip()[:200]
    found = store_found(request.actor, text, request.POST.get("tinh-trang", ""), request.POST.get("loai", ""))
    rows, head = list(exported(found)), [_(title) for title in COLUMNS]
    note_export(len(rows), by=request.actor, at=now())
    made = sheet_of("Kho giấy tờ", head, rows) if form == "xlsx" else csv_of([head, *rows])
    answer = HttpResponse(made, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kho-giay-to.{form}"'
    return answer


def csv_of(lines: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")  # without the mark a spreadsheet misreads the accents


@audience(SEE)
def one(request: ActorRequest, stored_id: UUID) -> HttpResponse:
    """One paper of the store; POST marks it as revoked or replaced."""
    paper = _in_store(request, stored_id)
    if request.method != "POST":
        return _page(request, paper)
    try:
        _ended(request, paper)
    except NotFound:
        raise
    except Refused as error:
        return _page(request, _in_store(request, stored_id), error)
    return HttpResponseRedirect(reverse("results:kept", args=[stored_id]))


def _in_store(request: ActorRequest, stored_id: UUID) -> StoredPaper:
    paper = paper_seen(request.actor, stored_id)
    if paper.state not in IN_STORE:
        raise NotFound()
    return paper


def _ended(request: ActorRequest, paper: StoredPaper) -> None:
    paper.version = version_of(request)
    words = {"reason": text_of(request, "reason"), "basis": text_of(request, "basis", 300)}
    if request.POST.get("act") == "revoke":
        actions.revoke_paper(paper, **words, by=request.actor, at=now())
        messages.success(request, _("Đã ghi thu hồi. Chủ giấy tờ và trang kiểm tra công khai thấy ngay."))
    elif request.POST.get("act") == "replace":
        actions.replace_paper(paper, _heir(request), **words, by=request.actor, at=now())
        messages.success(request, _("Đã ghi thay thế. Chủ giấy tờ và trang kiểm tra công khai thấy ngay."))
    else:
        raise NotFound()


def _heir(request: ActorRequest) -> StoredPaper:
    chosen = id_of(request.POST.get("successor", ""))
    if chosen is None:
        raise actions.NoSuccessor(fields={"successor": str(actions.NoSuccessor.mend)})
    return paper_seen(request.actor, chosen)


def _page(request: ActorRequest, paper: StoredPaper, error: Refused | None = None) -> HttpResponse:
    day = local_day(now())
    may_end = paper.state == PaperState.IN_FORCE and request.actor.may(STAND, paper.unit_id)
    context = {
        "s": shown(paper, day),
        "paper": paper,
        "rows": rows_of(paper, day),
        "seen": seen_of(paper),
        "may_end": may_end,
        "successors": successors_for(request.actor, paper) if may_end else [],
        "typed": request.POST if error else {},
    } | refusal(error)
    return render(request, "results/desk/kept.html", context, status=error.status if error else 200)
