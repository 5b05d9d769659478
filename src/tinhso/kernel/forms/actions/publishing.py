"""Publishing a form: linted, numbered, dated; and taking a version back before its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.forms import kinds, rules
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("form.published", "Công bố biểu mẫu", ("code", "version", "valid_from")),
    Event("form.withdrawn", "Thu hồi biểu mẫu chưa áp dụng", ("code", "version")),
)


class FormUnsound(Refused):
    code = "form-unsound"
    title = gettext_noop("Biểu mẫu %(form)s chưa đạt: %(problems)s")
    mend = gettext_noop("Sửa từng điểm đã nêu rồi công bố lại.")


class FormInForce(Refused):
    code = "form-in-force"
    status = 409
    title = gettext_noop("Biểu mẫu %(form)s không thu hồi được nữa")
    mend = gettext_noop("Chỉ bản mới nhất chưa đến ngày áp dụng mới thu hồi được.")


class VersionOrder(Refused):
    code = "form-version-order"
    title = gettext_noop("Biểu mẫu %(form)s đã có phiên bản áp dụng từ ngày %(day)s")
    mend = gettext_noop("Chọn ngày áp dụng không sớm hơn ngày đó.")


@transaction.atomic
def publish_form(
    code: str,
    title: str,
    body: Mapping[str, Any],
    *,
    valid_from: date,
    legal_basis: str = "",
    is_verified: bool = False,
    by: Actor,
    at: datetime,
) -> FormDefinition:
    """A new version from a day on; the one before ends there. The same content again changes nothing.

    Raises NotAllowed, FormUnsound, VersionOrder.
    """
    by.must_everywhere("forms.publish")
    if problems := rules.lint(body, {source.code: source.names for source in kinds.sources}):
        raise FormUnsound(form=code, problems="; ".join(problems))
    newest = _versions(code).first()
    last = _versions(code).exclude(valid_to=F("valid_from")).first()  # what was withdrawn does not count
    form = FormDefinition(
        code=code,
        version=newest.version + 1 if newest else 1,
        title=title,
        body=rules.completed(body),
        valid_from=valid_from,
        legal_basis=legal_basis,
        is_verified=is_verified,
    )
    if last and _is_same(last, form):
        return last
    _end(last, valid_from)
    form.save(force_insert=True)
    payload = {"code": code, "version": form.version, "valid_from": valid_from.isoformat()}
    write_entry("form.published", form, by=by, at=at, payload=payload)
    return form


@transaction.atomic
def withdraw_form(form: FormDefinition, *, by: Actor, at: datetime) -> None:
    """Takes back a version before its day: its period becomes empty, the version before goes on.

    Raises NotAllowed, FormInForce.
    """
    by.must_everywhere("forms.publish")
    versions = list(_versions(form.code))
    row = versions[0]
    if row.pk != form.pk or row.valid_to is not None or row.valid_from <= local_day(at):
        raise FormInForce(form=form.code)
    row.valid_to = row.valid_from
    row.save(update_fields=["valid_to"])
    before = next((one for one in versions[1:] if one.valid_to != one.valid_from), None)
    if before is not None and before.valid_to == row.valid_from:
        before.valid_to = None
        before.save(update_fields=["valid_to"])
    write_entry("form.withdrawn", row, by=by, at=at, payload={"code": row.code, "version": row.version})


def _versions(code: str) -> QuerySet[FormDefinition]:
    """All versions, newest first, to be locked."""
    return FormDefinition.objects.select_for_update().filter(code=code).order_by("-version")


def _is_same(last: FormDefinition, new: FormDefinition) -> bool:
    fields = ("title", "body", "legal_basis", "is_verified")
    return last.valid_to is None and all(getattr(last, name) == getattr(new, name) for name in fields)


def _end(last: FormDefinition | None, on: date) -> None:
    if last is None:
        return
    if last.valid_from > on:
        raise VersionOrder(form=last.code, day=f"{last.valid_from:%d/%m/%Y}")
    last.valid_to = on
    last.save(update_fields=["valid_to"])
