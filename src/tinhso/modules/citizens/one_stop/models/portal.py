"""The national portal: where online filing happens, and what came from there."""

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id


class FrontDoor(models.Model):
    """From a day on a procedure is filed online at the national portal, or here (nơi nộp trực tuyến).

    An empty ``code`` speaks of all procedures; of the rows that reach a day the newest decides.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=60, blank=True)
    is_national = models.BooleanField("nộp trên Cổng quốc gia")
    valid_from = models.DateField("áp dụng từ")
    reason = models.CharField("lý do", max_length=500)
    seat_id = models.UUIDField("vị trí", null=True)
    made_at = models.DateTimeField("đặt lúc")

    class Meta:
        verbose_name = "nơi nộp trực tuyến"
        indexes = [models.Index(fields=["code", "valid_from"], name="one_stop_front_door")]


class PortalDossier(models.Model):
    """That a dossier was filed at the national portal (hồ sơ từ Cổng); ``doubts`` are codes, no values."""

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="+")
    partner = models.CharField("đối tác", max_length=80)
    arrived_at = models.DateTimeField("đến lúc")
    doubts = models.JSONField("điểm cần xem", default=list)

    class Meta:
        verbose_name = "hồ sơ từ Cổng"


class PortalFileState(models.TextChoices):
    WAITING = "waiting", "đang tải"
    KEPT = "kept", "đã tải"
    REFUSED = "refused", "tệp không nhận được"
    LOST = "lost", "không tải được"


class PortalFile(models.Model):
    """A file that lies at the portal and is fetched from there (tệp trên Cổng); its address is sealed.

    ``supplement`` is the portal's name of the supplement it came with, empty for what was filed first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    supplement = models.CharField("lần bổ sung", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    paper_code = models.CharField("mã giấy tờ", max_length=60, blank=True)
    title = models.CharField("tên giấy tờ", max_length=400)
    url_sealed = models.BinaryField("địa chỉ")
    state = models.CharField(
        "tình trạng", max_length=10, choices=PortalFileState.choices, default=PortalFileState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_at = models.DateTimeField("thử lại lúc")
    problem = models.CharField("mã lỗi", max_length=60, blank=True)

    class Meta:
        verbose_name = "tệp trên Cổng"
        constraints = [
            models.UniqueConstraint(fields=["case", "supplement", "position"], name="one_stop_portal_file_once")
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="one_stop_portal_to_fetch")]


class PortalSupplement(models.Model):
    """A supplement delivered at the portal (bổ sung qua Cổng): it counts once its files are fetched."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.CharField("mã lần bổ sung", max_length=80)
    arrived_at = models.DateTimeField("đến lúc")
    settled_at = models.DateTimeField("xong lúc", null=True)
    outcome = models.CharField("kết quả", max_length=20, blank=True)  # taken, files-missing, not-asked

    class Meta:
        verbose_name = "bổ sung qua Cổng"
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="one_stop_portal_supplement_once")]
        indexes = [models.Index(fields=["arrived_at"], condition=Q(settled_at=None), name="one_stop_portal_supplement")]


class PortalPaymentState(models.TextChoices):
    WAITING = "waiting", "chờ khoản thu"
    SETTLED = "settled", "đã trừ vào khoản thu"
    DIFFERS = "differs", "không khớp khoản thu"


class PortalPayment(models.Model):
    """Money paid at the portal (tiền nộp qua Cổng), put against the dossier's charges once they stand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    partner = models.CharField("đối tác", max_length=80)
    transaction = models.CharField("mã giao dịch", max_length=80)
    amount = models.BigIntegerField("số tiền (đồng)")
    paid_at = models.DateTimeField("nộp lúc")
    arrived_at = models.DateTimeField("đến lúc")
    state = models.CharField(
        "tình trạng", max_length=10, choices=PortalPaymentState.choices, default=PortalPaymentState.WAITING
    )

    class Meta:
        verbose_name = "tiền nộp qua Cổng"
        constraints = [models.UniqueConstraint(fields=["partner", "transaction"], name="one_stop_portal_payment_once")]
        indexes = [models.Index(fields=["arrived_at"], condition=Q(state="waiting"), name="one_stop_portal_unsettled")]
