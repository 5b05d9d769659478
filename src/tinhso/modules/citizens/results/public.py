"""“Giấy tờ của tôi”: a citizen's own store, and what its owner lets others see."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.documents.queries import bytes_of
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.actions.opening import note_opening
from tinhso.modules.citizens.results.desk.sent import id_of, refusal
from tinhso.modules.citizens.results.models import PaperShare, StoredPaper
from tinhso.modules.citizens.results.queries.papers import paper_seen, store_of
from tinhso.modules.citizens.results.queries.seen import seen_of
from tinhso.modules.citizens.results.queries.sharing import share_of_token, share_seen, shares_of, stands
from tinhso.modules.citizens.results.queries.shown import rows_of, shown
from tinhso.shell.audience import CITIZEN, PUBLIC, ActorRequest, audience
from tinhso.shell.framing import shown_beside

A_PAGE = 50
PDF = "application/pdf"
OPENED = "results.opened_shares"  # in the session: ids of shares whose code was given


@audience(CITIZEN)
def mine(request: ActorRequest) -> HttpResponse:
    """Everything in the store, the newest first; what no longer counts says so."""
    day = local_day(now())
    page = Paginator(store_of(request.actor), A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "papers": [shown(paper, day) for paper in page]}
    return render(request, "results/public/mine.html", context)


@audience(CITIZEN)
def one(request: ActorRequest, stored_id: UUID) -> HttpResponse:
    """One paper, what is known of it, who looked at it; POST lets somebody see it, or ends that."""
    paper = paper_seen(request.actor, stored_id)
    if request.method != "POST":
        return _page(request, paper)
    ending = id_of(request.POST.get("end", ""))
    if ending is not None:
        actions.end_share(share_seen(request.actor, ending), by=request.actor, at=now())
        messages.success(request, _("Đã thôi chia sẻ, liên kết không mở được nữa."))
        return HttpResponseRedirect(reverse("results:one", args=[stored_id]))
    days, purpose = request.POST.get("days", ""), request.POST.get("purpose", "")
    try:
        made = actions.share_paper(paper, days=days, purpose=purpose, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return _page(request, paper, error)
    return _page(request, paper, made=made)


def _page(
    request: ActorRequest, paper: StoredPaper, error: Refused | None = None, made: actions.Shared | None = None
) -> HttpResponse:
    """``made`` is a link just given: it and its code are shown this once."""
    day = local_day(now())
    link = f"{settings.PUBLIC_URL}{reverse('results:shared', args=[made.token])}" if made else ""
    context = {
        "s": shown(paper, day),
        "paper": paper,
        "rows": rows_of(paper, day),
        "seen": seen_of(paper),
        "shares": shares_of(paper, now()),
        "made": made,
        "link": link,
        "typed": request.POST if error else {},
    } | refusal(error)
    return never_stored(render(request, "results/public/paper.html", context, status=error.status if error else 200))


def never_stored(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer


@never_cache
@audience(PUBLIC)
@shown_beside
def pdf(request: ActorRequest, stored_id: UUID) -> HttpResponse:
    """The sealed paper, for who may read it: its owner, the officials of its unit. ``?tai=1`` saves it."""
    paper = paper_seen(request.actor, stored_id)
    note_opening(paper, by=request.actor, at=now())
    return pdf_answer(paper, is_saved="tai" in request.GET)


def pdf_answer(paper: StoredPaper, *, is_saved: bool) -> HttpResponse:
    """Raises NotFound where nothing was sealed yet."""
    if paper.document is None:
        raise NotFound()
    document = printed(paper.document, at=now())
    answer = HttpResponse(bytes_of(document), content_type=PDF)
    how = "attachment" if is_saved else "inline"
    answer["Content-Disposition"] = f'{how}; filename="{document.token}.pdf"'
    return answer


@never_cache
@audience(PUBLIC)
def shared(request: ActorRequest, token: str) -> HttpResponse:
    """Where a link leads: asks for the code, then shows the one paper as long as the owner lets it be seen."""
    share, at = share_of_token(token), now()
    if request.method == "POST":
        try:
            actions.open_share(share, request.POST.get("ma", "")[:20], by=request.actor, at=at)
        except actions.WrongShareCode as error:
            return render(request, "results/public/share_code.html", refusal(error), status=error.status)
        request.session[OPENED] = [*request.session.get(OPENED, [])[-19:], str(share.pk)]
        return HttpResponseRedirect(reverse("results:shared", args=[token]))
    if not _is_let_in(request, share, at):
        return render(request, "results/public/share_code.html", refusal(None))
    day = local_day(at)
    context = {"s": shown(share.paper, day), "rows": rows_of(share.paper, day), "share": share, "token": token}
    return render(request, "results/public/shared.html", context)


def _is_let_in(request: ActorRequest, share: PaperShare, at: datetime) -> bool:
    return str(share.pk) in request.session.get(OPENED, []) and stands(share, at)


@never_cache
@audience(PUBLIC)
@shown_beside
def shared_pdf(request: ActorRequest, token: str) -> HttpResponse:
    """The file, for who gave the code in this session; every look is an entry."""
    share, at = share_of_token(token), now()
    if not _is_let_in(request, share, at):
        raise NotFound()
    actions.note_look(share, by=request.actor, at=at)
    return pdf_answer(share.paper, is_saved="tai" in request.GET)
