"""Definitions: how what may be asked for is handled, as dated data."""

from django.db import models

from tinhso.base.ids import new_id


class Definition(models.Model):
    """How cases of one code are handled from a day on: dated data, pinned by each case.

    ``body`` holds variants (trường hợp: code, title, allotted time), steps (code, title, role, unit,
    hours), papers, charges and results; its shape is kernel/cases/rules/definition.py.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.CharField("loại hồ sơ", max_length=60)
    code = models.CharField("mã", max_length=60)
    version = models.PositiveIntegerField("phiên bản")
    title = models.CharField("tên", max_length=600)
    form_code = models.CharField("mã biểu mẫu", max_length=80)
    body = models.JSONField("nội dung")
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("thôi áp dụng từ", null=True)
    legal_basis = models.TextField("căn cứ pháp lý")
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "quy trình giải quyết"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="cases_one_version")]
