"""What happens to the clock of a case: pauses, requests for supplement, extensions."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id
from tinhso.kernel.cases.models.case import Case


class Pause(models.Model):
    """A stretch in which the clock of a case stands still, with its ground."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField("lý do", max_length=20)  # supplement, payment, law
    ground = models.TextField("căn cứ")
    from_at = models.DateTimeField("từ lúc")
    until_at = models.DateTimeField("đến lúc", null=True)

    class Meta:
        verbose_name = "tạm dừng"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until_at=None), name="cases_one_open_pause"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="cases_pause_period"
            ),
        ]


class Supplement(models.Model):
    """One request for everything that is missing (Phiếu yêu cầu bổ sung, mẫu 02), and its answer.

    ``items`` is [{"about": "paper:<code>" or "question:<name>", "what": …, "basis": …}, …]. The second and later
    requests are proposed first, and asked only when a supervisor allows them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    order = models.PositiveSmallIntegerField("lần")
    stage = models.CharField("giai đoạn", max_length=10)  # receipt, appraisal
    items = models.JSONField("nội dung cần bổ sung")
    proposed_at = models.DateTimeField("đề nghị lúc", null=True)
    proposed_because = models.TextField("lý do yêu cầu thêm lần nữa", blank=True)
    decided_by = models.UUIDField("người đồng ý hoặc từ chối (vị trí)", null=True)
    refused_at = models.DateTimeField("không đồng ý lúc", null=True)
    refused_because = models.TextField("lý do không đồng ý", blank=True)
    asked_at = models.DateTimeField("yêu cầu lúc", null=True)
    asked_by = models.UUIDField("người yêu cầu (vị trí)", null=True)
    taken_at = models.DateTimeField("nhận bổ sung lúc", null=True)

    class Meta:
        verbose_name = "yêu cầu bổ sung"
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="cases_supplement_order"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(taken_at=None, refused_at=None), name="cases_one_open_supplement"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(proposed_at__isnull=False), name="cases_supplement_begun"
            ),
        ]


class Extension(models.Model):
    """A new date promised with an apology (Văn bản xin lỗi và đề nghị gia hạn, mẫu 04)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    order = models.PositiveSmallIntegerField("lần")
    amount = models.DecimalField("thời gian thêm", max_digits=6, decimal_places=2)
    unit = models.CharField("đơn vị tính", max_length=20)  # as in clock.md
    counted_from = models.DateTimeField("tính từ")
    ground = models.TextField("lý do")
    old_due_at = models.DateTimeField("hạn cũ")
    new_due_at = models.DateTimeField("hạn mới")
    seat_id = models.UUIDField("người quyết định (vị trí)", null=True)
    made_at = models.DateTimeField("gia hạn lúc")

    class Meta:
        verbose_name = "gia hạn"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="cases_extension_order")]
