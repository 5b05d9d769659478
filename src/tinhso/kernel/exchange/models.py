"""Partners, what goes out to them with every attempt, and what comes in."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q, Value

from tinhso.base.ids import new_id
from tinhso.kernel.exchange.kinds import message_title


class Partner(models.Model):
    """Another system messages go to or come from (đối tác kết nối): which driver, where, with which sealed secrets.

    ``down_since`` and ``rests_until`` are the worker's notes while the partner is out of reach.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("mã", max_length=80, unique=True)
    title = models.CharField("tên", max_length=200)
    driver = models.CharField("bộ kết nối", max_length=60)
    address = models.CharField("địa chỉ", max_length=400, blank=True)
    settings = models.JSONField("thiết lập", default=dict)
    secrets_sealed = models.BinaryField("bí mật", null=True)
    is_active = models.BooleanField("đang gửi", default=True)
    pace = models.PositiveIntegerField("số thông điệp mỗi giây", default=0)  # 0: as many as it takes
    attempts_limit = models.PositiveSmallIntegerField("số lần thử", default=20)
    keep_days = models.PositiveSmallIntegerField("giữ nội dung (ngày)", default=90)
    free_at = models.DateTimeField("được gửi tiếp từ", null=True)  # the pace
    down_since = models.DateTimeField("mất kết nối từ", null=True)
    down_code = models.CharField("mã lỗi kết nối", max_length=60, blank=True)
    down_tries = models.PositiveIntegerField("số lần thử kết nối", default=0)
    rests_until = models.DateTimeField("thử lại lúc", null=True)
    last_sent_at = models.DateTimeField("gửi được lần cuối", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "đối tác kết nối"


class OutgoingState(models.TextChoices):
    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    REFUSED = "refused", "Bị từ chối"
    DEAD = "dead", "Gửi không được"
    DROPPED = "dropped", "Bỏ, không gửi"


class Outgoing(models.Model):
    """A message for a partner (thông điệp gửi đi); its body may hold personal data and is sealed.

    ``seq`` is the order of queueing within an order key; ``settled_at`` is empty while later messages of the key
    must wait for this one (waiting, dead, or refused by a partner whose order matters).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField("thứ tự", db_default=Func(Value("exchange_outgoing_seq"), function="nextval"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("loại", max_length=80)
    order_key = models.CharField("khóa thứ tự", max_length=120)
    key = models.CharField("khóa", max_length=120)
    lane = models.PositiveSmallIntegerField("làn")
    subject_kind = models.CharField("loại đối tượng", max_length=80)
    subject_id = models.UUIDField("đối tượng")
    body_sealed = models.BinaryField("nội dung", null=True)  # emptied when no longer kept
    signature = models.TextField("chữ ký", blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=100, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    attempts = models.PositiveIntegerField("số lần thử", default=0)
    queued_at = models.DateTimeField("vào hàng lúc")
    next_at = models.DateTimeField("thử lại lúc")
    settled_at = models.DateTimeField("xong lúc", null=True)
    last_code = models.CharField("mã trả lời", max_length=60, blank=True)
    words_sealed = models.BinaryField("lời trả lời", null=True)
    receipt = models.CharField("số biên nhận", max_length=200, blank=True)

    class Meta:
        verbose_name = "thông điệp gửi đi"
        constraints = [models.UniqueConstraint(fields=["key", "partner"], name="exchange_one_key")]
        indexes = [
            models.Index(fields=["partner", "lane", "seq"], condition=Q(state="waiting"), name="exchange_waiting"),
            models.Index(
                fields=["partner", "order_key", "seq"], condition=Q(settled_at=None), name="exchange_unsettled"
            ),
            models.Index(fields=["order_key"], name="exchange_order_key"),
            models.Index(fields=["subject_id"], name="exchange_subject"),
            models.Index(
                fields=["partner", "settled_at"], condition=Q(body_sealed__isnull=False), name="exchange_kept"
            ),
        ]

    @property
    def kind_title(self) -> str:
        """What its kind is called, in Vietnamese."""
        return message_title(self.kind)


class AttemptOutcome(models.TextChoices):
    DELIVERED = "delivered", "Đã nhận"
    AGAIN = "again", "Thử lại sau"
    REFUSED = "refused", "Bị từ chối"


class Attempt(models.Model):
    """One try to deliver a message (lần gửi): a code and a duration, no personal data."""

    id = models.BigAutoField(primary_key=True)
    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="tries")
    at = models.DateTimeField("lúc")
    outcome = models.CharField("kết quả", max_length=10, choices=AttemptOutcome.choices)
    code = models.CharField("mã trả lời", max_length=60, blank=True)
    ms = models.PositiveIntegerField("mili giây")

    class Meta:
        verbose_name = "lần gửi"
        indexes = [BrinIndex(fields=["at"], name="exchange_tried_at")]


class IncomingState(models.TextChoices):
    WAITING = "waiting", "Chờ xử lý"
    HANDLED = "handled", "Đã xử lý"
    REFUSED = "refused", "Không nhận"
    DEAD = "dead", "Xử lý không được"


class Incoming(models.Model):
    """A message from a partner (thông điệp đến): stored before it is answered, handled once; its body is sealed.

    ``seq`` is the order of arrival; of one ``order_key`` none is handled before those that came earlier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=80)
    key = models.CharField("khóa", max_length=120)
    order_key = models.CharField("khóa thứ tự", max_length=120, blank=True)
    seq = models.BigIntegerField("thứ tự", db_default=Func(Value("exchange_incoming_seq"), function="nextval"))
    body_sealed = models.BinaryField("nội dung", null=True)
    state = models.CharField("trạng thái", max_length=10, choices=IncomingState.choices, default=IncomingState.WAITING)
    attempts = models.PositiveIntegerField("số lần thử", default=0)
    arrived_at = models.DateTimeField("đến lúc")
    next_at = models.DateTimeField("thử lại lúc")
    handled_at = models.DateTimeField("xử lý lúc", null=True)
    last_code = models.CharField("mã lỗi", max_length=60, blank=True)

    class Meta:
        verbose_name = "thông điệp đến"
        constraints = [models.UniqueConstraint(fields=["key", "partner"], name="exchange_one_incoming_key")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="exchange_to_handle"),
            models.Index(fields=["seq"], condition=Q(state="waiting"), name="exchange_to_handle_next"),
            models.Index(
                fields=["order_key", "seq"],
                condition=Q(state__in=["waiting", "dead"]) & ~Q(order_key=""),
                name="exchange_arrived_before",
            ),
        ]

    @property
    def kind_title(self) -> str:
        """What its kind is called, in Vietnamese."""
        return message_title(self.kind)


class LookUpState(models.TextChoices):
    WAITING = "waiting", "Đang chờ trả lời"
    ANSWERED = "answered", "Đã trả lời"
    DECLINED = "declined", "Bị từ chối"
    GIVEN_UP = "given_up", "Không có trả lời"


class LookUp(models.Model):
    """A question to a service about a subject (tra cứu): who asked, in which office, for what; both sides are sealed.

    ``number`` is the code the service knows the question by, the same however often it is asked again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.CharField("dịch vụ", max_length=80)
    number = models.CharField("mã yêu cầu", max_length=40, unique=True)
    subject_kind = models.CharField("loại đối tượng", max_length=80)
    subject_id = models.UUIDField("đối tượng")
    purpose = models.CharField("mục đích", max_length=200)
    seat_id = models.UUIDField("vị trí", null=True)
    unit_id = models.UUIDField("đơn vị", null=True)
    question_sealed = models.BinaryField("câu hỏi")
    answer_sealed = models.BinaryField("trả lời", null=True)
    state = models.CharField("trạng thái", max_length=10, choices=LookUpState.choices, default=LookUpState.WAITING)
    attempts = models.PositiveSmallIntegerField("số lần hỏi", default=0)
    asked_at = models.DateTimeField("hỏi lúc")
    next_at = models.DateTimeField("hỏi lại lúc")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    last_code = models.CharField("mã lỗi", max_length=60, blank=True)

    class Meta:
        verbose_name = "tra cứu"
        indexes = [
            models.Index(fields=["subject_id"], name="exchange_look_up_subject"),
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="exchange_look_up_due"),
        ]
