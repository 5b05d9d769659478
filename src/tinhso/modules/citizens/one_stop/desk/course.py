"""What officials say about a dossier: requests for supplements, new dates, notes, opinions."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import LOCAL, local_day, now
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.extensions import BadAmount, extension_preview
from tinhso.kernel.cases.actions.opinions import NothingSaid
from tinhso.kernel.cases.actions.supplements import Missing, ReasonMissing
from tinhso.kernel.cases.models import Case, Note, Opinion
from tinhso.kernel.cases.queries import case_by_number, opinions_asked
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import take_in
from tinhso.modules.citizens.one_stop.desk import undoing
from tinhso.modules.citizens.one_stop.desk.changing import act_on_case, beside_case, dossier_url, show_dossier
from tinhso.modules.citizens.one_stop.desk.sides import Preview
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.law import PLACES
from tinhso.modules.citizens.one_stop.queries.checklist import asked_items, checklist_of, phrases_on
from tinhso.modules.citizens.one_stop.queries.course import opinion_rows
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import STAFF, ActorRequest, audience

MOST_UNITS = 10


class ReasonBare(Refused):
    code = "supplement-without-reason"
    title = gettext_noop("Có mục được đánh dấu nhưng chưa ghi lý do")
    mend = gettext_noop("Chọn hoặc ghi lý do cho từng mục đã đánh dấu.")


def _text(request: ActorRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


@act_on_case
def ask_supplement(request: ActorRequest, case: Case) -> HttpResponse | None:
    """The one request, or (after the first) a proposal for the supervisor; shown first when asked to be."""
    items = _items(request, case)
    if "preview" in request.POST:
        preview = Preview(_("Người nộp sẽ đọc: hồ sơ cần bổ sung"), tuple(item.what for item in items))
        return show_dossier(request, case.number, preview=preview)
    if not case.supplements.filter(asked_at__isnull=False).exists():
        actions.ask_supplement(case, items, by=request.actor, at=now())
        messages.success(request, _("Đã gửi yêu cầu bổ sung, đồng hồ thời hạn tạm dừng."))
        return None
    try:
        actions.propose_supplement(case, items, reason=_text(request, "reason-again"), by=request.actor, at=now())
    except ReasonMissing as error:
        raise ReasonMissing(fields={"reason-again": str(error.mend)}) from None
    messages.success(request, _("Đã trình đề nghị bổ sung thêm. Chờ lãnh đạo trung tâm đồng ý."))
    return None


def _items(request: ActorRequest, case: Case) -> list[Missing]:
    """The ticked lines. Raises ReasonBare with the places that say nothing."""
    checklist = checklist_of(case, read_body(case.definition.body), request.POST)
    phrases = {place: phrases_on(place, local_day(now())) for place in PLACES}
    items, bare = asked_items(checklist, phrases, _text(request, "basis"))
    if bare:
        raise ReasonBare(fields={f"what-{about}": _("Chọn hoặc ghi lý do cho mục này.") for about in bare})
    return [Missing(**item) for item in items]


@act_on_case
def allow_again(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.allow_supplement(case, by=request.actor, at=now())
    messages.success(request, _("Đã đồng ý. Yêu cầu bổ sung thêm được gửi cho người nộp."))
    return None


@act_on_case
def refuse_again(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.refuse_supplement(case, reason=_text(request, "reason-refused"), by=request.actor, at=now())
    messages.success(request, _("Đã ghi là không đồng ý yêu cầu bổ sung thêm."))
    return None


@act_on_case
def extend(request: ActorRequest, case: Case) -> HttpResponse | None:
    """An apology and a new date; the date with its explanation is shown before it is promised."""
    at, amount = now(), _amount(request)
    ground = ". ".join(part for part in (_text(request, "phrase"), _text(request, "ground")) if part)
    if "preview" in request.POST:
        promise = extension_preview(case, amount, "working_day", by=request.actor, at=at)
        preview = Preview(_("Người nộp sẽ đọc: xin lỗi và ngày hẹn mới"), (ground,), promise.due_at, promise.lines)
        return show_dossier(request, case.number, preview=preview)
    actions.extend_case(case, amount, "working_day", ground=ground, by=request.actor, at=at)
    messages.success(request, _("Đã xin lỗi và hẹn lại ngày trả kết quả."))
    return None


def _amount(request: ActorRequest) -> Decimal:
    try:
        amount = Decimal(_text(request, "amount").replace(",", "."))
    except InvalidOperation:
        raise BadAmount(fields={"amount": _("Ghi số ngày, ví dụ 3.")}) from None
    if not amount.is_finite() or not 0 < amount <= 365:
        raise BadAmount(fields={"amount": _("Ghi số ngày từ 1 đến 365.")})
    return amount


@beside_case
def note(request: ActorRequest, case: Case) -> HttpResponse | None:
    made = actions.note_on(case, request.POST.get("note", ""), by=request.actor, at=now())
    undoing.remember(request, case, "note", str(made.pk), at=now())
    messages.success(request, _("Đã ghi chú."))
    return None


@act_on_case
def ask_opinion(request: ActorRequest, case: Case) -> HttpResponse | None:
    """One question to one or several offices at once, each of which answers for itself."""
    units = [id_sent(text) for text in request.POST.getlist("unit")][:MOST_UNITS]
    if not units:
        raise NothingSaid(fields={"unit": _("Chọn ít nhất một đơn vị.")})
    due_at = _due(_text(request, "due"))
    question, at = _text(request, "question"), now()
    with transaction.atomic():
        for unit_id in units:
            actions.ask_opinion(case, question, unit_id=unit_id, due_at=due_at, by=request.actor, at=at)
    said = ngettext("Đã gửi xin ý kiến %(n)d đơn vị.", "Đã gửi xin ý kiến %(n)d đơn vị.", len(units)) % {
        "n": len(units)
    }
    messages.success(request, said)
    return None


def _due(text: str) -> datetime | None:
    """Five in the afternoon of that day."""
    try:
        return datetime.combine(date.fromisoformat(text), time(17), LOCAL) if text else None
    except ValueError:
        raise NothingSaid(fields={"due": _("Ghi ngày trả lời theo dạng ngày/tháng/năm.")}) from None


def _opinion(request: ActorRequest, number: str, opinion_id: UUID) -> Opinion:
    case = case_by_number(number, request.actor)
    found = case.opinions.select_related("case__definition").filter(pk=opinion_id).first()
    if found is None:
        raise NotFound()
    return found


@audience(STAFF)
@require_POST
def answer_opinion(request: ActorRequest, number: str, opinion_id: UUID) -> HttpResponse:
    opinion, at, upload = _opinion(request, number, opinion_id), now(), request.FILES.get("file")
    try:
        reference = None
        if upload is not None:
            reference = take_in(
                upload,
                upload.name or "y-kien",
                holder_kind=CASE_FILES.code,
                holder_id=opinion.case_id,
                purpose="opinion",
                by=request.actor,
                at=at,
            )
        actions.answer_opinion(
            opinion,
            verdict=_text(request, "verdict"),
            text=_text(request, "answer"),
            file_reference=reference,
            by=request.actor,
            at=at,
        )
    except NotFound:
        raise
    except Refused as error:
        return show_dossier(request, number, error)
    messages.success(request, _("Đã trả lời xin ý kiến."))
    return HttpResponseRedirect(dossier_url(number))


@audience(STAFF)
@require_POST
def take_back_opinion(request: ActorRequest, number: str, opinion_id: UUID) -> HttpResponse:
    try:
        actions.take_back_opinion(_opinion(request, number, opinion_id), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as error:
        return show_dossier(request, number, error)
    messages.success(request, _("Đã thôi lấy ý kiến."))
    return HttpResponseRedirect(dossier_url(number))


@audience(STAFF)
@require_POST
def remove_note(request: ActorRequest, number: str, note_id: UUID) -> HttpResponse:
    case = case_by_number(number, request.actor)
    found: Note | None = case.notes.filter(pk=note_id).first()
    if found is None:
        raise NotFound()
    actions.remove_note(found, by=request.actor, at=now())
    messages.success(request, _("Đã bỏ ghi chú."))
    return HttpResponseRedirect(dossier_url(number))


@audience(STAFF)
def opinions(request: ActorRequest) -> HttpResponse:
    """What my offices are asked and have not answered, the most urgent first."""
    at = now()
    rows = opinion_rows(list(opinions_asked(request.actor)[:200]), at)
    return render(request, "one_stop/desk/opinions.html", {"rows": rows})
