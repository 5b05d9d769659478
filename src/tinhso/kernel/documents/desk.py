"""Screens: checking a paper by its code or its file, and the PDF for who may read it."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules.tokens import as_typed
from tinhso.shell.audience import PUBLIC, ActorRequest, audience
from tinhso.shell.framing import shown_beside

# status → (tone of the notice, title)
STANDINGS = {
    "unsigned": ("warning", gettext_noop("Văn bản đã được cấp nhưng chưa có chữ ký số")),
    "issued": ("success", gettext_noop("Văn bản có thật và đang có hiệu lực")),
    "revoked": ("error", gettext_noop("Văn bản đã bị thu hồi, không còn hiệu lực")),
    "replaced": ("warning", gettext_noop("Văn bản đã được thay thế bằng văn bản khác")),
    "broken": ("error", gettext_noop("Tệp văn bản lưu tại hệ thống không còn nguyên vẹn")),
}


class NoSuchCode(NotFound):
    code = "document-no-such-code"
    title = gettext_noop("Không có văn bản nào mang mã này")
    mend = gettext_noop("Xem lại mã gồm 12 chữ và số in dưới mã QR, rồi nhập lại.")


@audience(PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    """One field: the code under the QR."""
    typed = request.GET.get("ma", "")
    token = as_typed(typed)
    if token:
        return HttpResponseRedirect(reverse("documents:check", args=[token]))
    error = _("Mã gồm 12 chữ và số, in dưới mã QR. Ví dụ: 7K2M-9QXR-4TWD.") if typed else ""
    errors = [{"href": "#ma", "message": error}] if error else []
    return render(request, "documents/start.html", {"field": _code_field(typed, error), "errors": errors})


@never_cache
def _check(request: HttpRequest, token: str) -> HttpResponse:
    document = queries.document_by_token(token)
    if document is None:
        raise NoSuchCode()
    document = actions.printed(document, at=now())
    facts = _standing(document) | _file_facts(request, document)
    facts["may_read"] = queries.may_read(document, cast(ActorRequest, request).actor)
    return render(request, "documents/check.html", facts, status=422 if facts["errors"] else 200)


check = audience(PUBLIC)(_check)


@never_cache
def _pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = Document.objects.filter(pk=document_id).first()
    actor = cast(ActorRequest, request).actor
    if document is None or not queries.may_read(document, actor):
        raise NotFound()
    document = actions.printed(document, at=now())
    response = HttpResponse(queries.pdf_of(document, actor), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{document.token}.pdf"'
    return response


# Who may read the document's subject; everybody else is told it does not exist.
pdf = audience(PUBLIC)(shown_beside(_pdf))


def _standing(document: Document) -> dict[str, Any]:
    """What the page says of the issued document."""
    report = queries.validation_of(document, at=now())
    standing = document.status
    if standing == "issued" and not report.is_valid:
        standing = "broken" if report.signatures else "unsigned"
    tone, title = STANDINGS[standing]
    heir = Document.objects.filter(replaces=document).first() if document.status == "replaced" else None
    return {
        "document": document,
        "tone": tone,
        "standing": _(title),
        "rows": _rows(document),
        "report": report,
        "signatures": _signatures(document, report),
        "heir": heir,
    }


def _signatures(document: Document, report: queries.Report) -> list[dict[str, Any]]:
    """Each signature with what the register knows of the signer; a certificate may hold a shortened name."""
    known = {row.certificate_sha256: row for row in document.signatures.all()}
    return [{"found": found, "kept": known.get(found.certificate_sha256)} for found in report.signatures]


def _rows(document: Document) -> list[dict[str, str]]:
    label = queries.label_of(document)
    rows = [
        (_("Loại văn bản"), label.kind_title),
        (_("Số, ký hiệu"), label.number_text),
        (_("Ngày ban hành"), label.issued_on),
        (_("Cơ quan ban hành"), label.issuer),
        *queries.public_facts_of(document),
        (_("Lý do"), document.status_note),
    ]
    return [{"label": name, "value": value} for name, value in rows if value]


def _file_facts(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The upload form and, after a file came, how it compares. The file is read once and not kept."""
    if request.method != "POST":
        return {"field": _file_field(""), "errors": []}
    sent = request.FILES.get("tep")
    error = _fault_of(sent.size or 0 if sent else 0)
    if sent is None or error:
        return {"field": _file_field(error), "errors": [{"href": "#tep", "message": error}]}
    checked = queries.compare_with_issued(document, sent.read(), at=now())
    return {"field": _file_field(""), "errors": [], "checked": checked, "verdict": _verdict(checked)}


def _fault_of(size: int) -> str:
    limit = settings.ENV["TINHSO_MAX_UPLOAD_MB"]
    if not size:
        return _("Chọn tệp PDF cần kiểm tra. Tệp không được để trống.")
    if size > limit * 1024 * 1024:
        return _("Tệp lớn quá %(limit)d MB. Chọn đúng tệp văn bản đã nhận.") % {"limit": limit}
    return ""


def _verdict(checked: queries.CheckedFile) -> dict[str, str]:
    if checked.is_same:
        return {"tone": "success", "title": _("Tệp này đúng là văn bản đã ban hành"), "text": checked.report.summary}
    if checked.is_earlier:
        text = _("Văn bản hiện hành có thêm chữ ký. Tải bản mới nhất từ nơi cấp.")
        return {"tone": "warning", "title": _("Tệp này là bản trước của văn bản"), "text": text}
    return {"tone": "error", "title": _("Tệp này không phải văn bản đã ban hành"), "text": checked.report.summary}


def _code_field(typed: str, error: str) -> dict[str, Any]:
    hint = _("In dưới mã QR trên giấy, ví dụ 7K2M-9QXR-4TWD.")
    label = _("Mã kiểm tra")
    return {"id": "ma", "name": "ma", "label": label, "hint": hint, "value": typed, "width": 20, "error": error}


def _file_field(error: str) -> dict[str, Any]:
    hint = _("Tệp chỉ được so sánh rồi bỏ, không được lưu lại.")
    return {"id": "tep", "name": "tep", "label": _("Tệp PDF"), "hint": hint, "accept": ".pdf", "error": error}
