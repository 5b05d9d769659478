"""The words of notices: a list, and a page to put one into other words with a preview (ux.md screen 151)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import now
from tinhso.kernel.notices import actions
from tinhso.kernel.notices.kinds import (
    DEFINE,
    IN_APP,
    LANGUAGES,
    STANDARD_FIELDS,
    TRIAL,
    Channel,
    NoticeKind,
    Receiver,
    channels,
    notice_kinds,
)
from tinhso.kernel.notices.models import NoticeText
from tinhso.kernel.notices.queries.filling import worded, written
from tinhso.kernel.notices.queries.texts import Wording, shipped, wording_of
from tinhso.kernel.notices.rules.short import parts_of
from tinhso.kernel.notices.rules.texts import faults_of
from tinhso.shell.audience import ActorRequest, audience

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
STANDARD_TITLES = {"receiver": "người nhận", "link": "đường dẫn đọc tiếp", "province": "tên tỉnh"}
EXAMPLE_LINK = "/tra-cuu"


@dataclass(frozen=True)
class Row:
    """One text of a kind, and when it was last rewritten."""

    kind: NoticeKind
    language: str
    channel: Channel
    since: datetime | None

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES[self.language]


@audience(DEFINE)
def texts(request: ActorRequest) -> HttpResponse:
    """Every kind with its texts, citizens' first."""
    last = {(row.kind, row.language, row.channel): row.valid_from for row in NoticeText.objects.order_by("valid_from")}
    groups = [
        {"kind": kind, "rows": [Row(kind, language, channel, last.get((kind.code, language, channel.code)))
                                for language in LANGUAGES for channel in carried_by(kind)]}
        for kind in sorted(set_texts(), key=lambda one: one.receiver is Receiver.STAFF)
    ]  # fmt: skip
    return render(request, "notices/texts.html", {"groups": groups})


def set_texts() -> list[NoticeKind]:
    """The kinds whose words officials may change."""
    return [one for one in notice_kinds if one is not TRIAL]


def carried_by(kind: NoticeKind) -> list[Channel]:
    """Staff are told in the product; citizens wherever the kind has words for it."""
    if kind.receiver is Receiver.STAFF:
        return [IN_APP]
    return [one for one in channels if kind.has_short or not one.is_short]


@audience(DEFINE)
def text(request: ActorRequest, kind: str, language: str, channel: str) -> HttpResponse:
    """One text: written and saved, or only looked at as the receiver would read it."""
    if kind not in notice_kinds or channel not in channels or language not in LANGUAGES:
        raise NotFound()
    notice_kind, carrier, at = notice_kinds.get(kind), channels.get(channel), now()
    if carrier not in carried_by(notice_kind):
        raise NotFound()
    if request.method != "POST":
        return _page(request, notice_kind, language, carrier, wording_of(notice_kind, language, carrier, at))
    typed = Wording(request.POST.get("subject", ""), request.POST.get("body", "").replace("\r\n", "\n"))
    if request.POST.get("do") == "restore":
        typed = shipped(notice_kind, language, carrier)
    if request.POST.get("do") == "preview":
        return _page(request, notice_kind, language, carrier, typed)
    try:
        actions.write_text(kind, language, channel, subject=typed.subject, body=typed.body, by=request.actor, at=at)
    except Refused as refusal:
        return _page(request, notice_kind, language, carrier, typed, refusal)
    messages.success(request, _("Đã lưu mẫu. Thông báo từ bây giờ dùng mẫu này; thông báo cũ giữ nguyên lời."))
    return redirect("notices:text", kind, language, channel)


def _page(
    request: ActorRequest,
    kind: NoticeKind,
    language: str,
    channel: Channel,
    wording: Wording,
    refusal: Refused | None = None,
) -> HttpResponse:
    known = kind.field_names | STANDARD_FIELDS
    faults = faults_of(wording.subject, known) + faults_of(wording.body, known)
    preview = None if faults else example_of(kind, language, channel, wording)
    context = {
        "row": Row(kind, language, channel, wording.valid_from),
        "preview": preview,
        "parts": parts_of(preview.body) if preview and channel.is_short else None,
        "faults": ", ".join(faults),
        "known": [*((one.name, one.title) for one in kind.fields), *sorted(STANDARD_TITLES.items())],
        "history": NoticeText.objects.filter(kind=kind.code, language=language, channel=channel.code).order_by(
            "-valid_from"
        )[:20],
        **_fields(channel, wording, refusal),
    }
    return render(request, "notices/text.html", context, status=refusal.status if refusal else 200)


def _fields(channel: Channel, wording: Wording, refusal: Refused | None) -> dict[str, Any]:
    wrong = refusal.fields if refusal else {}
    subject = {"id": "subject", "name": "subject", "label": _("Tiêu đề"), "value": wording.subject}
    body = {"id": "body", "name": "body", "label": _("Lời văn"), "value": wording.body}
    body["rows"] = "4" if channel.is_short else "14"
    fields = [body] if channel.is_short else [subject, body]
    fields = [{**one, "error": wrong.get(one["name"], "")} for one in fields]
    errors = [{"href": f"#{one['id']}", "message": one["error"]} for one in fields if one["error"]]
    return {"fields": fields, "errors": errors, "refused": refusal}


def example_of(kind: NoticeKind, language: str, channel: Channel, wording: Wording) -> Wording:
    """As the receiver would read it, with the examples of the fields."""
    values = written(kind, {one.name: one.example for one in kind.fields}, language)
    return worded(wording, values, channel, receiver="Nguyễn Thị Mẫu", link=EXAMPLE_LINK)
