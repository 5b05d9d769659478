"""Marking as read: by the receiver alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.models import Notice
from tinhso.kernel.notices.queries.lists import notices_of


@transaction.atomic
def mark_read(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """The actor's own notice, read from now on. Raises NotFound for another's."""
    notice = notices_of(by).select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotFound()
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
        write_entry("notice.read", notice, by=by, at=at, payload={"count": 1})
    return notice


@transaction.atomic
def mark_all_read(*, by: Actor, at: datetime) -> int:
    """All of the actor's notices up to that moment; gives how many were unread."""
    unread = notices_of(by).filter(read_at=None, told_at__lte=at).order_by()
    count = unread.update(read_at=at)
    if count:
        owner = SubjectRef("identity.seat", by.seat_id) if by.is_staff and by.seat_id else None
        owner = owner or (SubjectRef("identity.person", by.person_id) if by.person_id else None)
        assert owner is not None  # noqa: S101  (who has notices is a person or a seat)
        write_entry("notice.read", owner, by=by, at=at, payload={"count": count})
    return count
