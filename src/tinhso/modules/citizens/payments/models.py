"""Accounts, orders, money that came, refunds, receipts, closings of drawers, reconciliation with the platform."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class BeneficiaryAccount(models.Model):
    """Where the fees of a unit go, from a day on (tài khoản thụ hưởng); the newest that has begun is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    bank = models.CharField("mã ngân hàng (BIN)", max_length=6)
    bank_name = models.CharField("ngân hàng", max_length=120)
    number = models.CharField("số tài khoản", max_length=19)
    holder = models.CharField("chủ tài khoản", max_length=120)
    city = models.CharField("nơi mở", max_length=60, blank=True)
    tax_code = models.CharField("mã số thuế cơ quan thu", max_length=14)
    receipt_form = models.CharField("ký hiệu mẫu biên lai", max_length=5, default="EBL01")
    receipt_letters = models.CharField("hai chữ cái của ký hiệu biên lai", max_length=2)
    valid_from = models.DateField("áp dụng từ")
    ground = models.CharField("căn cứ", max_length=300)
    declared_at = models.DateTimeField("khai lúc")

    class Meta:
        verbose_name = "tài khoản thụ hưởng"
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="payments_one_account_a_day")]


class OrderState(models.TextChoices):
    OPEN = "open", "chờ nộp"
    PAID = "paid", "đã nộp"
    CLOSED = "closed", "không còn dùng"


class PaymentOrder(models.Model):
    """What somebody is about to pay for a dossier (lệnh nộp tiền): these charges, to this account, under this code.

    ``lines`` is [{"charge": id, "code": …, "title": …, "amount": …}, …]. At most one is open for a dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    account = models.ForeignKey(BeneficiaryAccount, models.PROTECT, related_name="+")
    code = models.CharField("mã tra cứu thanh toán", max_length=80, unique=True)  # dossier number and moment
    reference = models.CharField("số tham chiếu", max_length=25, unique=True)  # as long as a VietQR takes
    lines = models.JSONField("các khoản")
    amount = models.BigIntegerField("số tiền (đồng)")
    state = models.CharField("tình trạng", max_length=6, choices=OrderState.choices, default=OrderState.OPEN)
    opened_at = models.DateTimeField("lập lúc")
    settled_at = models.DateTimeField("xong lúc", null=True)
    partner = models.CharField("nền tảng", max_length=80, blank=True)  # code of exchange's partner; empty: none then
    pay_url = models.CharField("trang thanh toán", max_length=500, blank=True)
    last_state = models.CharField("nền tảng báo", max_length=10, blank=True)  # pending, failed

    class Meta:
        verbose_name = "lệnh nộp tiền"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="payments_one_open_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_order_amount"),
        ]
        indexes = [models.Index(fields=["case", "-opened_at"], name="payments_orders_of_case")]


class PaymentState(models.TextChoices):
    SETTLED = "settled", "đã ghi vào hồ sơ"
    ASKED = "asked", "chờ người xử lý"
    TO_REFUND = "to_refund", "phải hoàn trả"
    REFUNDED = "refunded", "đã hoàn trả"


class Payment(models.Model):
    """Money the platform says has come (khoản tiền đến): one row a transaction, whatever is said how often.

    ``verdict`` is what was found when it came (rules/judging.py); ``state`` where it stands now.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.CharField("nền tảng", max_length=80)
    transaction = models.CharField("mã giao dịch", max_length=80)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="payments")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    said_order = models.CharField("mã tra cứu được báo", max_length=80, blank=True)
    amount = models.BigIntegerField("số tiền (đồng)")
    bank = models.CharField("ngân hàng", max_length=20, blank=True)
    paid_at = models.DateTimeField("nộp lúc")
    told_at = models.DateTimeField("báo lúc")
    verdict = models.CharField("nhận định", max_length=20)
    state = models.CharField("tình trạng", max_length=10, choices=PaymentState.choices, default=PaymentState.ASKED)
    decided_by = models.UUIDField("người xử lý (vị trí)", null=True)
    decided_at = models.DateTimeField("xử lý lúc", null=True)
    ground = models.CharField("lý do", max_length=500, blank=True)

    class Meta:
        verbose_name = "khoản tiền đến"
        constraints = [
            models.UniqueConstraint(fields=["transaction", "partner"], name="payments_one_transaction"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_money_amount"),
        ]
        indexes = [
            models.Index(fields=["state", "-told_at"], name="payments_by_state"),
            models.Index(fields=["partner", "paid_at"], name="payments_by_day"),
        ]


class RefundState(models.TextChoices):
    PROPOSED = "proposed", "chờ duyệt"
    APPROVED = "approved", "đã duyệt, chờ chuyển tiền"
    REFUSED = "refused", "không duyệt"
    PAID_BACK = "paid_back", "đã chuyển trả"


class Refund(models.Model):
    """Giving money back (hoàn trả): one person proposes, another approves, and it is paid back under a number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    reason = models.CharField("lý do", max_length=500)
    state = models.CharField("tình trạng", max_length=10, choices=RefundState.choices, default=RefundState.PROPOSED)
    proposed_by = models.UUIDField("người đề nghị (vị trí)", null=True)
    proposed_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.UUIDField("người duyệt (vị trí)", null=True)
    decided_at = models.DateTimeField("duyệt lúc", null=True)
    decision = models.CharField("ý kiến duyệt", max_length=500, blank=True)
    voucher = models.CharField("số chứng từ chuyển trả", max_length=60, blank=True)
    paid_back_at = models.DateTimeField("chuyển trả lúc", null=True)

    class Meta:
        verbose_name = "hoàn trả"
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=~Q(state="refused"), name="payments_one_living_refund"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="payments_two_people",
            ),
        ]


class FeeReceipt(models.Model):
    """The electronic receipt of a collected charge (biên lai): one each, numbered without gaps within unit and year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.OneToOneField("cases.Charge", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    form = models.CharField("ký hiệu mẫu", max_length=5)
    symbol = models.CharField("ký hiệu", max_length=5)
    number = models.PositiveIntegerField("số")
    issued_on = models.DateField("ngày lập")
    title = models.CharField("khoản thu", max_length=300)
    amount = models.BigIntegerField("số tiền (đồng)")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    xml = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancelled_because = models.CharField("lý do hủy", max_length=500, blank=True)

    class Meta:
        verbose_name = "biên lai"
        constraints = [
            models.UniqueConstraint(fields=["unit", "symbol", "number", "form"], name="payments_receipt_number_once")
        ]
        indexes = [
            models.Index(fields=["unit", "issued_on"], name="payments_receipts_by_day"),
            models.Index(fields=["case"], name="payments_receipts_of_case"),
        ]


class TillClosing(models.Model):
    """A clerk's drawer counted at the end of a day (chốt quỹ): once a day, a difference with its ground."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    seat = models.ForeignKey("identity.Seat", models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    drawer = models.CharField("ngăn kéo", max_length=40)
    expected = models.BigIntegerField("phải có (đồng)")
    counted = models.BigIntegerField("đếm được (đồng)")
    ground = models.CharField("lý do chênh lệch", max_length=500, blank=True)
    closed_at = models.DateTimeField("chốt lúc")

    class Meta:
        verbose_name = "chốt quỹ"
        constraints = [
            models.UniqueConstraint(fields=["seat", "day"], name="payments_closed_once"),
            models.CheckConstraint(
                condition=Q(counted=F("expected")) | ~Q(ground=""), name="payments_difference_has_ground"
            ),
            models.CheckConstraint(condition=Q(counted__gte=0), name="payments_counted"),
        ]

    @property
    def difference(self) -> int:
        """What is too much in the drawer; below 0 what is missing."""
        return self.counted - self.expected


class ClosedCharge(models.Model):
    """A charge taken in cash that a closing counts (khoản đã chốt): each in one closing only."""

    charge = models.OneToOneField("cases.Charge", models.PROTECT, primary_key=True, related_name="+")
    closing = models.ForeignKey(TillClosing, models.PROTECT, related_name="lines")

    class Meta:
        verbose_name = "khoản đã chốt"


class Reconciliation(models.Model):
    """The platform's list of a day beside ours (đối soát)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.CharField("nền tảng", max_length=80)
    day = models.DateField("ngày")
    theirs_count = models.PositiveIntegerField("số giao dịch nền tảng báo")
    theirs_sum = models.BigIntegerField("tổng tiền nền tảng báo (đồng)")
    ours_count = models.PositiveIntegerField("số giao dịch của tỉnh")
    ours_sum = models.BigIntegerField("tổng tiền của tỉnh (đồng)")
    listed_at = models.DateTimeField("đối soát lúc")

    class Meta:
        verbose_name = "đối soát"
        constraints = [models.UniqueConstraint(fields=["day", "partner"], name="payments_one_list_a_day")]


class Difference(models.Model):
    """A transaction that the two lists do not tell of alike (chênh lệch đối soát); settled with a ground."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="differences")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    kind = models.CharField("loại", max_length=12)
    transaction = models.CharField("mã giao dịch", max_length=80)
    said_order = models.CharField("mã tra cứu được báo", max_length=80, blank=True)
    ours = models.BigIntegerField("tỉnh ghi (đồng)", null=True)
    theirs = models.BigIntegerField("nền tảng báo (đồng)", null=True)
    paid_at = models.DateTimeField("nền tảng ghi nộp lúc", null=True)
    bank = models.CharField("ngân hàng", max_length=20, blank=True)
    ground = models.CharField("lý do, cách xử lý", max_length=500, blank=True)
    settled_by = models.UUIDField("người xử lý (vị trí)", null=True)
    settled_at = models.DateTimeField("xử lý lúc", null=True)

    class Meta:
        verbose_name = "chênh lệch đối soát"
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "transaction"], name="payments_one_difference"),
            models.CheckConstraint(condition=Q(settled_at=None) | ~Q(ground=""), name="payments_settled_with_ground"),
        ]
        indexes = [models.Index(fields=["unit"], condition=Q(settled_at=None), name="payments_open_differences")]
