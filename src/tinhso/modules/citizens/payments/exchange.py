"""What this module brings to exchange: the names of what it asks the platform, and what it does with its answers."""

from datetime import datetime

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.kernel.exchange.kinds import Arrived, IncomingKind, name_messages, register_incoming
from tinhso.modules.citizens.payments.actions.arriving import note_payment
from tinhso.modules.citizens.payments.actions.reconciling import reconcile
from tinhso.modules.citizens.payments.models import PaymentOrder
from tinhso.modules.citizens.payments.queries import messages
from tinhso.modules.citizens.payments.rules.told import BadTidings, read_day, read_list, read_told

name_messages(
    "payments",
    {
        messages.ORDER: gettext_noop("Lệnh nộp tiền"),
        messages.CANCEL: gettext_noop("Bỏ lệnh nộp tiền"),
        messages.STATE: gettext_noop("Hỏi kết quả nộp tiền"),
        messages.LIST: gettext_noop("Hỏi danh sách giao dịch trong ngày"),
    },
)


def take_opened(message: Arrived, by: Actor, at: datetime) -> None:
    """The platform has the order and says where it is paid. Raises NotFound, BadTidings."""
    url = str(message.body.get("url", ""))
    if not url.startswith(("https://", "http://")) or len(url) > 500:
        raise BadTidings(field="url")
    orders = PaymentOrder.objects.filter(code=str(message.body.get("order", "")), partner=message.partner_code)
    if not orders.update(pay_url=url):
        raise NotFound()


def take_told(message: Arrived, by: Actor, at: datetime) -> None:
    """A transaction, told of by the platform or found when asked. Raises BadTidings."""
    note_payment(message.partner_code, read_told(message.body), by=by, at=at)


def take_list(message: Arrived, by: Actor, at: datetime) -> None:
    """The transactions of a day. Raises BadTidings."""
    day, rows = read_day(message.body), read_list(message.body)
    reconcile(message.partner_code, day, rows, by=by, at=at)


OPENED = register_incoming(IncomingKind("payment.opened", gettext_noop("Nền tảng đã nhận lệnh nộp tiền"), take_opened))
TOLD = register_incoming(IncomingKind("payment.told", gettext_noop("Nền tảng báo kết quả nộp tiền"), take_told))
LISTED = register_incoming(IncomingKind("payment.listed", gettext_noop("Danh sách giao dịch trong ngày"), take_list))
