"""The acts on a dossier, each a POST from its page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotAllowed, NotFound
from tinhso.base.moments import now
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import take_in
from tinhso.modules.citizens.one_stop.actions import results
from tinhso.modules.citizens.one_stop.actions.trying import LETTERS_OF_ENDS, letter_of_end, try_end
from tinhso.modules.citizens.one_stop.desk import undoing
from tinhso.modules.citizens.one_stop.desk.changing import act_on_case, case_as_seen, show_dossier
from tinhso.modules.citizens.one_stop.desk.sides import Preview
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.course import told_of_end
from tinhso.modules.citizens.one_stop.queries.findings import findings_sent
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import STAFF, ActorRequest, audience


def _seat(request: ActorRequest) -> UUID | None:
    chosen = request.POST.get("seat", "")
    return id_sent(chosen) if chosen else None


def _text(request: ActorRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def _ground(request: ActorRequest) -> str:
    """The sentence picked and what was typed besides."""
    return ". ".join(part for part in (_text(request, "phrase"), _text(request, "ground")) if part)


def _shown_end(request: ActorRequest, case: Case, act: str, title: str) -> HttpResponse:
    """What the applicant would be told, tried without being done. Raises what the act refuses."""
    ground = _ground(request)
    items = [ground, *told_of_end(case)]
    try_end(act, case, ground=ground, by=request.actor, at=now())
    return show_dossier(request, case.number, preview=Preview(title, tuple(items)))


@audience(STAFF)
@require_POST
def end_letter(request: ActorRequest, number: str, kind: str) -> HttpResponse:
    """The letter of an end as it would be sent, with the ground typed in the form beside."""
    if kind not in LETTERS_OF_ENDS:
        raise NotFound()
    case = case_as_seen(request, number)
    pdf = letter_of_end(kind, case, ground=_ground(request), by=request.actor, at=now())
    return HttpResponse(pdf, content_type="application/pdf")


@act_on_case
def accept(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.accept_case(case, by=request.actor, at=now())
    messages.success(request, _("Đã tiếp nhận hồ sơ và lập giấy hẹn trả kết quả."))
    return None


@act_on_case
def letter(request: ActorRequest, case: Case) -> HttpResponse | None:
    """The papers that are due and missing (the machine stopped in between) are made as after any act."""
    if not any(request.actor.may("cases.read", unit) for unit in (case.receipt_unit_id, case.competent_unit_id)):
        raise NotAllowed()
    messages.success(request, _("Đã lập giấy tờ còn thiếu của hồ sơ."))
    return None


@act_on_case
def decline(request: ActorRequest, case: Case) -> HttpResponse | None:
    if "preview" in request.POST:
        return _shown_end(request, case, "decline", _("Người nộp sẽ đọc: hồ sơ không được tiếp nhận"))
    actions.decline_case(case, ground=_ground(request), by=request.actor, at=now())
    messages.success(request, _("Đã ghi việc không tiếp nhận hồ sơ."))
    return None


@act_on_case
def take_supplement(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.take_supplement(case, by=request.actor, at=now())
    messages.success(request, _("Đã nhận bổ sung, thời hạn tính tiếp."))
    return None


@act_on_case
def hand_over(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.hand_over(case, to_seat_id=_seat(request), note=_text(request, "note"), by=request.actor, at=now())
    messages.success(request, _("Đã chuyển hồ sơ."))
    return None


@act_on_case
def assign(request: ActorRequest, case: Case) -> HttpResponse | None:
    before = case.step_seat_id
    actions.assign_case(case, to_seat_id=_seat(request), by=request.actor, at=now())
    undoing.remember(request, case, "assign", str(before or ""), at=now())
    messages.success(request, _("Đã phân công."))
    return None


@act_on_case
def take(request: ActorRequest, case: Case) -> HttpResponse | None:
    """Takes a dossier nobody holds, for oneself."""
    before = case.step_seat_id
    actions.assign_case(case, to_seat_id=request.actor.seat_id, by=request.actor, at=now())
    undoing.remember(request, case, "assign", str(before or ""), at=now())
    messages.success(request, _("Bạn đang giữ hồ sơ này."))
    return None


@act_on_case
def pause(request: ActorRequest, case: Case) -> HttpResponse | None:
    ground = _ground(request)
    if not ground:
        raise actions.GroundMissing(fields={"ground": _("Ghi căn cứ để tạm dừng.")})
    actions.pause_case(case, reason=_text(request, "reason") or "law", ground=ground, by=request.actor, at=now())
    messages.success(request, _("Đồng hồ thời hạn đã tạm dừng."))
    return None


@act_on_case
def resume(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.resume_case(case, by=request.actor, at=now())
    messages.success(request, _("Thời hạn tính tiếp."))
    return None


@act_on_case
def draft(request: ActorRequest, case: Case) -> HttpResponse | None:
    results.draft_result(case, findings_sent(request.POST), by=request.actor, at=now())
    messages.success(request, _("Đã lập dự thảo kết quả. Xem lại rồi trình ký."))
    return None


@act_on_case
def submit(request: ActorRequest, case: Case) -> HttpResponse | None:
    results.submit_for_signature(
        case, to_seat_id=_seat(request), note=_text(request, "note"), by=request.actor, at=now()
    )
    messages.success(request, _("Đã trình ký."))
    return None


@act_on_case
def sign(request: ActorRequest, case: Case) -> HttpResponse | None:
    results.sign_result(case, by=request.actor, at=now())
    messages.success(request, _("Đã cấp số và ký. Hồ sơ chuyển sang văn thư."))
    return None


@act_on_case
def send_back(request: ActorRequest, case: Case) -> HttpResponse | None:
    actions.send_back(case, note=_text(request, "note"), by=request.actor, at=now())
    messages.success(request, _("Đã trả lại bước trước."))
    return None


@act_on_case
def issue(request: ActorRequest, case: Case) -> HttpResponse | None:
    results.issue_result(case, by=request.actor, at=now())
    messages.success(request, _("Đã phát hành kết quả và chuyển về bộ phận một cửa."))
    return None


@act_on_case
def return_result(request: ActorRequest, case: Case) -> HttpResponse | None:
    to_name = _text(request, "to_name") or case.applicant.full_name
    method = _text(request, "method") or "counter"
    actions.return_result(case, to_name=to_name, method=method, by=request.actor, at=now())
    messages.success(request, _("Đã trả kết quả. Hồ sơ kết thúc."))
    return None


@act_on_case
def collect(request: ActorRequest, case: Case) -> HttpResponse | None:
    charge = case.charges.filter(pk=id_sent(request.POST.get("charge", ""))).first()
    if charge is None:
        raise NotFound()
    actions.collect_charge(case, charge, method="cash", by=request.actor, at=now())
    messages.success(request, _("Đã ghi thu tiền mặt."))
    return None


@act_on_case
def withdraw(request: ActorRequest, case: Case) -> HttpResponse | None:
    if "preview" in request.POST:
        return _shown_end(request, case, "withdraw", _("Người nộp sẽ đọc: hồ sơ đã rút"))
    actions.withdraw_case(case, ground=_ground(request), by=request.actor, at=now())
    messages.success(request, _("Đã ghi việc rút hồ sơ."))
    return None


@act_on_case
def stop(request: ActorRequest, case: Case) -> HttpResponse | None:
    if "preview" in request.POST:
        return _shown_end(request, case, "stop", _("Người nộp sẽ đọc: hồ sơ dừng giải quyết"))
    actions.stop_case(case, ground=_ground(request), by=request.actor, at=now())
    messages.success(request, _("Đã dừng giải quyết hồ sơ."))
    return None


@act_on_case
def add_paper(request: ActorRequest, case: Case) -> HttpResponse | None:
    code, upload, at = _text(request, "paper"), request.FILES.get("file"), now()
    titles = {paper.code: paper.title for paper in read_body(case.definition.body).papers}
    reference = None
    if upload is not None:
        reference = take_in(
            upload,
            upload.name or code,
            holder_kind=CASE_FILES.code,
            holder_id=case.pk,
            purpose=code,
            by=request.actor,
            at=at,
        )
    paper = actions.PaperIn(
        code=code,
        title=titles.get(code, code),
        form="electronic" if reference else _text(request, "form") or "original",
        pages=reference.file.pages if reference else None,
        file_reference=reference,
    )
    actions.add_paper(case, paper, by=request.actor, at=at)
    messages.success(request, _("Đã thêm giấy tờ."))
    return None
