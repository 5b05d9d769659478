"""What the house itself keeps: when each job of the process ``work`` last ran."""

from django.db import models


class JobRun(models.Model):
    """The last runs of one job (việc nền): one row a job, written when something changed or ten seconds have passed."""

    name = models.CharField("việc", max_length=80, primary_key=True)
    every = models.FloatField("chu kỳ (giây)")
    began_at = models.DateTimeField("chạy lúc")
    ended_at = models.DateTimeField("xong lúc")
    well_at = models.DateTimeField("lần cuối chạy tốt", null=True)
    next_at = models.DateTimeField("chạy tiếp lúc")
    failures = models.PositiveIntegerField("số lần hỏng liền nhau", default=0)
    error = models.CharField("loại lỗi", max_length=120, blank=True)  # a type's name, never a message

    class Meta:
        verbose_name = "lần chạy việc nền"
