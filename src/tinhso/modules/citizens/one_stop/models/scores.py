"""Points that officials give an office for a quarter."""

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id


class OfficeScore(models.Model):
    """Points an official gave an office for an index of a quarter, with the ground (điểm đánh giá)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    quarter = models.CharField("quý", max_length=6)  # 2026-4
    index = models.PositiveSmallIntegerField("chỉ số")
    points = models.PositiveSmallIntegerField("điểm")
    ground = models.CharField("căn cứ", max_length=500)
    seat_id = models.UUIDField("người chấm (vị trí)", null=True)
    scored_at = models.DateTimeField("chấm lúc")

    class Meta:
        verbose_name = "điểm đánh giá đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter", "index"], name="one_stop_one_score"),
            models.CheckConstraint(condition=Q(points__lte=2), name="one_stop_score_points"),
        ]
