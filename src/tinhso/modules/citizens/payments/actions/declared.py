"""The events of payments, and the refusals its actions share."""

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("payments.account_declared", gettext_noop("Khai tài khoản thụ hưởng"), ("valid_from",)),
    Event("payments.order_opened", gettext_noop("Lập lệnh nộp tiền"), ("code", "amount")),
    Event("payments.order_closed", gettext_noop("Bỏ lệnh nộp tiền"), ("code", "because")),
    Event(
        "payments.money_arrived", gettext_noop("Nền tảng báo tiền đến"), ("transaction", "amount", "verdict", "order")
    ),
    Event("payments.money_decided", gettext_noop("Xử lý khoản tiền đến"), ("transaction", "state")),
    Event("payments.refund_proposed", gettext_noop("Đề nghị hoàn trả"), ("transaction", "amount")),
    Event("payments.refund_approved", gettext_noop("Duyệt hoàn trả"), ("transaction", "amount")),
    Event("payments.refund_refused", gettext_noop("Không duyệt hoàn trả"), ("transaction",)),
    Event("payments.paid_back", gettext_noop("Đã chuyển trả tiền"), ("transaction", "amount")),
    Event("payments.receipt_made", gettext_noop("Lập biên lai"), ("form", "symbol", "number", "amount")),
    Event("payments.receipt_cancelled", gettext_noop("Hủy biên lai"), ("form", "symbol", "number")),
    Event("payments.till_closed", gettext_noop("Chốt quỹ"), ("day", "expected", "counted", "charges")),
    Event("payments.reconciled", gettext_noop("Đối soát với nền tảng thanh toán"), ("day", "count", "differences")),
    Event("payments.difference_settled", gettext_noop("Xử lý chênh lệch đối soát"), ("transaction",)),
    Event("payments.table_exported", gettext_noop("Xuất bảng kê biên lai"), ("since", "until", "rows")),
)


class GroundMissing(Refused):
    code = "payments-ground-missing"
    title = gettext_noop("Chưa ghi lý do")
    mend = gettext_noop("Ghi lý do để người sau hiểu vì sao làm như vậy.")

    def __init__(self, field: str = "ground") -> None:
        super().__init__(fields={field: str(self.title)})


class AlreadyDone(Refused):
    code = "payments-already-done"
    status = 409
    title = gettext_noop("Việc này đã có người làm")
    mend = gettext_noop("Mở lại trang để xem tình trạng mới.")


def ground_of(text: str, field: str = "ground") -> str:
    """What was written, cut to what is kept. Raises GroundMissing."""
    if not text.strip():
        raise GroundMissing(field)
    return text.strip()[:500]
