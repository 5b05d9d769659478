"""Notices, what becomes of them on each channel, what receivers chose, and texts officials wrote."""

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id


class Notice(models.Model):
    """Something told to a person or a seat, once for its key; the facts are sealed (thông báo)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField("khóa chống lặp", max_length=200, unique=True)
    kind = models.CharField("loại", max_length=80)
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField("loại đối tượng", max_length=80)
    subject_id = models.UUIDField("đối tượng", db_index=True)
    path = models.CharField("trang đọc tiếp", max_length=300, blank=True)
    facts_sealed = models.BinaryField("nội dung")
    told_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        verbose_name = "thông báo"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, seat__isnull=False) | Q(seat=None, person__isnull=False),
                name="notices_one_receiver",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-told_at"], name="notices_person"),
            models.Index(fields=["seat", "-told_at"], name="notices_seat"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_person_unread"),
            models.Index(fields=["seat"], condition=Q(read_at=None), name="notices_seat_unread"),
        ]


class State(models.TextChoices):
    WAITING = "waiting", "chờ gửi"
    SENT = "sent", "đã gửi"
    DELIVERED = "delivered", "đã đến nơi"
    FAILED = "failed", "không gửi được"
    DROPPED = "dropped", "không gửi nữa"


class Delivery(models.Model):
    """A notice on its way through one channel (lượt gửi). The address is asked for when it is sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField("kênh", max_length=30)
    state = models.CharField("tình trạng", max_length=10, choices=State.choices, default=State.WAITING)
    words = models.TextField("diễn giải", blank=True)
    hold_until = models.DateTimeField("giữ đến", null=True)
    queued_at = models.DateTimeField("giao cho kênh lúc", null=True)
    changed_at = models.DateTimeField("đổi lúc")
    parts = models.PositiveSmallIntegerField("số tin", null=True)
    address_sealed = models.BinaryField("địa chỉ thử", null=True)  # tests of a channel only

    class Meta:
        verbose_name = "lượt gửi"
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="notices_one_delivery")]
        indexes = [
            models.Index(fields=["hold_until"], condition=Q(state="waiting", queued_at=None), name="notices_held"),
        ]


class Choice(models.Model):
    """How a person wants to be told (lựa chọn nhận thông báo): channels they turned on or off, language."""

    person = models.OneToOneField("identity.Person", models.PROTECT, primary_key=True, related_name="+")
    channels = models.JSONField("kênh", default=dict)  # code → bool; what is not named is on
    language = models.CharField("ngôn ngữ", max_length=5, default="vi")
    changed_at = models.DateTimeField("đổi lúc")

    class Meta:
        verbose_name = "lựa chọn nhận thông báo"


class NoticeText(models.Model):
    """How a kind reads on one channel in one language, from a moment on (mẫu thông báo)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại", max_length=80)
    language = models.CharField("ngôn ngữ", max_length=5)
    channel = models.CharField("kênh", max_length=30)
    subject = models.CharField("tiêu đề", max_length=200, blank=True)
    body = models.TextField("nội dung")
    valid_from = models.DateTimeField("áp dụng từ")
    seat_id = models.UUIDField("người sửa (vị trí)", null=True)

    class Meta:
        verbose_name = "mẫu thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "channel", "valid_from"], name="notices_one_text_a_moment"
            ),
        ]
