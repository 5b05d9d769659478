"""Form definitions with their dates, drafts and what was submitted."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class FormDefinition(models.Model):
    """A published form (biểu mẫu): see kernel/forms/rules for the shape of ``body``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã biểu mẫu", max_length=80)
    version = models.PositiveIntegerField("phiên bản")
    title = models.CharField("tên biểu mẫu", max_length=300)
    body = models.JSONField("nội dung")
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("thôi áp dụng từ", null=True)
    legal_basis = models.TextField("căn cứ pháp lý", blank=True)
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "biểu mẫu"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="forms_one_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="forms_one_open_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="forms_version_period"
            ),
        ]


class Draft(models.Model):
    """Answers not yet submitted; sealed, saved at every answer, deletable by their owner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(FormDefinition, models.PROTECT, related_name="+")
    purpose = models.CharField("dùng cho", max_length=60)  # what the form is filled for, e.g. a procedure code
    owner_account = models.ForeignKey("identity.Account", models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.CASCADE, null=True, related_name="+")  # at a counter
    answers_sealed = models.BinaryField("câu trả lời (mã hóa)")
    context = models.JSONField("bối cảnh", default=dict)  # no personal data: chosen case, unit, channel
    created_at = models.DateTimeField("tạo lúc")
    updated_at = models.DateTimeField("sửa lúc")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "bản nháp"
        indexes = [models.Index(fields=["owner_account", "-updated_at"], name="forms_draft_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_account__isnull=False) | Q(unit__isnull=False), name="forms_draft_is_somebodys"
            ),
        ]


class Submission(models.Model):
    """Answers as submitted; a correction makes a new one that points to the one before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(FormDefinition, models.PROTECT, related_name="+")
    answers_sealed = models.BinaryField("câu trả lời (mã hóa)")
    submitted_at = models.DateTimeField("nộp lúc")
    submitted_by = models.UUIDField("người nộp (tài khoản)", null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    draft_id = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name = "tờ khai đã nộp"
        constraints = [
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="forms_no_self_correction"),
        ]
