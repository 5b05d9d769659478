"""Procedures while officials write them."""

from django.db import models

from tinhso.base.ids import new_id


class DesignState(models.TextChoices):
    DRAFTING = "drafting", "đang soạn"
    PROPOSED = "proposed", "chờ công bố"
    PUBLISHED = "published", "đã công bố"
    DROPPED = "dropped", "đã bỏ"


class Design(models.Model):
    """A procedure while officials write it (bản soạn thủ tục): saved at every change, published as dated versions.

    ``content`` is rules/designing/shape.py as data; ``version`` counts its changes. ``definition`` is what it became.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=60, blank=True)
    title = models.CharField("tên", max_length=600, blank=True)
    content = models.JSONField("nội dung")
    version = models.PositiveIntegerField("lần sửa", default=1)
    state = models.CharField("tình trạng", max_length=10, choices=DesignState.choices, default="drafting")
    writers = models.JSONField("người soạn (tài khoản)", default=list)
    changed_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("sửa lúc")
    valid_from = models.DateField("đề nghị áp dụng từ", null=True)
    decision = models.JSONField("quyết định công bố", default=dict)  # number, signed_on, issuer
    note = models.CharField("lý do trả lại", max_length=500, blank=True)
    definition = models.OneToOneField("cases.Definition", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "bản soạn thủ tục"
        indexes = [models.Index(fields=["state", "-changed_at"], name="one_stop_design_state")]


class DesignStep(models.Model):
    """What a design was before a change of one part (bước soạn): what undoing goes back to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    design = models.ForeignKey(Design, models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField("lần sửa")  # the version the change made (of a run of changes: the last)
    part = models.CharField("phần", max_length=130)
    before = models.JSONField("nội dung trước đó")
    account_id = models.UUIDField("người sửa (tài khoản)", null=True)
    at = models.DateTimeField("lúc")
    is_undone = models.BooleanField("đã hoàn tác", default=False)

    class Meta:
        verbose_name = "bước soạn thủ tục"
        indexes = [models.Index(fields=["design", "-version"], name="one_stop_design_step")]
