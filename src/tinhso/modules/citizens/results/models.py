"""Papers of people and businesses, who was let see them, where they were used again, scans that came by the hundred."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class PaperKind(models.IntegerChoices):
    """What a digitised paper is (loại, one-stop.md section 3)."""

    COMPONENT = 0, "thành phần hồ sơ"
    RESULT = 1, "kết quả"


class PaperState(models.TextChoices):
    """The words of rules.states.Standing."""

    UPLOADED = "uploaded", "chờ kiểm tra"
    CHECKED = "checked", "chờ xác nhận"
    CONFIRMED = "confirmed", "chờ ký"
    IN_FORCE = "in_force", "đang có hiệu lực"
    REVOKED = "revoked", "đã thu hồi"
    REPLACED = "replaced", "đã được thay thế"
    DROPPED = "dropped", "đã bỏ"


class ReadState(models.TextChoices):
    """How far the reading of its text by a machine is."""

    WAITING = "waiting", "chờ nhận dạng chữ"
    READING = "reading", "đang nhận dạng chữ"
    READ = "read", "đã nhận dạng chữ"
    NOTHING = "nothing", "không nhận dạng được chữ"
    ABSENT = "absent", "chưa có nhận dạng chữ"


_IN_STORE = Q(state__in=["in_force", "revoked", "replaced"])
_ONE_OWNER = Q(owner__isnull=False, owner_business=None) | Q(owner=None, owner_business__isnull=False)


class StoredPaper(models.Model):
    """A paper of somebody's store, or on its way there (giấy tờ số hóa). ``unit`` issued or digitised it.

    Its code with the owner's number is derived (rules.codes.store_code) and never kept. ``document`` is what was sealed
    and signed: the result itself where the shop issued it, the signed copy of ``scan`` otherwise.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.PositiveSmallIntegerField("loại", choices=PaperKind.choices)
    state = models.CharField("tình trạng", max_length=10, choices=PaperState.choices, default=PaperState.UPLOADED)
    owner = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    owner_business = models.ForeignKey("identity.Business", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    code = models.CharField("mã giấy tờ", max_length=60, blank=True)
    title = models.CharField("tên giấy tờ", max_length=400, blank=True)
    number_text = models.CharField("số, ký hiệu", max_length=120, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    case_number = models.CharField("mã hồ sơ", max_length=60, blank=True)
    procedure_code = models.CharField("mã thủ tục", max_length=20, blank=True)
    sector = models.CharField("lĩnh vực", max_length=300, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    valid_until = models.DateField("có hiệu lực đến hết ngày", null=True)
    is_lasting = models.BooleanField("không thời hạn", default=False)
    scope = models.CharField("phạm vi hiệu lực", max_length=200, blank=True)
    abstract_sealed = models.BinaryField("trích yếu (mã hóa)", null=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    signer = models.CharField("người ký", max_length=200, blank=True)
    scan = models.ForeignKey("files.FileReference", models.PROTECT, null=True, related_name="+")
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, related_name="+")
    reading = models.CharField("nhận dạng chữ", max_length=8, choices=ReadState.choices, default=ReadState.ABSENT)
    reading_tries = models.PositiveSmallIntegerField(default=0)
    reading_since = models.DateTimeField(null=True)
    text_sealed = models.BinaryField("chữ nhận dạng được (mã hóa)", null=True)
    digitised_by = models.UUIDField("người số hóa (vị trí)", null=True)
    digitised_person = models.UUIDField(null=True)
    digitised_at = models.DateTimeField("số hóa lúc", null=True)
    confirmed_by = models.UUIDField("người xác nhận (vị trí)", null=True)
    confirmed_person = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    entered_at = models.DateTimeField("vào kho lúc", null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    note = models.CharField("lý do", max_length=500, blank=True)
    basis = models.CharField("căn cứ pháp lý", max_length=300, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "giấy tờ số hóa"
        constraints = [
            models.CheckConstraint(condition=~_IN_STORE | _ONE_OWNER, name="results_one_owner"),
            models.CheckConstraint(
                condition=Q(confirmed_person=None) | ~Q(confirmed_person=F("digitised_person")),
                name="results_four_eyes",
            ),
            models.CheckConstraint(condition=~_IN_STORE | Q(document__isnull=False), name="results_sealed"),
            models.CheckConstraint(
                condition=~Q(state__in=["revoked", "replaced"]) | ~Q(note=""), name="results_reason_said"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(is_lasting=False), name="results_lasting_has_no_end"
            ),
            models.UniqueConstraint(
                fields=["owner", "code", "number_text", "order"], condition=_IN_STORE, name="results_code_once"
            ),
            models.UniqueConstraint(
                fields=["owner_business", "code", "number_text", "order"],
                condition=_IN_STORE,
                name="results_business_code_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "created_at"], name="results_work"),
            models.Index(fields=["owner", "-entered_at"], name="results_of_owner"),
            models.Index(fields=["owner_business", "-entered_at"], name="results_of_business"),
            models.Index(fields=["case"], name="results_of_case"),
            models.Index(
                fields=["created_at"], condition=Q(reading__in=["waiting", "reading"]), name="results_to_read"
            ),
        ]


class Reuse(models.Model):
    """A paper of the store taken for a dossier instead of being asked for again (tái sử dụng).

    ``reference`` is the file that the draft or dossier holds; it goes when the paper is taken out of a draft again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(StoredPaper, models.PROTECT, related_name="uses")
    reference = models.OneToOneField("files.FileReference", models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")  # None: the owner
    taken_at = models.DateTimeField("dùng lại lúc")

    class Meta:
        verbose_name = "lần dùng lại giấy tờ"


class PaperShare(models.Model):
    """A link with which the owner lets somebody see one paper until a moment (chia sẻ); kept as digests only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(StoredPaper, models.PROTECT, related_name="shares")
    token_digest = models.BinaryField(max_length=32, unique=True)
    code_index = models.BinaryField(max_length=16)
    purpose = models.CharField("để làm gì", max_length=200)
    made_at = models.DateTimeField("lập lúc")
    until = models.DateTimeField("hết hạn lúc")
    ended_at = models.DateTimeField("thôi chia sẻ lúc", null=True)
    failures = models.PositiveSmallIntegerField("số lần nhập sai mã", default=0)
    opened = models.PositiveIntegerField("số lần mở", default=0)

    class Meta:
        verbose_name = "chia sẻ giấy tờ"


class BatchState(models.TextChoices):
    RUNNING = "running", "đang xử lý"
    DONE = "done", "đã xong"


class ScanBatch(models.Model):
    """Many scans that came together (lô quét): the archive is kept until each file was taken or refused."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên", max_length=200)
    key = models.CharField(max_length=64, unique=True)  # the same scans sent again are the same batch
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    account_id = models.UUIDField(null=True)
    seat_id = models.UUIDField(null=True)
    archive = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField("tình trạng", max_length=8, choices=BatchState.choices, default=BatchState.RUNNING)
    total = models.PositiveIntegerField("số tệp")
    sent_at = models.DateTimeField("gửi lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lô quét"
        indexes = [models.Index(fields=["unit", "-sent_at"], name="results_batches")]


class ScanState(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    TAKEN = "taken", "đã nhận"
    REFUSED = "refused", "không nhận"


class ScanRow(models.Model):
    """One file of a batch, what the index says of it, and what became of it (tệp trong lô)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ScanBatch, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField("thứ tự")
    name = models.CharField("tên tệp", max_length=300)
    facts_sealed = models.BinaryField("dòng danh mục (mã hóa)", null=True)
    state = models.CharField("kết quả", max_length=8, choices=ScanState.choices, default=ScanState.WAITING)
    problem = models.CharField("lý do", max_length=500, blank=True)
    paper = models.ForeignKey(StoredPaper, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "tệp trong lô quét"
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="results_batch_place")]
        indexes = [models.Index(fields=["batch", "state", "place"], name="results_batch_rows")]
