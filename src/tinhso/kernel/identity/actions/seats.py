"""Seats and delegation: who holds which post, and lends which rights."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Delegation, Person, Seat
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.kernel.organisations.models import Post

register(
    Event("identity.seat_assigned", "bố trí vị trí công tác", ("roles", "person_id", "valid_from", "valid_to")),
    Event("identity.roles_changed", "đổi vai trò của vị trí công tác", ("roles",)),
    Event("identity.seat_ended", "thôi giữ vị trí công tác", ("valid_to",)),
    Event("identity.rights_delegated", "ủy quyền", ("from_seat", "to_seat", "roles", "valid_from", "valid_to")),
    Event("identity.delegation_revoked", "thu hồi ủy quyền", ()),
)


class PostTaken(Refused):
    code = "post-taken"
    status = 409
    title = gettext_noop("Vị trí này đang có người giữ trong thời gian đó")
    mend = gettext_noop("Kết thúc vị trí của người đang giữ, hoặc chọn ngày bắt đầu muộn hơn.")


class RolesUnknown(Refused):
    code = "roles-unknown"
    title = gettext_noop("Có vai trò không tồn tại")
    mend = gettext_noop("Chọn vai trò trong danh sách.")


class PeriodWrong(Refused):
    code = "period-wrong"
    title = gettext_noop("Khoảng thời gian chưa đúng")
    mend = gettext_noop("Ngày kết thúc phải sau ngày bắt đầu.")


class RolesNotHeld(Refused):
    code = "roles-not-held"
    title = gettext_noop("Chỉ ủy quyền được vai trò mình đang giữ, cho một vị trí khác")
    mend = gettext_noop("Chọn vai trò mà vị trí ủy quyền đang có và một người nhận khác.")


@transaction.atomic
def assign_seat(
    person: Person,
    post: Post,
    roles: Iterable[str],
    *,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Seat:
    """Puts a person in a post with roles. Raises NotAllowed, RolesUnknown, PeriodWrong, PostTaken."""
    chosen = list(dict.fromkeys(roles))
    _must_hand_out(by, post, chosen)
    if valid_to is not None and valid_to <= valid_from:
        raise PeriodWrong()
    _must_be_free(post, valid_from, valid_to)
    seat = Seat.objects.create(
        person=person, post=post, unit_id=post.unit_id, roles=chosen, valid_from=valid_from, valid_to=valid_to
    )
    payload = {
        "roles": chosen,
        "person_id": str(person.id),
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
    }
    write_entry("identity.seat_assigned", seat, by=by, at=at, payload=payload, unit_id=seat.unit_id)
    return seat


def _must_hand_out(by: Actor, post: Post, roles: list[str]) -> None:
    """A unit's administrator gives roles in the unit; roles that count everywhere need the right everywhere."""
    by.must(ADMINISTER, post.unit_id)
    if any(code not in rights.roles for code in roles):
        raise RolesUnknown()
    if any(rights.roles.get(code).everywhere for code in roles) and not by.has_everywhere(ADMINISTER):
        raise NotAllowed(right=ADMINISTER)


def _must_be_free(post: Post, valid_from: date, valid_to: date | None) -> None:
    # The lock makes two administrators wait for one another: no exclusion constraint without contrib.
    Post.objects.select_for_update().get(id=post.id)
    overlaps = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    if valid_to is not None:
        overlaps &= Q(valid_from__lt=valid_to)
    if Seat.objects.filter(overlaps, post=post).exists():
        raise PostTaken()


@transaction.atomic
def change_roles(seat: Seat, roles: Iterable[str], *, by: Actor, at: datetime) -> Seat:
    """The seat goes on with other roles; what it holds stays with it. Raises NotAllowed, RolesUnknown."""
    chosen = list(dict.fromkeys(roles))
    _must_hand_out(by, seat.post, [*seat.roles, *chosen])
    seat.roles = chosen
    seat.save(update_fields=["roles"])
    write_entry("identity.roles_changed", seat, by=by, at=at, payload={"roles": chosen}, unit_id=seat.unit_id)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, valid_to: date, by: Actor, at: datetime) -> Seat:
    """Ends a seat before that day. Raises NotAllowed, PeriodWrong."""
    by.must(ADMINISTER, seat.unit_id)
    if valid_to <= seat.valid_from:
        raise PeriodWrong()
    seat.valid_to = valid_to
    seat.save(update_fields=["valid_to"])
    payload = {"valid_to": valid_to.isoformat()}
    write_entry("identity.seat_ended", seat, by=by, at=at, payload=payload, unit_id=seat.unit_id)
    return seat


@transaction.atomic
def delegate(
    from_seat: Seat,
    to_seat: Seat,
    roles: Iterable[str],
    *,
    valid_from: date,
    valid_to: date,
    decision: str,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Lends roles of one seat to another, by a decision, for a time.

    The holder of the seat may, and an administrator of its unit. Raises NotAllowed, RolesNotHeld, PeriodWrong.
    """
    if by.seat_id != from_seat.id:
        by.must(ADMINISTER, from_seat.unit_id)
    chosen = list(dict.fromkeys(roles))
    if not chosen or not set(chosen) <= set(from_seat.roles) or from_seat.id == to_seat.id:
        raise RolesNotHeld()
    if valid_to <= valid_from:
        raise PeriodWrong()
    delegation = Delegation.objects.create(
        from_seat=from_seat,
        to_seat=to_seat,
        roles=chosen,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=nfc(decision),
    )
    _write_delegated(delegation, by, at)
    return delegation


def _write_delegated(delegation: Delegation, by: Actor, at: datetime) -> None:
    payload = {
        "from_seat": str(delegation.from_seat_id),
        "to_seat": str(delegation.to_seat_id),
        "roles": delegation.roles,
        "valid_from": delegation.valid_from.isoformat(),
        "valid_to": delegation.valid_to.isoformat(),
    }
    unit_id = delegation.from_seat.unit_id
    write_entry("identity.rights_delegated", delegation, by=by, at=at, payload=payload, unit_id=unit_id)


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Actor, at: datetime) -> Delegation:
    """Takes lent rights back at once. Raises NotAllowed."""
    if by.seat_id != delegation.from_seat_id:
        by.must(ADMINISTER, delegation.from_seat.unit_id)
    if delegation.revoked_at is None:
        delegation.revoked_at = at
        delegation.save(update_fields=["revoked_at"])
        unit_id = delegation.from_seat.unit_id
        write_entry("identity.delegation_revoked", delegation, by=by, at=at, unit_id=unit_id)
    return delegation
