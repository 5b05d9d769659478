"""Legal instruments and the dated rule sets drawn from them."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class Instrument(models.Model):
    """A law, decree, circular or decision (văn bản quy phạm pháp luật, quyết định)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("số, ký hiệu", max_length=100, unique=True)
    title = models.TextField("trích yếu")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành", null=True)
    valid_from = models.DateField("có hiệu lực từ", null=True)
    valid_to = models.DateField("hết hiệu lực từ", null=True)
    source = models.TextField("nguồn", blank=True)

    class Meta:
        verbose_name = "văn bản"


class RuleSet(models.Model):
    """A table of values fixed by law, in force from a day until another (bộ quy tắc)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã", max_length=100)
    title = models.CharField("tên", max_length=300)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("thôi áp dụng từ", null=True)
    legal_basis = models.TextField("căn cứ pháp lý")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    tables = models.JSONField("nội dung")
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "bộ quy tắc"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="law_one_rule_set_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="law_rule_set_period"
            ),
        ]
