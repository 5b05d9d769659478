"""Definitions of what may be asked for, and the cases that go their way."""

from django.db import models
from django.db.models import F, Q

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
                condition=Q(state__in=[1, 2, 4, 5, 6, 9]),
                name="cases_work_list",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[1, 3, 5, 7, 8]) | Q(received_at__isnull=False), name="cases_received_first"
            ),
        ]


class Pause(models.Model):
    """A stretch in which the clock of a case stands still, with its ground."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField("lý do", max_length=20)  # supplement, payment, law
    ground = models.TextField("căn cứ")
    from_at = models.DateTimeField("từ lúc")
    until_at = models.DateTimeField("đến lúc", null=True)

    class Meta:
        verbose_name = "tạm dừng"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until_at=None), name="cases_one_open_pause"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="cases_pause_period"
            ),
        ]


class Supplement(models.Model):
    """One request for everything that is missing (Phiếu yêu cầu bổ sung, mẫu 02), and its answer.

    ``items`` is [{"about": "paper:<code>" or "question:<name>", "what": …, "basis": …}, …].
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    order = models.PositiveSmallIntegerField("lần")
    stage = models.CharField("giai đoạn", max_length=10)  # receipt, appraisal
    items = models.JSONField("nội dung cần bổ sung")
    asked_at = models.DateTimeField("yêu cầu lúc")
    asked_by = models.UUIDField("người yêu cầu (vị trí)", null=True)
    taken_at = models.DateTimeField("nhận bổ sung lúc", null=True)

    class Meta:
        verbose_name = "yêu cầu bổ sung"
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="cases_supplement_order"),
            models.UniqueConstraint(fields=["case"], condition=Q(taken_at=None), name="cases_one_open_supplement"),
        ]


class Paper(models.Model):
    """A paper of the dossier (thành phần hồ sơ), brought on paper or as a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    code = models.CharField("mã giấy tờ", max_length=60)
    title = models.CharField("tên giấy tờ", max_length=400)
    form = models.CharField("bản", max_length=12, default="copy")  # original, certified, copy, electronic
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)
    pages = models.PositiveIntegerField("số trang", null=True)
    file_reference = models.ForeignKey("files.FileReference", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("nhận lúc")

    class Meta:
        verbose_name = "thành phần hồ sơ"


class Charge(models.Model):
    """A fee or charge of the case (phí, lệ phí)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="charges")
    code = models.CharField("mã", max_length=60)
    title = models.CharField("tên", max_length=300)
    unit_price = models.BigIntegerField("đơn giá (đồng)")
    quantity = models.PositiveIntegerField("số lượng", default=1)
    amount = models.BigIntegerField("thành tiền (đồng)")
    paid_at = models.DateTimeField("thu lúc", null=True)
    method = models.CharField("cách thu", max_length=20, blank=True)  # cash
    collected_by = models.UUIDField("người thu (vị trí)", null=True)

    class Meta:
        verbose_name = "phí, lệ phí"


class Outcome(models.TextChoices):
    EARLY = "early", "trước hạn"
    ON_TIME = "on_time", "đúng hạn"
    LATE = "late", "quá hạn"


class HandOver(models.Model):
    """The case passed from one holder to the next (Phiếu kiểm soát quá trình, mẫu 06)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    order = models.PositiveIntegerField("thứ tự")
    step = models.CharField("bước", max_length=60)
    from_seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    to_seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    given_at = models.DateTimeField("giao lúc")
    due_at = models.DateTimeField("hạn", null=True)
    done_at = models.DateTimeField("xong lúc", null=True)
    outcome = models.CharField("kết quả", max_length=20, blank=True, choices=Outcome.choices)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "giao nhận"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="cases_hand_over_order")]


class Result(models.Model):
    """What the case led to: an issued document, and how it was handed out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="results")
    code = models.CharField("mã kết quả", max_length=60)
    title = models.CharField("tên kết quả", max_length=400)
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    returned_at = models.DateTimeField("trả lúc", null=True)
    returned_to = models.CharField("người nhận", max_length=200, blank=True)

    class Meta:
        verbose_name = "kết quả"


class Correction(models.Model):
    """What was changed in the answers after acceptance, by whom and why (sửa sau tiếp nhận)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    before = models.ForeignKey("forms.Submission", models.PROTECT, related_name="+")
    after = models.ForeignKey("forms.Submission", models.PROTECT, related_name="+")
    fields = models.JSONField("mục đã sửa")  # names of questions, no values
    reason = models.TextField("lý do")
    seat_id = models.UUIDField(null=True)
    made_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "lần sửa"


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
