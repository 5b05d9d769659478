"""Bytes stored once, and what refers to them."""

from django.db import models

from tinhso.base.ids import new_id


class StoredFile(models.Model):
    """Bytes by their SHA-256 (tệp lưu trữ)."""

    sha256 = models.CharField("mã băm", max_length=64, primary_key=True)
    size = models.BigIntegerField("kích thước (byte)")
    media_type = models.CharField("kiểu", max_length=100)
    pages = models.PositiveIntegerField("số trang", null=True)
    stored_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "tệp"


class FileReference(models.Model):
    """Something that holds a file: who may see the holder may see the file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="references")
    name = models.CharField("tên tệp", max_length=200)
    holder_kind = models.CharField(max_length=60)
    holder_id = models.UUIDField()
    purpose = models.CharField("mục đích", max_length=60, blank=True)
    added_by = models.UUIDField("người đưa lên (tài khoản)", null=True)
    added_at = models.DateTimeField("đưa lên lúc")

    class Meta:
        verbose_name = "tệp đính kèm"
        indexes = [models.Index(fields=["holder_kind", "holder_id"], name="files_holder")]
