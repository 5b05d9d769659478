"""The card of payments."""

from tinhso.base.modules import MenuItem, Module
from tinhso.modules.citizens.payments.rules.roles import SET_UP, SETTLE

MODULE = Module(
    code="payments",
    title="Thanh toán",
    wing="citizens",
    owner="Sở Tài chính",
    docs="docs/modules/payments.md",
    menu=(
        MenuItem("Chốt quỹ cuối ngày", "payments:till", "cases.collect"),
        MenuItem("Tiền đến", "payments:money", SETTLE),
        MenuItem("Hoàn trả", "payments:refunds", SETTLE),
        MenuItem("Đối soát", "payments:reconciling", SETTLE),
        MenuItem("Bảng kê biên lai", "payments:table", SETTLE),
        MenuItem("Tài khoản thụ hưởng", "payments:accounts", SET_UP),
    ),
)
