"""An endpoint that was switched off by itself: its owner is told, on the desk and by the channels they chose."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.messages import gettext_noop
from tinhso.connectors.webhooks.actions.endpoints import BY, switch_off
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.notices.actions import tell_seat
from tinhso.kernel.notices.kinds import Field, NoticeKind, Receiver, Text, register

REASONS = {
    "gone": gettext_noop("nơi nhận trả lời 410: không nhận nữa"),
    "failing": gettext_noop("nhiều ngày liền không nhận thông điệp nào"),
}
SWITCHED_OFF = register(
    NoticeKind(
        "webhooks.switched_off",
        "Webhook tự tắt",
        Receiver.STAFF,
        (
            Field("title", "tên webhook", "Phần mềm một cửa của xã"),
            Field("client", "khóa API", "Phần mềm xã"),
            Field("reason", "lý do", REASONS["failing"]),
        ),
        {
            "vi": Text(
                "Webhook “{title}” đã tự tắt",
                "Khóa API: {client}\nLý do: {reason}\n"
                "Sự kiện mới được giữ lại; sửa nơi nhận rồi bật lại thì gửi tiếp.\n{link}",
            ),
            "en": Text(
                "The webhook “{title}” has switched itself off",
                "API key: {client}\nReason: {reason}\n"
                "New events are kept; mend the receiver and switch it on again.\n{link}",
            ),
        },
        goes_out=True,
    )
)


@transaction.atomic
def switch_off_failing_one(partner: Partner, reason: str, *, at: datetime) -> None:
    """Switches the endpoint off and tells whose client it is, once for each time."""
    switch_off(partner, reason, by=BY, at=at)
    client = ApiClient.objects.filter(pk=UUID(partner.settings["client"])).first()
    if client is None:
        return
    tell_seat(
        SWITCHED_OFF,
        client.seat_id,
        {"title": partner.title, "client": client.name, "reason": REASONS[reason]},
        subject=partner,
        key=f"{SWITCHED_OFF.code}:{partner.pk}:{at.isoformat()}",
        path=f"/quan-tri/webhook/{partner.pk}",
        by=BY,
        at=at,
    )
