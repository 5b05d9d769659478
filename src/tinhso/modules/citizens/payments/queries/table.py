"""The periodic table of receipts for the tax office (01/TH-BLĐT; columns of one-stop.md section 6)."""

from collections.abc import Iterator, Sequence
from datetime import date

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import day_text, local_day
from tinhso.modules.citizens.payments.models import FeeReceipt
from tinhso.modules.citizens.payments.queries.receipts import receipts_between
from tinhso.modules.citizens.payments.rules.receipts import number_of

COLUMNS = (
    gettext_noop("Ký hiệu mẫu"),
    gettext_noop("Ký hiệu"),
    gettext_noop("Số"),
    gettext_noop("Ngày lập"),
    gettext_noop("Loại phí, lệ phí"),
    gettext_noop("Số tiền"),
    gettext_noop("Tỷ giá"),
    gettext_noop("Trạng thái"),
    gettext_noop("Kỳ điều chỉnh"),
    gettext_noop("Biên lai liên quan"),
    gettext_noop("Giải trình"),
    gettext_noop("Ghi chú"),
)
NEW, CANCELLED = "Mới", "Hủy"  # words of the form, not of the screen


def table_rows(actor: Actor, since: date, until: date) -> Iterator[Sequence[str]]:
    """A row a receipt made in the period, by unit, symbol and number."""
    for receipt in receipts_between(actor, since, until).iterator(2000):
        yield _row(receipt)


def _row(receipt: FeeReceipt) -> Sequence[str]:
    is_cancelled = receipt.cancelled_at is not None
    period = f"{local_day(receipt.cancelled_at):%m/%Y}" if receipt.cancelled_at else ""
    return (
        receipt.form,
        receipt.symbol,
        number_of(receipt.number),
        day_text(receipt.issued_on),
        receipt.title,
        str(receipt.amount),
        "1",
        CANCELLED if is_cancelled else NEW,
        period,
        "",
        receipt.cancelled_because,
        receipt.case.number,
    )
