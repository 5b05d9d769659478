"""The workbench: what waits to be checked, confirmed, signed; one paper beside its metadata, and the next at once."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.actions.reading import is_there
from tinhso.modules.citizens.results.desk.papers import OWNER, boxes_of, owner_sent
from tinhso.modules.citizens.results.desk.sent import id_of, refusal, text_of, version_of
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.kinds_of_paper import types_on
from tinhso.modules.citizens.results.queries.papers import counts_waiting, paper_seen, papers_waiting
from tinhso.modules.citizens.results.queries.papers import text_of as read_text
from tinhso.modules.citizens.results.queries.shown import rows_of, shown
from tinhso.modules.citizens.results.queries.store import owner_number
from tinhso.modules.citizens.results.rules.metadata import FIELDS, read_metadata
from tinhso.modules.citizens.results.rules.reading import suggestions
from tinhso.modules.citizens.results.rules.roles import CONFIRM, DIGITISE, SEE, SIGN
from tinhso.modules.citizens.results.rules.states import WAITING
from tinhso.shell.audience import ActorRequest, audience

A_PAGE, MOST_SIGNED = 50, 20
# state → the right of who moves it on
WORK = {PaperState.UPLOADED: DIGITISE, PaperState.CHECKED: CONFIRM, PaperState.CONFIRMED: SIGN}


class FieldsWrong(Refused):
    code = "results-fields-wrong"
    title = gettext_noop("Thông tin giấy tờ chưa đủ hoặc chưa đúng")
    mend = gettext_noop("Sửa các mục đã nêu rồi lưu lại.")


@audience(SEE)
def workbench(request: ActorRequest) -> HttpResponse:
    """The lists of what waits; the step this official works at opens first."""
    counts = counts_waiting(request.actor)
    state = request.GET.get("loai", "")
    if state not in WAITING:
        state = next((one for one in WAITING if counts[one] and request.actor.may(WORK[PaperState(one)])), WAITING[0])
    page = Paginator(papers_waiting(request.actor, state), A_PAGE).get_page(request.GET.get("trang"))
    day = local_day(now())
    context = {
        "page": page,
        "papers": [(shown(paper, day), owner_number(paper)) for paper in page],
        "state": state,
        "tabs": [(one, PaperState(one).label, counts[one]) for one in WAITING],
        "may_add": request.actor.may(DIGITISE),
        "may_sign": state == PaperState.CONFIRMED and request.actor.may(SIGN),
        "most": MOST_SIGNED,
    }
    return render(request, "results/desk/workbench.html", context)


@audience(DIGITISE)
def add(request: ActorRequest) -> HttpResponse:
    """Scans are sent: each file a paper, or several photos one paper."""
    error: Refused | None = None
    if request.method == "POST":
        try:
            return _added(request)
        except Refused as refused:
            error = refused
    context = {"accept": ".pdf,.jpg,.jpeg,.png,.heic"} | refusal(error)
    return render(request, "results/desk/add.html", context, status=error.status if error else 200)


class NothingSent(Refused):
    code = "results-nothing-sent"
    title = gettext_noop("Chưa chọn tệp nào")
    mend = gettext_noop("Chọn tệp PDF hoặc ảnh của giấy tờ.")


def _added(request: ActorRequest) -> HttpResponse:
    files, at = [one for one in request.FILES.getlist("file") if one], now()
    if not files or request.actor.unit_id is None:
        raise NothingSent(fields={"file": str(NothingSent.title)})
    groups = [files] if request.POST.get("is_one") else [[one] for one in files]
    papers = [actions.take_scan(group, unit_id=request.actor.unit_id, by=request.actor, at=at) for group in groups]
    if len(papers) == 1:
        return HttpResponseRedirect(reverse("results:paper", args=[papers[0].pk]))
    messages.success(request, _("Đã nhận %(count)s bản quét.") % {"count": len(papers)})
    return HttpResponseRedirect(reverse("results:workbench"))


@audience(SEE)
def paper(request: ActorRequest, stored_id: UUID) -> HttpResponse:
    """One paper: scan at the left, metadata at the right; POST does the act of its step and shows the next."""
    row = _waiting(request, stored_id)
    if request.method != "POST":
        return _page(request, row)
    if taken := request.POST.get("take", ""):
        return _page(request, row, typed=_with_suggestion(request, row, taken))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound()
    before = row.state
    row.version = version_of(request)
    try:
        act(request, row)
    except NotFound:
        raise
    except Refused as error:
        return _page(request, _seen_still(request, stored_id), error, typed=request.POST)
    return HttpResponseRedirect(_next_address(request, before))


def _seen_still(request: ActorRequest, stored_id: UUID) -> StoredPaper:
    return paper_seen(request.actor, stored_id)


def _waiting(request: ActorRequest, stored_id: UUID) -> StoredPaper:
    row = paper_seen(request.actor, stored_id)
    if row.state not in WAITING:
        raise NotFound()
    return row


def _next_address(request: ActorRequest, state: str) -> str:
    following = papers_waiting(request.actor, state).values_list("pk", flat=True).first()
    if following is None:
        return f"{reverse('results:workbench')}?loai={state}"
    return reverse("results:paper", args=[following])


def _check(request: ActorRequest, row: StoredPaper) -> None:
    facts, errors = read_metadata(_sent(request), on=local_day(now()))
    if errors:
        raise FieldsWrong(fields=errors)
    actions.check_paper(row, facts, owner_sent(request, row), by=request.actor, at=now())
    messages.success(request, _("Đã kiểm tra “%(title)s”, chờ người khác xác nhận.") % {"title": facts.title})


def _confirm(request: ActorRequest, row: StoredPaper) -> None:
    actions.confirm_paper(row, by=request.actor, at=now())
    messages.success(request, _("Đã xác nhận “%(title)s”, chờ ký.") % {"title": row.title})


def _back(request: ActorRequest, row: StoredPaper) -> None:
    actions.send_back(row, reason=text_of(request, "reason"), by=request.actor, at=now())
    messages.success(request, _("Đã trả lại để kiểm tra."))


def _drop(request: ActorRequest, row: StoredPaper) -> None:
    actions.drop_scan(row, reason=text_of(request, "reason"), by=request.actor, at=now())
    messages.success(request, _("Đã bỏ bản quét."))


def _sign(request: ActorRequest, row: StoredPaper) -> None:
    actions.sign_paper(row, by=request.actor, at=now())
    messages.success(request, _("Đã ký “%(title)s” và đưa vào kho của chủ giấy tờ.") % {"title": row.title})


ACTS: dict[str, Callable[[ActorRequest, StoredPaper], None]] = {
    "check": _check,
    "confirm": _confirm,
    "back": _back,
    "drop": _drop,
    "sign": _sign,
}


def _sent(request: ActorRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _with_suggestion(request: ActorRequest, row: StoredPaper, taken: str) -> Mapping[str, str]:
    """What was typed, with one field filled by what the machine read because the official said so."""
    typed = _sent(request) | {name: request.POST.get(name, "") for name in OWNER}
    found = suggestions(read_text(row))
    return typed | ({taken: found[taken]} if taken in found else {})


def _page(
    request: ActorRequest, row: StoredPaper, error: Refused | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    day = local_day(now())
    text = read_text(row)
    may_move = row.state in WORK and request.actor.may(WORK[PaperState(row.state)], row.unit_id)
    context: dict[str, Any] = {
        "s": shown(row, day),
        "paper": row,
        "rows": rows_of(row, day),
        "boxes": boxes_of(row, typed),
        "owner_number": owner_number(row),
        "types": types_on(day),
        "read": suggestions(text),
        "text": text,
        "is_read_here": is_there(),
        "may_move": may_move,
        "is_mine": row.digitised_person is not None and row.digitised_person == request.actor.person_id,
        "typed": typed or {},
        "place": papers_waiting(request.actor, row.state).filter(created_at__lt=row.created_at).count() + 1,
        "total": counts_waiting(request.actor).get(row.state, 0),
    } | refusal(error)
    return render(request, "results/desk/paper.html", context, status=error.status if error else 200)


@audience(SIGN)
@require_POST
def sign_several(request: ActorRequest) -> HttpResponse:
    """Signs those chosen, each on its own; what is refused stops no other."""
    done, refused = 0, 0
    for text in request.POST.getlist("chon")[:MOST_SIGNED]:
        chosen = id_of(text)
        row = papers_waiting(request.actor, PaperState.CONFIRMED).filter(pk=chosen).first() if chosen else None
        try:
            if row is None:
                raise NotFound()
            actions.sign_paper(row, by=request.actor, at=now())
            done += 1
        except Refused:
            refused += 1
    if done:
        messages.success(request, _("Đã ký %(count)s giấy tờ và đưa vào kho.") % {"count": done})
    if refused:
        messages.error(
            request, _("%(count)s giấy tờ không ký được; mở từng giấy tờ để xem vì sao.") % {"count": refused}
        )
    if not done and not refused:
        messages.error(request, _("Chưa chọn giấy tờ nào để ký."))
    return HttpResponseRedirect(f"{reverse('results:workbench')}?loai={PaperState.CONFIRMED}")
