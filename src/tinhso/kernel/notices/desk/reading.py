"""The list of notices of a citizen, and of a seat."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.moments import now
from tinhso.kernel.notices import actions
from tinhso.kernel.notices.kinds import LANGUAGES
from tinhso.kernel.notices.queries.lists import notices_of, shown, unread_count
from tinhso.shell.audience import CITIZEN, STAFF, ActorRequest, audience

ON_A_PAGE = 20


@never_cache
@audience(CITIZEN)
def mine(request: ActorRequest) -> HttpResponse:
    return render(request, "notices/mine.html", _listed(request))


@never_cache
@audience(STAFF)
def of_my_seat(request: ActorRequest) -> HttpResponse:
    return render(request, "notices/desk.html", _listed(request))


def _listed(request: ActorRequest) -> Mapping[str, Any]:
    page = Paginator(notices_of(request.actor), ON_A_PAGE).get_page(request.GET.get("trang"))
    language = get_language()
    return {
        "page": page,
        "notices": shown(page.object_list, language if language in LANGUAGES else LANGUAGES[0]),
        "unread": unread_count(request.actor),
    }


@require_POST
@audience(CITIZEN)
def open_mine(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Read from now on, and on to what it is about."""
    notice = actions.mark_read(notice_id, by=request.actor, at=now())
    return redirect(notice.path or "notices:mine")


@require_POST
@audience(STAFF)
def open_at_desk(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    notice = actions.mark_read(notice_id, by=request.actor, at=now())
    return redirect(notice.path or "notices:desk")


@require_POST
@audience(CITIZEN)
def read_all_mine(request: ActorRequest) -> HttpResponse:
    return _read_all(request, "notices:mine")


@require_POST
@audience(STAFF)
def read_all_at_desk(request: ActorRequest) -> HttpResponse:
    return _read_all(request, "notices:desk")


def _read_all(request: ActorRequest, back: str) -> HttpResponse:
    count = actions.mark_all_read(by=request.actor, at=now())
    done = ngettext("Đã đánh dấu %(count)d thông báo là đã đọc.", "Đã đánh dấu %(count)d thông báo là đã đọc.", count)
    messages.success(request, done % {"count": count})
    return redirect(back)
