"""Delivering to every partner that something is due for, side by side; handling what arrived; forgetting bodies."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import close_old_connections

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.actions.incoming import due_incoming
from tinhso.kernel.exchange.models import Partner

AT_ONCE = 8
_rng = Random()  # noqa: S311 (jitter)
_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="exchange")
_under_way: dict[UUID, "Future[int]"] = {}
_quiet_until: dict[UUID, float] = {}  # a turn that could send nothing (all held back, say) is not repeated at once
QUIET = 2.0
HANDLING = 3.0  # seconds a turn of handling what arrived


def deliver_due() -> None:
    """Starts a turn for every partner that is due and has none under way: a slow one holds up nobody else.

    Raises the first error of a turn that ended badly, after the others were looked after.
    """
    errors = _collected()
    for partner in queries.busy_partners(now()):
        if partner.id not in _under_way and time.monotonic() >= _quiet_until.get(partner.id, 0.0):
            _under_way[partner.id] = _pool.submit(_turn, partner)
    for error in errors:
        if error is not None:
            raise error


def _collected() -> list[BaseException | None]:
    """Takes the turns that ended off the list and gives their errors."""
    errors: list[BaseException | None] = []
    for partner_id in [key for key, future in _under_way.items() if future.done()]:
        future = _under_way.pop(partner_id)
        errors.append(future.exception())
        if errors[-1] is not None or not future.result():
            _quiet_until[partner_id] = time.monotonic() + QUIET
    return errors


def _turn(partner: Partner) -> int:
    close_old_connections()
    try:
        return actions.deliver(partner, clock=now, rng=_rng)
    finally:
        close_old_connections()


def handle_arrived() -> None:
    """Handles what arrived, for a few seconds at a time; a message that fails is tried again later."""
    ends = time.monotonic() + HANDLING
    while time.monotonic() < ends and (due := due_incoming(now())):
        for message_id in due:
            actions.handle(message_id, at=now(), rng=_rng)


def ask_again() -> None:
    """Questions whose service did not answer are asked again; one at a time, each with its own time limit."""
    for look_up_id in queries.look_ups_due(now()):
        actions.ask_service(look_up_id, at=now(), rng=_rng)


def forget_old_bodies() -> None:
    """What was settled longer ago than the partner's contents are kept loses its content."""
    for partner in Partner.objects.all():
        actions.forget_bodies(partner.id, now() - timedelta(days=partner.keep_days))


JOBS = (
    ("exchange.deliver", gettext_noop("Gửi thông điệp ra hệ thống ngoài"), 0.5, deliver_due),
    ("exchange.handle", gettext_noop("Xử lý thông điệp gửi đến"), 1.0, handle_arrived),
    ("exchange.ask_again", gettext_noop("Hỏi lại các tra cứu chưa có trả lời"), 5.0, ask_again),
    ("exchange.forget_bodies", gettext_noop("Xóa nội dung thông điệp đã hết hạn lưu"), 3600.0, forget_old_bodies),
)
