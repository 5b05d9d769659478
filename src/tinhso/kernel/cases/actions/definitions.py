"""Publishing how cases of a code are handled; taking a version back before its day; ending a code."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import day_text, local_day
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.kinds import case_types
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.rules.definition import BadDefinition, problems_of
from tinhso.kernel.ledger.actions import write_entry


class NotAfterTheLast(Refused):
    code = "definition-not-after-last"
    title = gettext_noop("Quy trình %(code)s đã có bản áp dụng từ %(last)s")
    mend = gettext_noop("Chọn ngày áp dụng muộn hơn.")


class NotWithdrawable(Refused):
    code = "definition-not-withdrawable"
    status = 409
    title = gettext_noop("Quy trình %(code)s bản %(version)s không thu hồi được nữa")
    mend = gettext_noop(
        "Chỉ bản mới nhất chưa đến ngày áp dụng mới thu hồi được. Bản đang áp dụng thì thay bằng bản mới."
    )


class EndsTooEarly(Refused):
    code = "definition-ends-too-early"
    title = gettext_noop("Không thể thôi áp dụng quy trình %(code)s từ ngày đó")
    mend = gettext_noop("Chọn ngày từ hôm nay trở đi, sau ngày áp dụng; bản chưa áp dụng thì thu hồi trước.")


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
    versions = _versions(code)
    last = next((one for one in versions if one.valid_to != one.valid_from), None)  # withdrawn ones do not count
    if last is not None:
        if last.valid_from >= valid_from or (last.valid_to and last.valid_to > valid_from):
            raise NotAfterTheLast(code=code, last=day_text(last.valid_from))
        if last.valid_to is None:
            Definition.objects.filter(pk=last.pk).update(valid_to=valid_from)
    definition = Definition.objects.create(
        case_type=case_type,
        code=code,
        version=versions[0].version + 1 if versions else 1,
        title=title,
        form_code=form_code,
        body=dict(body),
        valid_from=valid_from,
        legal_basis=legal_basis,
        is_verified=is_verified,
    )
    write_entry("definition.published", definition, by=by, at=at, payload={"code": code, "version": definition.version})
    return definition


@transaction.atomic
def withdraw_definition(definition: Definition, *, by: Actor, at: datetime) -> Definition:
    """Takes back a version before its day: its period becomes empty, the version before goes on.

    Raises NotAllowed, NotWithdrawable.
    """
    by.must_everywhere("cases.define")
    versions = _versions(definition.code)
    row = versions[0]
    if row.pk != definition.pk or row.valid_from <= local_day(at) or row.valid_to is not None:
        raise NotWithdrawable(code=definition.code, version=definition.version)
    row.valid_to = row.valid_from
    row.save(update_fields=["valid_to"])
    before = next((one for one in versions[1:] if one.valid_to != one.valid_from), None)
    if before is not None and before.valid_to == row.valid_from:
        Definition.objects.filter(pk=before.pk).update(valid_to=None)
    write_entry("definition.withdrawn", row, by=by, at=at, payload={"code": row.code, "version": row.version})
    return row


@transaction.atomic
def end_definition(code: str, *, on: date, by: Actor, at: datetime) -> Definition:
    """No new dossiers from that day; those received go on under their version. Raises NotAllowed, EndsTooEarly."""
    by.must_everywhere("cases.define")
    standing = next((one for one in _versions(code) if one.valid_to is None), None)
    if standing is None or on < local_day(at) or on <= standing.valid_from:
        raise EndsTooEarly(code=code)
    standing.valid_to = on
    standing.save(update_fields=["valid_to"])
    payload = {"code": code, "version": standing.version, "on": on.isoformat()}
    write_entry("definition.ended", standing, by=by, at=at, payload=payload)
    return standing


def _versions(code: str) -> list[Definition]:
    """All versions, newest first, locked."""
    return list(Definition.objects.select_for_update().filter(code=code).order_by("-version"))
