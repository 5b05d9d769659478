"""The case: something asked for, with parties, three offices, a clock and a result."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id
from tinhso.kernel.cases.models.definitions import Definition


class State(models.IntegerChoices):
    """The ten dossier states of the national portal, in plain words (one-stop.md section 5.1)."""

    NEW = 1, "Mới nộp"
    RECEIVED = 2, "Đã tiếp nhận"
    NOT_RECEIVED = 3, "Không tiếp nhận"
    IN_PROGRESS = 4, "Đang giải quyết"
    SUPPLEMENT = 5, "Chờ bổ sung"
    PAYMENT = 6, "Chờ nghĩa vụ tài chính"
    WITHDRAWN = 7, "Đã rút"
    STOPPED = 8, "Dừng giải quyết"
    RESULT_READY = 9, "Có kết quả"
    RETURNED = 10, "Đã trả kết quả"


class Channel(models.IntegerChoices):
    COUNTER = 1, "trực tiếp"
    ONLINE = 2, "trực tuyến"
    POST = 3, "bưu chính công ích"


_OPEN = Q(state__in=[1, 2, 4, 5, 6, 9])


class Case(models.Model):
    """Something asked for, with parties, three offices, a clock and a result (hồ sơ)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("mã hồ sơ", max_length=60, unique=True)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    variant = models.CharField("trường hợp", max_length=60)
    title = models.CharField("trích yếu", max_length=600)
    channel = models.PositiveSmallIntegerField("kênh", choices=Channel.choices)
    state = models.PositiveSmallIntegerField("trạng thái", choices=State.choices, default=State.NEW)
    step = models.CharField("bước", max_length=60, blank=True)
    step_right = models.CharField("quyền cần có", max_length=60, blank=True)
    step_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    step_seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    step_due_at = models.DateTimeField("hạn của bước", null=True)
    applicant = models.ForeignKey("identity.Person", models.PROTECT, related_name="+")  # người nộp
    owner = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")  # chủ hồ sơ
    owner_business = models.ForeignKey("identity.Business", models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey("identity.Consent", models.PROTECT, null=True, related_name="+")
    assistance_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    receipt_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    competent_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    # Who received it and was competent before a reorganisation handed it on: the first of them, for books and papers.
    former_receipt_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    former_competent_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey("forms.Submission", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("nộp lúc")
    received_at = models.DateTimeField("tiếp nhận lúc", null=True)
    due_at = models.DateTimeField("hẹn trả lúc", null=True)
    promise = models.JSONField("diễn giải hạn", null=True)  # calendar.rules.Promise as data, frozen
    finished_at = models.DateTimeField("xử lý xong lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)
    result_method = models.CharField("nhận kết quả", max_length=20, default="electronic")
    note = models.TextField("lý do của trạng thái", blank=True)
    rule_versions = models.JSONField("bộ quy tắc áp dụng", default=dict)  # code → RuleSet id
    former_system = models.CharField("hệ thống cũ", max_length=60, blank=True)  # taken over from there
    moved_at = models.DateTimeField("lần xử lý gần nhất", null=True)
    unmoved_since = models.DateTimeField("đã nhắc vì đứng yên từ", null=True)  # the ``moved_at`` that was reported
    is_sample = models.BooleanField("dữ liệu mẫu", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "hồ sơ"
        indexes = [
            models.Index(fields=["applicant"], name="cases_applicant"),
            models.Index(fields=["owner"], name="cases_owner"),
            models.Index(fields=["receipt_unit", "-submitted_at"], name="cases_receipt"),
            models.Index(fields=["competent_unit", "-submitted_at"], name="cases_competent"),
            models.Index(
                fields=["step_unit", "step_right", "due_at", "id"],
                condition=_OPEN,
                name="cases_work_list",
            ),
            models.Index(fields=["due_at", "id"], condition=_OPEN, name="cases_open_by_due"),
            models.Index(fields=["step_seat", "due_at", "id"], condition=_OPEN, name="cases_of_seat"),
            models.Index(fields=["moved_at"], condition=_OPEN, name="cases_unmoved"),
            models.Index(fields=["received_at"], name="cases_received"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="cases_finished"),
            models.Index(fields=["returned_at"], condition=Q(returned_at__isnull=False), name="cases_returned"),
            models.Index(fields=["moved_at"], condition=Q(state__in=[5, 6]), name="cases_waiting_for_citizen"),
            models.Index(
                fields=["former_receipt_unit", "received_at"],
                condition=Q(former_receipt_unit__isnull=False),
                name="cases_former_receipt",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[1, 3, 5, 7, 8]) | Q(received_at__isnull=False), name="cases_received_first"
            ),
        ]

    @property
    def first_receipt_unit_id(self) -> UUID:
        """Who received it, whatever became of that unit."""
        return self.former_receipt_unit_id or self.receipt_unit_id

    @property
    def first_competent_unit_id(self) -> UUID:
        """Who was competent when it was received."""
        return self.former_competent_unit_id or self.competent_unit_id


class Counter(models.Model):
    """The last sequence number of a unit on a day, for dossier numbers."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "bộ đếm mã hồ sơ"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="cases_one_counter")]


class TrackingFailure(models.Model):
    """Wrong digits given for a dossier on a day: stops guessing the last four."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    day = models.DateField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "tra cứu sai"
        constraints = [models.UniqueConstraint(fields=["case", "day"], name="cases_one_tracking_row")]
