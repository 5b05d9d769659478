"""Templates of ordinary letters: dated data that officials edit without a release."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.rights import Right, Role
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.modules.citizens.one_stop.models import LetterTemplate
from tinhso.modules.citizens.one_stop.rules.placeholders import unknown_in

LETTERS = "one_stop.letters"
EDITOR = "one_stop.letter_editor"
USUAL = Path(__file__).resolve().parent.parent / "facts" / "letters.json"
rights.register(
    Right(LETTERS, gettext_noop("Sửa mẫu văn bản"), everywhere=True),
    Role(EDITOR, gettext_noop("Biên tập mẫu văn bản"), (LETTERS,), everywhere=True),
)
ledger.register(
    Event("one_stop.template_published", "Ban hành mẫu văn bản", ("code", "version")),
    Event("one_stop.template_withdrawn", "Thu hồi mẫu văn bản chưa áp dụng", ("code", "version")),
)


@dataclass(frozen=True)
class Wording:
    """What a template says; ``{name}`` in excerpt, to and body is filled from the dossier."""

    title: str
    excerpt: str
    to: str
    body: str
    is_for_agency: bool
    legal_basis: str
    procedure: str = ""  # the only procedure it is offered for


class BadTemplate(Refused):
    code = "bad-template"
    title = gettext_noop("Mẫu văn bản chưa dùng được")
    mend = gettext_noop("Sửa các mục đã nêu rồi ban hành lại.")


def problems_of(code: str, wording: Wording) -> dict[str, str]:
    """What keeps a template from being published, by field."""
    found = {
        name: str(gettext_noop("Mục này không được bỏ trống."))
        for name in ("title", "to", "body", "legal_basis")
        if not getattr(wording, name).strip()
    }
    for name in ("excerpt", "to", "body"):
        if unknown := unknown_in(getattr(wording, name)):
            found[name] = "Không có mục điền nào tên là " + ", ".join(f"{{{one}}}" for one in unknown) + "."
    if not code:
        found["code"] = str(gettext_noop("Mục này không được bỏ trống."))
    return found


@transaction.atomic
def publish_template(code: str, wording: Wording, *, valid_from: date, by: Actor, at: datetime) -> LetterTemplate:
    """The next version of a template, in force from that day; the one before ends there. The same words change nothing.

    Raises NotAllowed, BadTemplate.
    """
    by.must_everywhere(LETTERS)  # templates are the whole province's
    if faults := problems_of(code, wording):
        raise BadTemplate(fields=faults)
    standing = LetterTemplate.objects.select_for_update().filter(code=code, valid_to=None).first()
    if standing is not None:
        if all(getattr(standing, name) == value for name, value in asdict(wording).items()):
            return standing
        if valid_from < standing.valid_from:
            raise BadTemplate(fields={"valid_from": "Ngày này trước ngày áp dụng của bản đang dùng."})
        standing.valid_to = valid_from
        standing.save(update_fields=["valid_to"])
    version = LetterTemplate.objects.filter(code=code).count() + 1
    template = LetterTemplate.objects.create(code=code, version=version, valid_from=valid_from, **asdict(wording))
    write_entry("one_stop.template_published", template, by=by, at=at, payload={"code": code, "version": version})
    return template


@transaction.atomic
def withdraw_templates(procedure: str, *, valid_from: date, by: Actor, at: datetime) -> None:
    """Takes back a procedure's letters that were to begin on a day: empty periods, the versions before go on."""
    by.must_everywhere(LETTERS)
    for row in LetterTemplate.objects.select_for_update().filter(
        procedure=procedure, valid_from=valid_from, valid_to=None
    ):
        row.valid_to = row.valid_from
        row.save(update_fields=["valid_to"])
        before = LetterTemplate.objects.filter(code=row.code, valid_to=valid_from, valid_from__lt=valid_from)
        before.update(valid_to=None)
        payload = {"code": row.code, "version": row.version}
        write_entry("one_stop.template_withdrawn", row, by=by, at=at, payload=payload)


def publish_usual_templates(*, valid_from: date, by: Actor, at: datetime) -> None:
    """The letters the product comes with, where the province has none of that code."""
    for facts in json.loads(USUAL.read_text(encoding="utf-8")):
        if not LetterTemplate.objects.filter(code=facts["code"]).exists():
            publish_template(facts["code"], _wording(facts), valid_from=valid_from, by=by, at=at)


def _wording(facts: Mapping[str, str]) -> Wording:
    return Wording(**{name: value for name, value in facts.items() if name != "code"})  # type: ignore[arg-type]
