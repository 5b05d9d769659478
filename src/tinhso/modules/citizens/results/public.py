"""“Giấy tờ của tôi”: a citizen's own store."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound
from tinhso.base.moments import local_day, now
from tinhso.kernel.documents.actions import printed
from tinhso.kernel.documents.queries import bytes_of
from tinhso.modules.citizens.results.actions.opening import note_opening
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.queries.papers import paper_seen, store_of
from tinhso.modules.citizens.results.queries.seen import seen_of
from tinhso.modules.citizens.results.queries.shown import rows_of, shown
from tinhso.shell.audience import CITIZEN, PUBLIC, ActorRequest, audience
from tinhso.shell.framing import shown_beside

A_PAGE = 50
PDF = "application/pdf"


@audience(CITIZEN)
def mine(request: ActorRequest) -> HttpResponse:
    """Everything in the store, the newest first; what no longer counts says so."""
    day = local_day(now())
    page = Paginator(store_of(request.actor), A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "papers": [shown(paper, day) for paper in page]}
    return render(request, "results/public/mine.html", context)


@audience(CITIZEN)
def one(request: ActorRequest, stored_id: UUID) -> HttpResponse:
    """One paper, what is known of it, and who looked at it."""
    return paper_page(request, paper_seen(request.actor, stored_id))


def paper_page(request: ActorRequest, paper: StoredPaper) -> HttpResponse:
    day = local_day(now())
    context = {"s": shown(paper, day), "paper": paper, "rows": rows_of(paper, day), "seen": seen_of(paper)}
    return render(request, "results/public/paper.html", context)


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
