"""What a connector carries: address and words, put together at the moment it is sent and stored nowhere."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tinhso.kernel.identity.models import Person, Seat
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.kernel.notices.kinds import Channel, channels, notice_kinds
from tinhso.kernel.notices.models import Delivery, Notice
from tinhso.kernel.notices.queries.choices import chosen_language, is_wanted
from tinhso.kernel.notices.queries.filling import opened_facts, worded, written
from tinhso.kernel.notices.queries.texts import wording_of
from tinhso.kernel.notices.rules.short import parts_of


@dataclass(frozen=True)
class Letter:
    """``id`` is the same however often the letter is sent: receivers recognise repeats by it."""

    id: UUID
    to: str
    subject: str
    text: str
    language: str
    parts: int


def letter_of(delivery_id: UUID) -> Letter | None:
    """The letter of a delivery in the words of the day it was told.

    None when it must not go any more: the receiver turned the channel off, or has no address there now.
    Raises Delivery.DoesNotExist.
    """
    delivery = Delivery.objects.select_related("notice__person", "notice__seat__person").get(pk=delivery_id)
    channel = channels.get(delivery.channel)
    person = receiver_of(delivery.notice)
    test = opened_text(delivery.address_sealed, delivery.pk, "address")
    to = test or (channel.address_of(person.pk) if is_wanted(channel, person.pk) else "")
    if not to:
        return None
    return _letter(delivery, channel, to, person.full_name, chosen_language(person.pk))


def _letter(delivery: Delivery, channel: Channel, to: str, receiver: str, language: str) -> Letter:
    notice = delivery.notice
    kind = notice_kinds.get(notice.kind)
    values = written(kind, opened_facts(notice), language)
    wording = wording_of(kind, language, channel, notice.told_at)
    words = worded(wording, values, channel, receiver=receiver, link=link_of(notice))
    text = words.body if channel.is_short else f"{words.body}\n\n{_foot(notice, language)}"
    return Letter(delivery.pk, to, words.subject, text, language, parts_of(text))


def receiver_of(notice: Notice) -> Person:
    """The person told, or who sits in the seat told."""
    return notice.person or cast(Seat, notice.seat).person


def link_of(notice: Notice) -> str:
    """Where to read on, as an address outside the product; it names no person."""
    return f"{settings.PUBLIC_URL}{notice.path}" if notice.path else ""


def _foot(notice: Notice, language: str) -> str:
    page = "/ban/thong-bao/cach-nhan" if notice.seat_id else "/thong-bao/cai-dat"
    with translation.override(language):
        line = gettext("Thư này được gửi tự động, xin không trả lời. Đổi cách nhận thông báo: %(address)s")
        return line % {"address": f"{settings.PUBLIC_URL}{page}"}
