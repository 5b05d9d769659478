"""Publishing a form: linted, numbered, dated."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.forms import kinds, rules
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(Event("form.published", "Công bố biểu mẫu", ("code", "version", "valid_from")))


class FormUnsound(Refused):
    code = "form-unsound"
    title = gettext_noop("Biểu mẫu %(form)s chưa đạt: %(problems)s")
    mend = gettext_noop("Sửa từng điểm đã nêu rồi công bố lại.")


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
    last = FormDefinition.objects.select_for_update().filter(code=code).order_by("-version").first()
    form = FormDefinition(
        code=code,
        version=last.version + 1 if last else 1,
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
