"""Later work: receipts and dossiers that go on, asking the platform about silence, the list of yesterday."""

import math
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local, local_day, now
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.payments.actions.reconciling import ask_for_list
from tinhso.modules.citizens.payments.models import OrderState, PaymentOrder
from tinhso.modules.citizens.payments.queries import messages
from tinhso.modules.citizens.payments.reactions import calls_in, follow

CURSOR, BATCH, CALLS_A_TURN = "payments.follow", 300, 20
SILENCE, GIVEN_UP_AFTER = timedelta(minutes=10), timedelta(days=2)
LIST_IS_READY = time(1, 30)
BY = system_actor("payments")


def follow_ledger() -> None:
    """Reads the ledger on, a few calls a turn; each call stands or falls with its place in the feed."""
    for _ in range(CALLS_A_TURN):
        if not follow_next():
            return


@transaction.atomic
def follow_next() -> int:
    """Reads on to the next entry that calls for something and does it; gives how many entries were read."""
    feed = Feed(CURSOR)
    entries = feed.read(BATCH)
    call = next(iter(calls_in(entries)), None)
    if call is not None:
        entries = feed.read(entries.index(call) + 1)
        follow(call, at=now())
    feed.advance()
    return len(entries)


def ask_about_silence() -> None:
    """Orders nobody told us of for ten minutes, then twenty, forty…: a callback may be lost for ever."""
    at = now()
    waiting = PaymentOrder.objects.filter(state=OrderState.OPEN, opened_at__lte=at - SILENCE).exclude(partner="")
    for order in waiting.filter(opened_at__gt=at - GIVEN_UP_AFTER).order_by("opened_at")[:200]:
        ask_state(order, at=at)


@transaction.atomic
def ask_state(order: PaymentOrder, *, at: datetime) -> None:
    """Asks what became of an order, once for each doubling of its age."""
    times = int(math.log2(max(1.0, (at - order.opened_at) / SILENCE)))
    key, body = f"{order.code}/state/{times}", {"order": order.code}
    queue_message(order.partner, messages.STATE, body, order_key=order.code, key=key, subject=order, by=BY, at=at)


def ask_for_yesterday() -> None:
    """The platform's list of yesterday, once, when it is ready."""
    at = now()
    if local(at).time() >= LIST_IS_READY and messages.platform() is not None:
        ask_for_list(local_day(at) - timedelta(days=1), by=BY, at=at)


JOBS: tuple[tuple[str, str, float, Callable[[], object]], ...] = (
    ("payments.follow", gettext_noop("Lập biên lai, cho hồ sơ đã nộp tiền đi tiếp"), 1.0, follow_ledger),
    ("payments.ask", gettext_noop("Hỏi nền tảng thanh toán về lệnh chưa có tin"), 60.0, ask_about_silence),
    ("payments.list", gettext_noop("Lấy danh sách giao dịch hôm trước để đối soát"), 600.0, ask_for_yesterday),
)
