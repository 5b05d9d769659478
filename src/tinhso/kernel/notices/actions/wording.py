"""Officials put notices into their own words."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.kinds import DEFINE, LANGUAGES, STANDARD_FIELDS, channels, notice_kinds
from tinhso.kernel.notices.models import NoticeText
from tinhso.kernel.notices.rules.texts import faults_of


class TextFaulty(Refused):
    code = "notice-text-faulty"
    title = gettext_noop("Mẫu dùng chỗ điền không có: %(faults)s")
    mend = gettext_noop("Chỉ dùng các chỗ điền được liệt kê bên cạnh, đúng cả dấu ngoặc.")


class TextMissing(Refused):
    code = "notice-text-missing"
    title = gettext_noop("Mẫu chưa có nội dung")
    mend = gettext_noop("Viết nội dung thông báo; tiêu đề cũng cần có, trừ tin nhắn.")


@transaction.atomic
def write_text(
    kind_code: str, language: str, channel_code: str, *, subject: str, body: str, by: Actor, at: datetime
) -> NoticeText:
    """From that moment on the kind reads so. What was told before keeps its words.

    Raises NotAllowed, NotFound, TextMissing, TextFaulty.
    """
    by.must_everywhere(DEFINE)
    if kind_code not in notice_kinds or channel_code not in channels or language not in LANGUAGES:
        raise NotFound()
    kind, channel = notice_kinds.get(kind_code), channels.get(channel_code)
    subject = "" if channel.is_short else nfc(subject)
    body = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").strip().splitlines())
    check_text(subject, body, kind.field_names | STANDARD_FIELDS, needs_subject=not channel.is_short)
    text = NoticeText.objects.create(
        kind=kind.code,
        language=language,
        channel=channel.code,
        subject=subject,
        body=body,
        valid_from=at,
        seat_id=by.seat_id,
    )
    payload = {"kind": kind.code, "language": language, "channel": channel.code}
    write_entry("notice.text_written", text, by=by, at=at, payload=payload)
    return text


def check_text(subject: str, body: str, known: frozenset[str], *, needs_subject: bool) -> None:
    """Raises TextMissing, TextFaulty (with the field they belong beside)."""
    if not body or (needs_subject and not subject):
        where = "subject" if body else "body"
        raise TextMissing(fields={where: str(TextMissing.title)})
    for name, text in (("subject", subject), ("body", body)):
        if faults := faults_of(text, known):
            shown = ", ".join(faults)
            raise TextFaulty(fields={name: str(TextFaulty.title) % {"faults": shown}}, faults=shown)
