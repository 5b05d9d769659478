"""What the platform tells us, read from the neutral bodies its connector makes (docs/modules/payments.md). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tinhso.base.messages import Refused, gettext_noop

PAID = "paid"


class BadTidings(Refused):
    code = "payment-unreadable"
    title = gettext_noop("Thông báo của nền tảng thanh toán thiếu hoặc sai mục “%(field)s”")
    mend = gettext_noop("Liên hệ đơn vị vận hành nền tảng; khoản tiền sẽ hiện ra khi đối soát.")


@dataclass(frozen=True)
class Told:
    """One transaction as the platform tells of it; ``state`` is paid, failed or pending."""

    transaction: str
    order: str
    state: str
    amount: int
    paid_at: datetime
    bank: str = ""


def read_told(body: Mapping[str, Any]) -> Told:
    """Raises BadTidings."""
    return Told(
        transaction=_text(body, "transaction", longest=80, is_needed=True),
        order=_text(body, "order", longest=80),
        state=_text(body, "state", longest=10, is_needed=True),
        amount=_amount(body),
        paid_at=_moment(body),
        bank=_text(body, "bank", longest=20),
    )


def read_day(body: Mapping[str, Any]) -> date:
    """The day a list is of. Raises BadTidings."""
    try:
        return date.fromisoformat(str(body["day"]))
    except (KeyError, ValueError):
        raise BadTidings(field="day") from None


def read_list(body: Mapping[str, Any]) -> list[Told]:
    """The transactions of a day's list. Raises BadTidings."""
    rows = body.get("rows")
    if not isinstance(rows, list):
        raise BadTidings(field="rows")
    return [read_told({"state": PAID, **row}) for row in rows]


def _text(body: Mapping[str, Any], name: str, *, longest: int, is_needed: bool = False) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > longest or (is_needed and not value):
        raise BadTidings(field=name)
    return value


def _amount(body: Mapping[str, Any]) -> int:
    value = body.get("amount")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**13:
        raise BadTidings(field="amount")
    return value


def _moment(body: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(body.get("at")))
    except ValueError:
        raise BadTidings(field="at") from None
    if moment.tzinfo is None:
        raise BadTidings(field="at")
    return moment
