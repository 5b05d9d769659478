"""Trying a channel: a letter to an address the operator names."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, NotFound, Refused, gettext_noop
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.actions.sending import queue
from tinhso.kernel.notices.kinds import DEFINE, TRIAL, channels
from tinhso.kernel.notices.models import Delivery, Notice
from tinhso.kernel.notices.queries.filling import sealed_facts


class AddressMissing(Refused):
    code = "notice-address-missing"
    title = gettext_noop("Chưa ghi địa chỉ để gửi thử")
    mend = gettext_noop("Ghi địa chỉ của chính bạn rồi gửi lại.")


@transaction.atomic
def send_trial(channel_code: str, address: str, *, by: Actor, at: datetime) -> Delivery:
    """A trial letter through a channel that works here, past quiet hours and choices; the address is sealed.

    Raises NotAllowed, NotFound, AddressMissing.
    """
    by.must_everywhere(DEFINE)
    if by.seat_id is None:
        raise NotAllowed(right=DEFINE)
    if (
        channel_code not in channels
        or not channels.get(channel_code).partner
        or not channels.get(channel_code).is_ready()
    ):
        raise NotFound()
    if not address.strip() or len(address) > 200:
        raise AddressMissing(fields={"address": str(AddressMissing.title)})
    notice = Notice(
        id=new_id(), kind=TRIAL.code, seat_id=by.seat_id, subject_kind="identity.seat", subject_id=by.seat_id
    )
    notice.key, notice.told_at, notice.read_at = f"{TRIAL.code}:{notice.pk}", at, at
    notice.facts_sealed = sealed_facts(notice, TRIAL, {"at": at})
    notice.save(force_insert=True)
    delivery = Delivery(id=new_id(), notice=notice, channel=channel_code, changed_at=at)
    delivery.address_sealed = sealed_text(address.strip(), delivery.pk, "address")
    delivery.save(force_insert=True)
    payload = {"kind": TRIAL.code, "channels": [channel_code]}
    write_entry("notice.told", SubjectRef("notices.notice", notice.pk), by=by, at=at, payload=payload)
    queue(delivery, by=by, at=at)
    return delivery
