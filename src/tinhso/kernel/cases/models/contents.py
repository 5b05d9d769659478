"""What lies in a case: papers, charges, results, corrections."""

from django.db import models

from tinhso.base.ids import new_id
from tinhso.kernel.cases.models.case import Case


class Digital(models.IntegerChoices):
    """How a paper came into the dossier as a file (trạng thái số hóa, one-stop.md section 3)."""

    NONE = 0, "chưa số hóa"
    DIGITISED = 1, "được số hóa"
    FROM_PAPER = 2, "tái sử dụng từ giấy tờ đã số hóa"
    FROM_RESULT = 3, "tái sử dụng từ kết quả"


class Paper(models.Model):
    """A paper of the dossier (thành phần hồ sơ), brought on paper or as a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    code = models.CharField("mã giấy tờ", max_length=60)
    title = models.CharField("tên giấy tờ", max_length=400)
    form = models.CharField("bản", max_length=12, default="copy")  # original, certified, copy, electronic
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)
    pages = models.PositiveIntegerField("số trang", null=True)
    file_reference = models.ForeignKey("files.FileReference", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("nhận lúc")
    digital = models.PositiveSmallIntegerField("trạng thái số hóa", choices=Digital.choices, db_default=0, default=0)
    # Which type of result stands for it (mã kết quả thay thế), where it was taken from a store.
    result_code = models.CharField("mã kết quả thay thế", max_length=60, blank=True, db_default="", default="")

    class Meta:
        verbose_name = "thành phần hồ sơ"


class Charge(models.Model):
    """A fee or charge of the case (phí, lệ phí)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="charges")
    code = models.CharField("mã", max_length=60)
    title = models.CharField("tên", max_length=300)
    unit_price = models.BigIntegerField("đơn giá (đồng)")
    quantity = models.PositiveIntegerField("số lượng", default=1)
    amount = models.BigIntegerField("thành tiền (đồng)")
    paid_at = models.DateTimeField("thu lúc", null=True)
    method = models.CharField("cách thu", max_length=20, blank=True)  # cash
    collected_by = models.UUIDField("người thu (vị trí)", null=True)

    class Meta:
        verbose_name = "phí, lệ phí"


class Result(models.Model):
    """What the case led to: an issued document, and how it was handed out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="results")
    code = models.CharField("mã kết quả", max_length=60)
    title = models.CharField("tên kết quả", max_length=400)
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("trả lúc", null=True)
    returned_to = models.CharField("người nhận", max_length=200, blank=True)
    method = models.CharField("cách trả", max_length=20, blank=True)  # counter, post, electronic
    parcel_code = models.CharField("mã bưu gửi", max_length=60, blank=True)
    checked_by = models.CharField("kiểm tra người nhận", max_length=200, blank=True)  # how, no personal number

    class Meta:
        verbose_name = "kết quả"


class Correction(models.Model):
    """What was changed in the answers after acceptance, by whom and why (sửa sau tiếp nhận)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    before = models.ForeignKey("forms.Submission", models.PROTECT, related_name="+")
    after = models.ForeignKey("forms.Submission", models.PROTECT, related_name="+")
    fields = models.JSONField("mục đã sửa")  # names of questions, no values
    reason = models.TextField("lý do")
    seat_id = models.UUIDField(null=True)
    made_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "lần sửa"
