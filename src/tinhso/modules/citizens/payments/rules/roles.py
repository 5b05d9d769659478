"""Who looks after the money of an office."""

from tinhso.base.rights import Right, Role, register

SETTLE, APPROVE, SET_UP = "payments.settle", "payments.approve", "payments.set_up"
ACCOUNTANT, CHIEF, TREASURY = "payments.accountant", "payments.chief", "payments.treasury"

register(
    Right(SETTLE, "Xử lý tiền đến, đối soát, đề nghị hoàn trả"),
    Right(APPROVE, "Duyệt hoàn trả"),
    Right(SET_UP, "Khai tài khoản thụ hưởng và ký hiệu biên lai"),
    Role(ACCOUNTANT, "Kế toán", ("cases.read", SETTLE)),
    Role(CHIEF, "Chủ tài khoản, phụ trách kế toán", ("cases.read", SETTLE, APPROVE, SET_UP)),
    Role(TREASURY, "Theo dõi thu phí toàn tỉnh", ("cases.read", SETTLE, APPROVE, SET_UP), everywhere=True),
)
