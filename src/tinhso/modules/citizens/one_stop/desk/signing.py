"""A leader signs on the telephone: read, then sign one or several, or give back with the reason."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import send_back
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.cases.queries.lists import waiting_for
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import preview_of, preview_pages_of
from tinhso.modules.citizens.one_stop.actions.results import result_document, sign_result
from tinhso.modules.citizens.one_stop.desk.changing import case_as_seen
from tinhso.modules.citizens.one_stop.queries.leading import SIGN
from tinhso.modules.citizens.one_stop.queries.led_rows import led_rows
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.framing import shown_beside

READ = "read_before_signing"  # of the session: dossier number → the version whose paper was opened
MOST_AT_ONCE = 30


class NotRead(Refused):
    code = "not-read-yet"
    status = 409
    title = gettext_noop("Chưa mở đọc văn bản, hoặc văn bản đã đổi sau khi đọc")
    mend = gettext_noop("Mở đọc văn bản rồi ký.")


class ReasonMissing(Refused):
    code = "reason-missing"
    title = gettext_noop("Chưa ghi lý do trả lại")
    mend = gettext_noop("Ghi một câu để người thụ lý biết phải sửa gì.")


@never_cache
@audience(SIGN)
def queue(request: ActorRequest) -> HttpResponse:
    """What waits for this leader's signature, the most urgent first; what was read can be signed together."""
    return _queue(request)


def _queue(request: ActorRequest, refusals: Iterable[str] = (), status: int = 200) -> HttpResponse:
    at, seen = now(), request.session.get(READ, {})
    rows, more = led_rows(_waiting(request).order_by("due_at", "id"), at, size=MOST_AT_ONCE)
    context = {
        "rows": [(row, seen.get(row.case.number) == row.case.version) for row in rows],
        "has_more": more,
        "refusals": list(refusals),
    }
    return render(request, "one_stop/leader/queue.html", context, status=status)


@never_cache
@audience(SIGN)
def read(request: ActorRequest, number: str) -> HttpResponse:
    """One paper to read, with the buttons under it."""
    return _reading(request, number)


def _reading(request: ActorRequest, number: str, refusal: Refused | None = None) -> HttpResponse:
    case, document = _paper(request, number)
    waiting = list(_waiting(request).order_by("due_at", "id").values_list("number", flat=True)[: MOST_AT_ONCE + 1])
    place = waiting.index(number) if number in waiting else -1
    _note_read(request, case)
    context = {
        "case": case,
        "document": document,
        "pages": range(1, len(preview_pages_of(document)) + 1),
        "next_number": waiting[place + 1] if place + 1 < len(waiting) else "",
        "place": place + 1,
        "total": len(waiting),
        "refusal": refusal,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "one_stop/leader/read.html", context, status=refusal.status if refusal else 200)


@never_cache
@audience(SIGN)
def page(request: ActorRequest, number: str, order: int) -> HttpResponse:
    """A page of the paper as a picture."""
    _case, document = _paper(request, number)
    pictures = preview_pages_of(document)
    if not 0 < order <= len(pictures):
        raise NotFound()
    return HttpResponse(pictures[order - 1], content_type="image/png")


@never_cache
@audience(SIGN)
@shown_beside
def pdf(request: ActorRequest, number: str) -> HttpResponse:
    return HttpResponse(preview_of(_paper(request, number)[1]), content_type="application/pdf")


@require_POST
@audience(SIGN)
def sign_one(request: ActorRequest, number: str) -> HttpResponse:
    """Signs the paper just read and goes on to the next."""
    try:
        case = case_as_seen(request, number)
        _must_be_read(request, case)
        sign_result(case, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        return _refused(request, number, refusal)
    messages.success(request, _("Đã ký. Hồ sơ chuyển sang văn thư."))
    return _onward(request)


@require_POST
@audience(SIGN)
def sign_several(request: ActorRequest) -> HttpResponse:
    """Signs the papers that were ticked; each stands alone, and what could not be signed is told with its reason."""
    numbers, refusals, at = request.POST.getlist("number")[:MOST_AT_ONCE], [], now()
    for number in numbers:
        try:
            _sign_read(request, number, at)
        except Refused as refusal:
            refusals.append(f"{number}: {_(refusal.title) % refusal.facts}")
    done = len(numbers) - len(refusals)
    if done:
        messages.success(request, _("Đã ký %(count)d văn bản.") % {"count": done})
    if not numbers:
        refusals = [_("Chưa chọn văn bản nào. Đánh dấu những văn bản đã đọc rồi ký.")]
    return _queue(request, refusals, 422) if refusals else redirect("one_stop:sign_queue")


@require_POST
@audience(SIGN)
def give_back(request: ActorRequest, number: str) -> HttpResponse:
    """Back to who drafted it, with the reason."""
    reason = request.POST.get("reason", "").strip()
    try:
        case = case_as_seen(request, number)
        if not reason:
            raise ReasonMissing(fields={"reason": str(ReasonMissing.mend)})
        send_back(case, note=reason, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        return _refused(request, number, refusal)
    messages.success(request, _("Đã trả lại người thụ lý kèm lý do."))
    return _onward(request)


def _refused(request: ActorRequest, number: str, refusal: Refused) -> HttpResponse:
    """On the reading page where it is still mine to sign, else on the list."""
    if _waiting(request).filter(number=number).exists():
        return _reading(request, number, refusal)
    return _queue(request, [f"{number}: {_(refusal.title) % refusal.facts}"], refusal.status)


def _sign_read(request: ActorRequest, number: str, at: datetime) -> None:
    case = case_by_number(number, request.actor)
    _must_be_read(request, case)
    sign_result(case, by=request.actor, at=at)


def _must_be_read(request: ActorRequest, case: Case) -> None:
    if request.session.get(READ, {}).get(case.number) != case.version:
        raise NotRead()


def _note_read(request: ActorRequest, case: Case) -> None:
    request.session[READ] = request.session.get(READ, {}) | {case.number: case.version}


def _onward(request: ActorRequest) -> HttpResponse:
    following = request.POST.get("next", "")
    if following and _waiting(request).filter(number=following).exists():
        return redirect("one_stop:sign_read", following)
    return redirect("one_stop:sign_queue")


def _waiting(request: ActorRequest) -> QuerySet[Case]:
    return waiting_for(request.actor, (SIGN,))


def _paper(request: ActorRequest, number: str) -> tuple[Case, Document]:
    """The dossier at my signature and its drafted result. Raises NotFound."""
    case = _waiting(request).select_related("definition", "applicant").filter(number=number).first()
    document = result_document(case) if case is not None else None
    if case is None or document is None or document.sealed_at is not None:
        raise NotFound()
    return case, document
