"""Publishing how cases of a code are handled."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.rules.definition import BadDefinition, problems_of
from tinhso.kernel.ledger.actions import write_entry


class NotAfterTheLast(Refused):
    code = "definition-not-after-last"
    title = gettext_noop("Quy trình %(code)s đã có bản áp dụng từ %(last)s")
    mend = gettext_noop("Chọn ngày áp dụng muộn hơn.")


@transaction.atomic
def publish_definition(
    case_type: str,
    code: str,
    *,
    title: str,
    form_code: str,
    body: Mapping[str, Any],
    valid_from: date,
    legal_basis: str,
    is_verified: bool,
    by: Actor,
    at: datetime,
) -> Definition:
    """A new version in force from a day; the version before ends that day. Raises BadDefinition, NotAfterTheLast."""
    by.must_everywhere("cases.define")
    case_types.get(case_type)
    if problems := problems_of(body):
        raise BadDefinition(problems="; ".join(problems))
    last = Definition.objects.select_for_update().filter(code=code).order_by("-version").first()
    if last is not None:
        if last.valid_from >= valid_from:
            raise NotAfterTheLast(code=code, last=last.valid_from)
        Definition.objects.filter(pk=last.pk).update(valid_to=valid_from)
    definition = Definition.objects.create(
        case_type=case_type,
        code=code,
        version=last.version + 1 if last else 1,
        title=title,
        form_code=form_code,
        body=dict(body),
        valid_from=valid_from,
        legal_basis=legal_basis,
        is_verified=is_verified,
    )
    write_entry("definition.published", definition, by=by, at=at, payload={"code": code, "version": definition.version})
    return definition
