"""The catalogue of procedures (dated versions with their channel lines), and the lists officials keep."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class Procedure(models.Model):
    """The identity of a procedure: the code of the national catalogue, with .Hxx where a province added its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=20, unique=True)

    class Meta:
        verbose_name = "thủ tục hành chính"


class ProcedureVersion(models.Model):
    """What was published of a procedure from a day until another (half-open; empty when replaced the same day)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    name = models.TextField("tên thủ tục")
    decision = models.CharField("quyết định công bố", max_length=100, blank=True)
    levels = models.JSONField("cấp thực hiện", default=list)
    sector = models.CharField("lĩnh vực", max_length=300, blank=True)
    ministry = models.CharField("cơ quan công bố", max_length=200, blank=True)
    applicants = models.JSONField("đối tượng thực hiện", default=list)
    agencies = models.TextField("cơ quan thực hiện", blank=True)
    results = models.JSONField("kết quả", default=list)
    doubts = models.JSONField("điểm cần kiểm tra", default=list)
    source = models.CharField("nguồn", max_length=300)
    is_published = models.BooleanField("công khai", default=True)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("thôi áp dụng từ", null=True)
    name_words = models.TextField()
    sector_words = models.TextField()
    sort_key = models.TextField()
    # Weight A: the name, B: the sector. The words are folded already, so the plain configuration is right.
    search = models.GeneratedField(
        expression=SearchVector("name_words", weight="A", config="simple")
        + SearchVector("sector_words", weight="B", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "phiên bản thủ tục"
        constraints = [
            models.UniqueConstraint(fields=["procedure"], condition=Q(valid_to=None), name="one_stop_one_open_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="one_stop_version_period"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="one_stop_search"),
            models.Index(fields=["sector"], name="one_stop_sector"),
        ]


class Channel(models.TextChoices):
    ONLINE = "online", "trực tuyến"
    POSTAL = "postal", "bưu chính công ích"
    COUNTER = "counter", "trực tiếp"


class TimeUnit(models.TextChoices):
    WORKING_DAY = "working_day", "ngày làm việc"
    DAY = "day", "ngày"
    HOUR = "hour", "giờ làm việc"
    MONTH = "month", "tháng"


class FeeKind(models.TextChoices):
    FREE = "free", "miễn phí"
    FIXED = "fixed", "mức cố định"
    SET_ELSEWHERE = "set_elsewhere", "mức thu quy định ở văn bản khác"
    UNKNOWN = "unknown", "chưa rõ"


class ChannelLine(models.Model):
    """How to apply, how long it takes and what it costs; nothing where the source does not say so beyond doubt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField("thứ tự")
    channel = models.CharField("hình thức nộp", max_length=10, choices=Channel.choices)
    amount = models.DecimalField("thời hạn", max_digits=6, decimal_places=2, null=True)
    unit = models.CharField("đơn vị thời hạn", max_length=15, choices=TimeUnit.choices, null=True)  # noqa: DJ001 (unknown is not empty)
    fee = models.BigIntegerField("phí (đồng)", null=True)
    fee_kind = models.CharField("loại phí", max_length=15, choices=FeeKind.choices)
    doubts = models.JSONField("điểm cần kiểm tra", default=list)

    class Meta:
        verbose_name = "cách thực hiện"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_stop_line_position"),
            models.CheckConstraint(
                condition=Q(fee=None, fee_kind__in=["set_elsewhere", "unknown"])
                | Q(fee=0, fee_kind="free")
                | Q(fee__gt=0, fee_kind="fixed"),
                name="one_stop_fee_says_what_it_is",
            ),
        ]


class Reminder(models.Model):
    """A leader asks whoever holds a dossier to move it on by a day (nhắc việc)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    step = models.CharField("bước lúc nhắc", max_length=60)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    to_seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")  # null: the whole office
    from_seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    text = models.CharField("nội dung", max_length=500, blank=True)
    due_on = models.DateField("xong trước hết ngày")
    made_at = models.DateTimeField("nhắc lúc")
    closed_at = models.DateTimeField("khép lúc", null=True)

    class Meta:
        verbose_name = "nhắc việc"
        indexes = [
            models.Index(fields=["case"], name="one_stop_reminder_case"),
            models.Index(fields=["from_seat", "-made_at"], name="one_stop_reminder_from"),
            models.Index(fields=["unit", "due_on"], condition=Q(closed_at=None), name="one_stop_reminder_open"),
        ]


class SavedList(models.Model):
    """A narrowed work list an official keeps under a name (danh sách đã lưu); with a unit, all its officials see it.

    ``choice`` is rules.lists.ListChoice as data: no names, no words searched for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    name = models.CharField("tên", max_length=60)
    choice = models.JSONField("điều kiện")

    class Meta:
        verbose_name = "danh sách đã lưu"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_stop_one_list_a_name")]


class CounterDraft(models.Model):
    """What a seat has typed of a procedure's form and not yet taken in (bản nhập dở tại quầy); gone when it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey("identity.Seat", models.CASCADE, related_name="+")
    code = models.CharField("mã", max_length=60)
    typed_sealed = models.BinaryField("nội dung đã gõ")
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "bản nhập dở tại quầy"
        constraints = [models.UniqueConstraint(fields=["seat", "code"], name="one_stop_one_counter_draft")]


class LetterTemplate(models.Model):
    """How an ordinary letter is worded from a day until another (half-open); ``{name}`` is filled from the dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("mã", max_length=60)
    version = models.PositiveIntegerField("phiên bản")
    title = models.CharField("tên loại văn bản", max_length=200)
    excerpt = models.CharField("trích yếu", max_length=300, blank=True)
    to = models.CharField("kính gửi", max_length=300)
    body = models.TextField("nội dung")
    is_for_agency = models.BooleanField("gửi cơ quan khác", default=False)
    procedure = models.CharField("chỉ dùng cho thủ tục", max_length=60, blank=True, default="")  # empty: for all
    legal_basis = models.TextField("căn cứ")
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("thôi áp dụng từ", null=True)

    class Meta:
        verbose_name = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_stop_one_template_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="one_stop_one_open_template"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="one_stop_template_period"
            ),
        ]


class ListImportState(models.TextChoices):
    CHECKING = "checking", "đang kiểm tra"
    CHECKED = "checked", "chờ xác nhận"
    RUNNING = "running", "đang nhập"
    DONE = "done", "đã xong"
    DROPPED = "dropped", "đã bỏ"


class ListImport(models.Model):
    """A list somebody sent: tried row by row, confirmed, done by ``work`` in their name.

    The file is sealed while it is needed and gone afterwards; ``position`` is how many rows of the phase are through.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại danh sách", max_length=20)
    state = models.CharField("tình trạng", max_length=10, choices=ListImportState.choices)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    account_id = models.UUIDField("tài khoản")
    seat_id = models.UUIDField("vị trí", null=True)
    position = models.PositiveIntegerField("đã qua (dòng)", default=0)
    total = models.PositiveIntegerField("tổng số dòng", default=0)
    asked_at = models.DateTimeField("gửi lúc")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    problem = models.TextField("lỗi của cả danh sách", blank=True)
    attempts = models.PositiveSmallIntegerField("số lần bị ngắt liền nhau", default=0)

    class Meta:
        verbose_name = "danh sách nhập"
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["checking", "running"]), name="one_stop_imports_waiting"
            ),
        ]


class ListImportRow(models.Model):
    """What became (or would become) of a row; what is said of it is sealed, as is a password until it is fetched."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.ForeignKey(ListImport, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField("dòng")
    outcome = models.CharField("kết quả", max_length=10)  # new, changed, unchanged, refused
    facts_sealed = models.BinaryField("nội dung")  # JSON: label, changes, remarks
    password_sealed = models.BinaryField("mật khẩu dùng một lần", null=True)

    class Meta:
        verbose_name = "dòng của danh sách nhập"
        constraints = [models.UniqueConstraint(fields=["of", "place"], name="one_stop_import_row_once")]
