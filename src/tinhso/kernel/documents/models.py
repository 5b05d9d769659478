"""Legal documents: number, seal, signatures and status."""

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id


class DocumentStatus(models.TextChoices):
    DRAFT = "draft", "dự thảo"
    ISSUED = "issued", "đang có hiệu lực"
    REVOKED = "revoked", "đã thu hồi"
    REPLACED = "replaced", "đã được thay thế"


class Register(models.Model):
    """A book of numbers of one unit and year (sổ đăng ký văn bản); numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    code = models.CharField("mã sổ", max_length=40)
    year = models.PositiveIntegerField("năm")
    last_number = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "sổ đăng ký"
        constraints = [models.UniqueConstraint(fields=["unit", "code", "year"], name="doc_one_register")]


class Document(models.Model):
    """A document of a declared kind about a subject (a case, say), drafted, then issued."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại văn bản", max_length=80)
    title = models.CharField("trích yếu", max_length=500)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    facts_sealed = models.BinaryField("nội dung (mã hóa)")  # JSON: the facts the template prints
    status = models.CharField("tình trạng", max_length=8, choices=DocumentStatus.choices, default="draft")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField("số", null=True)
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    sealed_at = models.DateTimeField("khóa nội dung lúc", null=True)
    sealed_sha256 = models.CharField("mã băm khi khóa", max_length=64, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    token = models.CharField("mã kiểm tra", max_length=16, unique=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    status_note = models.CharField("lý do", max_length=500, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    # A sample's paper whose words are locked and that is printed and signed when first opened: who is to sign it.
    signatures_owed = models.JSONField("chữ ký chờ in", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number"], condition=Q(number__isnull=False), name="doc_number_once"
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="doc_subject")]


class SignatureKind(models.TextChoices):
    PERSONAL = "personal", "chữ ký cá nhân"
    ORGANISATION = "organisation", "chữ ký cơ quan"


class Signature(models.Model):
    """One PAdES signature in the order it was put on the document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    kind = models.CharField("loại", max_length=12, choices=SignatureKind.choices)
    signer_name = models.CharField("người ký", max_length=200)
    signer_title = models.CharField("chức vụ", max_length=200, blank=True)
    seat_id = models.UUIDField(null=True)
    signed_at = models.DateTimeField("ký lúc")
    certificate_sha256 = models.CharField("mã băm chứng thư", max_length=64)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "chữ ký số"
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="doc_signature_order")]
