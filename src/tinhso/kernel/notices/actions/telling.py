"""Telling a person or a seat, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.moments import local_day
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref, write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.actions.sending import queue
from tinhso.kernel.notices.kinds import IN_APP, QUIET, Channel, NoticeKind, Receiver
from tinhso.kernel.notices.models import Delivery, Notice, State
from tinhso.kernel.notices.queries.choices import chosen_channels
from tinhso.kernel.notices.queries.filling import sealed_facts
from tinhso.kernel.notices.rules.quiet import held_until

Facts = Mapping[str, object]


@transaction.atomic
def tell(
    kind: NoticeKind,
    person_id: UUID,
    facts: Facts,
    *,
    subject: models.Model | SubjectRef,
    key: str,
    path: str = "",
    is_pushed: bool = True,
    by: Actor,
    at: datetime,
) -> Notice:
    """Tells a citizen by the channels they chose; the same key gives the notice of then and tells nothing more.

    ``path`` is the page to read on, without personal data. ``is_pushed`` False leaves it in the product alone.
    Raises ValueError for facts the kind does not name.
    """
    if kind.receiver is not Receiver.CITIZEN:
        raise ValueError(f"notice kind {kind.code} is for staff")
    chosen = chosen_channels(kind, person_id) if is_pushed else [IN_APP]
    return _told(Notice(person_id=person_id), kind, facts, chosen, subject, key, path, by=by, at=at)


@transaction.atomic
def tell_seat(
    kind: NoticeKind,
    seat_id: UUID,
    facts: Facts,
    *,
    subject: models.Model | SubjectRef,
    key: str,
    path: str = "",
    by: Actor,
    at: datetime,
) -> Notice:
    """Tells whoever sits in a seat, on the desk; once for the key. Raises ValueError as ``tell`` does.

    A kind that goes out is sent by the channels that person chose as well.
    """
    if kind.receiver is not Receiver.STAFF:
        raise ValueError(f"notice kind {kind.code} is for citizens")
    sitting = Seat.objects.values_list("person_id", flat=True).get(pk=seat_id) if kind.goes_out else None
    chosen = chosen_channels(kind, sitting) if sitting else [IN_APP]
    return _told(Notice(seat_id=seat_id), kind, facts, chosen, subject, key, path, by=by, at=at)


def _told(
    notice: Notice,
    kind: NoticeKind,
    facts: Facts,
    chosen: Sequence[Channel],
    subject: models.Model | SubjectRef,
    key: str,
    path: str,
    *,
    by: Actor,
    at: datetime,
) -> Notice:
    notice.pk, about = new_id(), subject_ref(subject)
    content = {
        "id": notice.pk,
        "kind": kind.code,
        "person_id": notice.person_id,
        "seat_id": notice.seat_id,
        "subject_kind": about.kind,
        "subject_id": about.id,
        "path": path,
        "facts_sealed": sealed_facts(notice, kind, facts),
        "told_at": at,
    }
    told, is_new = Notice.objects.get_or_create(key=key, defaults=content)
    if is_new:
        payload = {"kind": kind.code, "channels": [channel.code for channel in chosen]}
        write_entry("notice.told", told, by=by, at=at, payload=payload)
        for channel in chosen:
            send_by(channel, told, kind, by=by, at=at)
    return told


def send_by(channel: Channel, notice: Notice, kind: NoticeKind, *, by: Actor, at: datetime) -> Delivery:
    """A delivery by one channel: there at once in the product, else handed on, or held until the quiet hours end."""
    delivery = Delivery(notice=notice, channel=channel.code, changed_at=at)
    if not channel.partner:
        delivery.state = State.DELIVERED
    elif channel.keeps_quiet and not kind.is_urgent:
        delivery.hold_until = held_until(at, quiet_hours(at))
    delivery.save(force_insert=True)
    if channel.partner and delivery.hold_until is None:
        queue(delivery, by=by, at=at)
    return delivery


def quiet_hours(at: datetime) -> Mapping[str, str]:
    """The quiet hours in force; a province without the rule set has none."""
    try:
        return rules_in_force(QUIET, local_day(at)).tables
    except RulesMissing:
        return {"from": "00:00", "until": "00:00"}
