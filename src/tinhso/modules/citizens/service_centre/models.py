"""Counters, the line of a day, appointments and how it was."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


def _period(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name)


class Centre(models.Model):
    """A desk of the province where people take numbers; who knows the kiosk's address may take one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    kiosk_token = models.CharField("khóa của máy lấy số", max_length=20, unique=True)
    opened_at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name = "trung tâm lấy số"
        constraints = [models.UniqueConstraint(fields=["unit"], name="service_centre_one_a_unit")]


class ServiceGroup(models.Model):
    """What people come for, as they choose it at the kiosk; its code begins its numbers: A012."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="groups")
    code = models.CharField("chữ đầu của số", max_length=2)
    title = models.CharField("tên nhóm", max_length=120)
    procedures = models.JSONField("mã thủ tục", default=list)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "nhóm dịch vụ"
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="service_centre_group_code"),
            _period("service_centre_group_period"),
        ]


class ServiceCounter(models.Model):
    """A place where a clerk sits and is called to by its number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="counters")
    number = models.CharField("số quầy", max_length=4)
    title = models.CharField("tên quầy", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "quầy giao dịch"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="service_centre_counter_number"),
            _period("service_centre_counter_period"),
        ]


class CounterOffer(models.Model):
    """A counter serves a group of services from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    counter = models.ForeignKey(ServiceCounter, models.PROTECT, related_name="offers")
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="offers")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "dịch vụ tại quầy"
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "group"], condition=Q(valid_to=None), name="service_centre_open_offer"
            ),
            _period("service_centre_offer_period"),
        ]


class CounterShift(models.Model):
    """A counter is staffed on a weekday (0 Monday) between two times, from a day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    counter = models.ForeignKey(ServiceCounter, models.PROTECT, related_name="shifts")
    weekday = models.PositiveSmallIntegerField("thứ")
    starts = models.TimeField("từ giờ")
    ends = models.TimeField("đến giờ")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "ca làm việc tại quầy"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(ends__gt=F("starts")), name="service_centre_shift_hours"
            ),
            _period("service_centre_shift_period"),
        ]


class CounterSitting(models.Model):
    """A seat at a counter on a day; one nobody left ends with the day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    counter = models.ForeignKey(ServiceCounter, models.PROTECT, related_name="sittings")
    seat = models.ForeignKey("identity.Seat", models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    from_at = models.DateTimeField("vào quầy lúc")
    until_at = models.DateTimeField("rời quầy lúc", null=True)

    class Meta:
        verbose_name = "lượt ngồi quầy"
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "day"], condition=Q(until_at=None), name="service_centre_one_at_a_counter"
            ),
            models.UniqueConstraint(
                fields=["seat", "day"], condition=Q(until_at=None), name="service_centre_one_counter_a_seat"
            ),
        ]


class Appointment(models.Model):
    """A time somebody asked for; who knows its code may change it. The name is sealed."""

    class State(models.TextChoices):
        BOOKED = "booked", "Đã hẹn"
        ARRIVED = "arrived", "Đã đến"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="appointments")
    code = models.CharField("mã hẹn", max_length=12, unique=True)
    procedure = models.CharField("mã thủ tục", max_length=30, blank=True)
    name_sealed = models.BinaryField("họ tên")
    starts_at = models.DateTimeField("hẹn lúc")
    ends_at = models.DateTimeField("đến lúc")
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.BOOKED)
    booked_at = models.DateTimeField("đặt lúc")
    is_sample = models.BooleanField("dữ liệu mẫu", default=False)

    class Meta:
        verbose_name = "lịch hẹn"
        indexes = [models.Index(fields=["group", "starts_at"], name="service_centre_by_time")]


class QueueTicket(models.Model):
    """A number taken on a day; numbers of a group begin anew each day and have no gap. Nobody's name stands here."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        CALLED = "called", "Đang ở quầy"
        SERVED = "served", "Đã phục vụ"
        MISSED = "missed", "Không đến"
        GIVEN_UP = "given_up", "Đã bỏ số"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="tickets")
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="tickets")
    day = models.DateField("ngày")
    number = models.PositiveIntegerField("số")
    token = models.CharField("mã tra cứu", max_length=12, unique=True)
    priority = models.CharField("diện ưu tiên", max_length=30, blank=True)
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, related_name="ticket")
    is_on_time = models.BooleanField("đến đúng hẹn", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.WAITING)
    counter = models.ForeignKey(ServiceCounter, models.PROTECT, null=True, related_name="tickets")
    taken_at = models.DateTimeField("lấy lúc")
    place_at = models.DateTimeField("xếp hàng từ")
    called_at = models.DateTimeField("gọi lần đầu lúc", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    is_sample = models.BooleanField("dữ liệu mẫu", default=False)

    class Meta:
        verbose_name = "số thứ tự"
        constraints = [models.UniqueConstraint(fields=["group", "day", "number"], name="service_centre_number_once")]
        indexes = [models.Index(fields=["centre", "day", "state"], name="service_centre_line")]


class TicketCall(models.Model):
    """A ticket at a counter: when it was called, how often, and how that ended."""

    class Outcome(models.TextChoices):
        OPEN = "", "Đang phục vụ"
        SERVED = "served", "Đã phục vụ"
        MISSED = "missed", "Không đến"
        TRANSFERRED = "transferred", "Chuyển quầy"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ticket = models.ForeignKey(QueueTicket, models.PROTECT, related_name="calls")
    counter = models.ForeignKey(ServiceCounter, models.PROTECT, related_name="calls")
    sitting = models.ForeignKey(CounterSitting, models.PROTECT, related_name="calls")
    day = models.DateField("ngày")
    called_at = models.DateTimeField("gọi lúc")
    recalled_at = models.DateTimeField("gọi gần nhất lúc")
    times = models.PositiveSmallIntegerField("số lần gọi", default=1)
    passed = models.PositiveSmallIntegerField("số lượt ưu tiên liền nhau", default=0)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome.choices, blank=True)
    note_sealed = models.BinaryField("lời nhắn khi chuyển", null=True)

    class Meta:
        verbose_name = "lượt gọi số"
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "day"], condition=Q(ended_at=None), name="service_centre_one_call_a_counter"
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="service_centre_one_call_a_ticket"
            ),
        ]
        indexes = [models.Index(fields=["day", "outcome"], name="service_centre_calls")]


class VisitRating(models.Model):
    """How somebody found it, once a ticket: 1 to 5 and reasons. No clerk stands here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ticket = models.OneToOneField(QueueTicket, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField("mức hài lòng")
    reasons = models.JSONField("lý do", default=list)
    rated_at = models.DateTimeField("đánh giá lúc")

    class Meta:
        verbose_name = "đánh giá tại quầy"
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1) & Q(score__lte=5), name="service_centre_five_faces")
        ]
