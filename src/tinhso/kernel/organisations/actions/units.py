"""One unit at a time: founded, changed, abolished, given a code, succeeded, given a post."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import day_text
from tinhso.base.rights import Right
from tinhso.base.rights import register as register_rights
from tinhso.base.text import fold, nfc, text_sort_key
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events
from tinhso.kernel.organisations import rules
from tinhso.kernel.organisations.models import Post, Succession, Unit, UnitCode, UnitVersion

RIGHT = "organisations.change"
register_rights(Right(RIGHT, gettext_noop("Lập, đổi, chấm dứt đơn vị và chức danh")))
register_events(
    Event("organisations.unit_founded", gettext_noop("Lập đơn vị"), ("kind", "on", "decision")),
    Event("organisations.unit_changed", gettext_noop("Đổi thông tin đơn vị"), ("on", "changed", "decision")),
    Event("organisations.unit_abolished", gettext_noop("Chấm dứt đơn vị"), ("on", "decision")),
    Event("organisations.code_added", gettext_noop("Cấp mã cho đơn vị"), ("system", "code", "on")),
    Event(
        "organisations.succession_recorded",
        gettext_noop("Ghi nhận kế thừa"),
        ("successor", "on", "is_partial", "is_heir"),
    ),
    Event("organisations.post_created", gettext_noop("Lập chức danh"), ("unit", "title", "on")),
)


class VersionsOverlap(Refused):
    code = "unit-versions-overlap"
    status = 409
    title = gettext_noop("Thông tin của đơn vị từ ngày %(on)s đã được ghi")
    mend = gettext_noop("Chọn ngày áp dụng muộn hơn %(on)s.")


class UnitHasUnits(Refused):
    code = "unit-has-units"
    status = 409
    title = gettext_noop("Còn %(count)s đơn vị trực thuộc vào ngày %(on)s")
    mend = gettext_noop("Chuyển hoặc chấm dứt các đơn vị trực thuộc trước.")


class CodeUsed(Refused):
    code = "unit-code-used"
    status = 409
    title = gettext_noop("Mã %(unit_code)s đã cấp cho đơn vị khác; mã đã dùng không cấp lại")
    mend = gettext_noop("Lập mã mới.")


class CodeMalformed(Refused):
    code = "unit-code-malformed"
    title = gettext_noop("Mã “%(unit_code)s” chưa đúng cấu trúc")
    mend = gettext_noop("Kiểm tra lại mã theo quyết định cấp mã.")


class SuccessionOfItself(Refused):
    code = "succession-of-itself"
    title = gettext_noop("Một đơn vị không kế thừa chính nó")
    mend = gettext_noop("Chọn đơn vị khác.")


class UnitChanges(TypedDict, total=False):
    name: str
    short_name: str
    form: str
    parent_id: UUID | None
    address: str
    phone: str


def must_change(by: Actor, unit_id: UUID | None) -> None:
    """The right in that unit; for what stands under no unit, in the whole province. Raises NotAllowed."""
    if unit_id is None and not by.has_everywhere(RIGHT):
        raise NotAllowed(right=RIGHT)
    by.must(RIGHT, unit_id)


def version_of(unit_id: UUID, *, valid_from: date, valid_to: date | None = None, **facts: Any) -> UnitVersion:
    """An unsaved version with its search and sort columns filled from the name."""
    name = nfc(facts.pop("name"))
    return UnitVersion(
        unit_id=unit_id,
        name=name,
        name_folded=fold(name),
        sort_key=text_sort_key(name),
        valid_from=valid_from,
        valid_to=valid_to,
        **facts,
    )


@transaction.atomic
def found_unit(
    kind: str,
    name: str,
    *,
    on: date,
    parent_id: UUID | None = None,
    short_name: str = "",
    form: str = "",
    address: str = "",
    phone: str = "",
    decision: str = "",
    by: Actor,
    at: datetime,
) -> Unit:
    """Founds a unit on a day."""
    must_change(by, parent_id)
    unit = Unit.objects.create(kind=kind, founded_on=on)
    version_of(
        unit.id,
        valid_from=on,
        name=name,
        short_name=short_name,
        form=form,
        parent_id=parent_id,
        address=address,
        phone=phone,
        decision=decision,
    ).save(force_insert=True)
    payload = {"kind": kind, "on": on.isoformat(), "decision": decision}
    write_entry("organisations.unit_founded", unit, by=by, at=at, payload=payload, unit_id=parent_id)
    return unit


@transaction.atomic
def change_unit(
    unit_id: UUID, *, on: date, decision: str = "", by: Actor, at: datetime, **changes: Unpack[UnitChanges]
) -> UnitVersion:
    """From that day the unit has the changed facts; until then it keeps the old ones. Raises VersionsOverlap."""
    by.must(RIGHT, unit_id)
    unit = Unit.objects.select_for_update().get(id=unit_id)
    last = UnitVersion.objects.filter(unit=unit).latest("valid_from")
    if last.valid_from >= on or last.valid_to is not None:
        raise VersionsOverlap(on=day_text(last.valid_to or last.valid_from))
    kept = {field: getattr(last, field) for field in UnitChanges.__annotations__}
    last.valid_to = on
    last.save(update_fields=["valid_to"])
    version = version_of(unit_id, valid_from=on, decision=decision, **(kept | dict(changes)))
    version.save(force_insert=True)
    payload = {"on": on.isoformat(), "changed": sorted(changes), "decision": decision}
    write_entry("organisations.unit_changed", unit, by=by, at=at, payload=payload, unit_id=unit_id)
    return version


@transaction.atomic
def abolish_unit(unit_id: UUID, *, on: date, decision: str = "", by: Actor, at: datetime) -> Unit:
    """Ends the unit with its codes and posts: ``on`` is the first day without it. Raises UnitHasUnits."""
    by.must(RIGHT, unit_id)
    unit = Unit.objects.select_for_update().get(id=unit_id)
    last = UnitVersion.objects.filter(unit=unit).latest("valid_from")
    if last.valid_from >= on or last.valid_to is not None:
        raise VersionsOverlap(on=day_text(last.valid_to or last.valid_from))
    under = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), parent_id=unit_id).count()
    if under:
        raise UnitHasUnits(count=under, on=day_text(on))
    last.valid_to = unit.abolished_on = on
    last.save(update_fields=["valid_to"])
    unit.save(update_fields=["abolished_on"])
    unit.codes.filter(valid_to=None).update(valid_to=on)
    unit.posts.filter(valid_to=None).update(valid_to=on)
    payload = {"on": on.isoformat(), "decision": decision}
    write_entry("organisations.unit_abolished", unit, by=by, at=at, payload=payload, unit_id=unit_id)
    return unit


@transaction.atomic
def add_code(
    unit_id: UUID, system: str, code: str, *, valid_from: date, is_sample: bool = False, by: Actor, at: datetime
) -> UnitCode:
    """Gives a unit a code that no unit ever had. Raises CodeUsed, CodeMalformed."""
    by.must(RIGHT, unit_id)
    if not rules.is_well_formed(system, code):
        raise CodeMalformed(unit_code=code)
    row, is_new = UnitCode.objects.get_or_create(
        system=system,
        code=code,
        defaults={"unit_id": unit_id, "valid_from": valid_from, "is_sample": is_sample},
    )
    if row.unit_id != unit_id:
        raise CodeUsed(unit_code=code)
    if is_new:
        payload = {"system": system, "code": code, "on": valid_from.isoformat()}
        write_entry("organisations.code_added", row.unit, by=by, at=at, payload=payload, unit_id=unit_id)
    return row


@transaction.atomic
def record_succession(
    predecessor_id: UUID,
    successor_id: UUID,
    *,
    on: date,
    is_partial: bool = False,
    is_heir: bool = False,
    decision: str = "",
    by: Actor,
    at: datetime,
) -> Succession:
    """Records that one unit went, whole or in part, into another. Raises SuccessionOfItself.

    ``is_heir``: the other takes over what it held; a reorganisation says so when it has handed everything over.
    """
    by.must(RIGHT, successor_id)
    if predecessor_id == successor_id:
        raise SuccessionOfItself()
    row, is_new = Succession.objects.get_or_create(
        predecessor_id=predecessor_id,
        successor_id=successor_id,
        on=on,
        defaults={"is_partial": is_partial, "is_heir": is_heir, "decision": decision},
    )
    if is_new:
        payload = {
            "successor": str(successor_id), "on": on.isoformat(), "is_partial": is_partial, "is_heir": is_heir,
        }  # fmt: skip
        write_entry("organisations.succession_recorded", row.predecessor, by=by, at=at, payload=payload)
    return row


@transaction.atomic
def create_post(unit_id: UUID, title: str, *, valid_from: date, by: Actor, at: datetime) -> Post:
    """Creates a post in a unit; who holds it is a seat of the room identity."""
    by.must(RIGHT, unit_id)
    post = Post.objects.create(unit_id=unit_id, title=nfc(title), valid_from=valid_from)
    payload = {"unit": str(unit_id), "title": post.title, "on": valid_from.isoformat()}
    write_entry("organisations.post_created", post, by=by, at=at, payload=payload, unit_id=unit_id)
    return post
