"""A procedure as one file: handed out, and taken in after a dry run that writes nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Definition
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN, start_from_content
from tinhso.modules.citizens.one_stop.desk.designing.frames import said
from tinhso.modules.citizens.one_stop.queries.designing.designs import (
    content_of_definition,
    design_of,
    standing,
    surroundings,
)
from tinhso.modules.citizens.one_stop.rules.designing.carrying import MEDIA_TYPE, MOST_BYTES, packed, unpacked
from tinhso.modules.citizens.one_stop.rules.designing.checks import findings
from tinhso.modules.citizens.one_stop.rules.designing.comparing import differences
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import field
from tinhso.shell.middleware import problem


class NoProcedureFile(Refused):
    code = "no-procedure-file"
    title = gettext_noop("Chưa chọn tệp")
    mend = gettext_noop("Chọn tệp thủ tục (.json) trên máy rồi gửi.")


class ProcedureFileTooLarge(Refused):
    code = "procedure-file-too-large"
    title = gettext_noop("Tệp lớn quá 1 MB")
    mend = gettext_noop("Chọn tệp xuất từ màn hình soạn thủ tục.")


@never_cache
@audience(DESIGN)
def design_file(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """What is being written, as a file."""
    return _file(design_of(design_id).content)


@never_cache
@audience(DESIGN)
def version_file(request: ActorRequest, code: str, version: int) -> HttpResponse:
    """A published version, as a file. Raises NotFound."""
    found = Definition.objects.filter(code=code, version=version).first()
    if found is None:
        raise NotFound()
    return _file(content_of_definition(found))


def _file(content: Content) -> HttpResponse:
    name = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in content["general"]["code"]) or "thu-tuc"
    response = HttpResponse(packed(content), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "replace").decode()}.json"'
    return response


@never_cache
@audience(DESIGN)
def take_in(request: ActorRequest) -> HttpResponse:
    """First what the file holds and what it would lack here; then, when confirmed, a design made of it."""
    if request.method != "POST":
        return _page(request)
    try:
        text = _sent(request)
        content = unpacked(text.encode())
        if request.POST.get("do") != "confirm":
            return _report(request, text, content)
        design = start_from_content(content, by=request.actor, at=now())
    except Refused as error:
        return _page(request, error)
    messages.success(request, _("Đã nhập thành bản soạn. Xem những gì còn thiếu rồi trình công bố."))
    return HttpResponseRedirect(reverse("one_stop:design", args=[design.pk]))


def _sent(request: ActorRequest) -> str:
    """The text of the file: sent now, or carried by the page of the dry run. Raises NoProcedureFile and its like."""
    if request.POST.get("do") == "confirm":
        return request.POST.get("text", "").replace("\r\n", "\n")
    sent = request.FILES.get("file")
    if sent is None:
        raise NoProcedureFile()
    if (sent.size or 0) > MOST_BYTES:
        raise ProcedureFileTooLarge()
    return bytes(sent.read()).decode("utf-8-sig", "replace")


def _report(request: ActorRequest, text: str, content: Content) -> HttpResponse:
    on, code = local_day(now()), content["general"]["code"]
    found = findings(content, surroundings(content, on))
    here = standing(code) if code else None
    context = {
        "text": text,
        "general": content["general"],
        "questions": sum(len(section["questions"]) for section in content["form"]["body"]["sections"]),
        "counts": [(len(content[name]), _(title)) for name, title in COUNTED],
        "faults": [said(one) for one in found if not one.is_advice],
        "advice": [said(one) for one in found if one.is_advice],
        "here": here,
        "changes": len(differences(content_of_definition(here), content)) if here else 0,
    }
    return render(request, "one_stop/designing/import_report.html", context)


COUNTED = (
    ("variants", gettext_noop("trường hợp")),
    ("papers", gettext_noop("giấy tờ")),
    ("charges", gettext_noop("khoản thu")),
    ("steps", gettext_noop("bước")),
    ("results", gettext_noop("kết quả")),
    ("letters", gettext_noop("mẫu văn bản")),
)


def _page(request: ActorRequest, error: Refused | None = None) -> HttpResponse:
    context = {
        "field": field("file", _("Tệp thủ tục"), accept=".json"),
        "problem": problem(error, getattr(request, "request_id", "")) if error else None,
    }
    return render(request, "one_stop/designing/import.html", context, status=error.status if error else 200)
