"""Bulk acts: one act on many cases in the background, with a result for each."""

from django.db import models

from tinhso.base.ids import new_id
from tinhso.kernel.cases.models.case import Case


class BatchState(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang chạy"
    DONE = "done", "đã xong"
    UNDONE = "undone", "đã hoàn tác"


class Batch(models.Model):
    """One act on many cases, run by ``work`` in the name of the seat that asked for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField("việc", max_length=60)  # a BulkAct's code
    params_sealed = models.BinaryField("tham số")  # what was chosen and written for all of them (queries.params_of)
    account_id = models.UUIDField("tài khoản", null=True)
    seat_id = models.UUIDField("vị trí", null=True)
    unit_id = models.UUIDField("đơn vị", null=True)
    state = models.CharField("tình trạng", max_length=10, choices=BatchState.choices, default=BatchState.WAITING)
    asked_at = models.DateTimeField("yêu cầu lúc")
    begun_at = models.DateTimeField("bắt đầu lúc", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "việc hàng loạt"
        indexes = [models.Index(fields=["seat_id", "-asked_at"], name="cases_batches_of_seat")]


class RowState(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    DONE = "done", "đã làm"
    REFUSED = "refused", "không làm được"
    UNDONE = "undone", "đã hoàn tác"


class BatchRow(models.Model):
    """What became of one case of a batch. ``seen_version`` is the version the person chose it in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField("thứ tự")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seen_version = models.PositiveIntegerField()
    state = models.CharField("kết quả", max_length=10, choices=RowState.choices, default=RowState.WAITING)
    problem_code = models.CharField("mã lỗi", max_length=60, blank=True)
    problem = models.TextField("lý do", blank=True)
    undo = models.JSONField("để hoàn tác", null=True)
    done_version = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "hồ sơ trong việc hàng loạt"
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="cases_batch_order"),
            models.UniqueConstraint(fields=["batch", "case"], name="cases_batch_once"),
        ]
        indexes = [models.Index(fields=["batch", "state", "order"], name="cases_batch_rows")]
