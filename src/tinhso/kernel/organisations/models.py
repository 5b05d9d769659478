"""Units, their dated versions and codes, what succeeded what, posts, and planned reorganisations."""

from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class UnitKind(models.TextChoices):
    PROVINCE = "province", "tỉnh"
    DISTRICT = "district", "huyện"
    COMMUNE = "commune", "xã, phường, đặc khu"
    DEPARTMENT = "department", "sở, ngành"
    OFFICE = "office", "phòng, trung tâm"


class Unit(models.Model):
    """The identity of an organisation or place; everything that changes stands in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    founded_on = models.DateField("thành lập ngày", null=True)
    abolished_on = models.DateField("chấm dứt ngày", null=True)

    class Meta:
        verbose_name = "đơn vị"


class UnitVersion(models.Model):
    """What a unit was called and where it stood from one day until another (half-open)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="versions")
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    name_folded = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=600)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    form = models.CharField("hình thức", max_length=30, blank=True)  # xã, phường, đặc khu, huyện…
    address = models.TextField("trụ sở", blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    decision = models.TextField("căn cứ", blank=True)

    class Meta:
        verbose_name = "thông tin đơn vị theo thời gian"
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="org_one_version_a_day"),
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="org_one_open_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="org_version_period"
            ),
        ]


class CodeSystem(models.TextChoices):
    QD20 = "qd20", "mã định danh điện tử (QĐ 20/2020/QĐ-TTg)"
    LEGACY = "legacy", "mã 13 ký tự trước QĐ 20"
    STATISTICS = "statistics", "mã đơn vị hành chính (Cục Thống kê)"
    # The list of July 2025 gave the numbers of the former one to other units: two lists, two systems.
    STATISTICS_UNTIL_2025 = "statistics_until_2025", "mã đơn vị hành chính đến hết ngày 30/6/2025"
    AXIS = "axis", "mã trên trục liên thông văn bản"


class UnitCode(models.Model):
    """A code of a unit in one system. A code that was used is never given to another unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="codes")
    system = models.CharField("hệ thống mã", max_length=30, choices=CodeSystem.choices)
    code = models.CharField("mã", max_length=35)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    is_sample = models.BooleanField("mã mẫu", default=False)

    class Meta:
        verbose_name = "mã đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["system", "code"], name="org_code_used_once"),
        ]


class Succession(models.Model):
    """One unit went, whole or in part, into another on a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField("từ ngày")
    is_partial = models.BooleanField("một phần", default=False)
    # It took over what the other held: whoever works in it may do there what they may do in their own.
    is_heir = models.BooleanField("nhận hồ sơ, tài liệu", default=False)
    decision = models.TextField("căn cứ", blank=True)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="org_succession_once"),
            models.UniqueConstraint(fields=["predecessor"], condition=Q(is_heir=True), name="org_one_heir"),
        ]


class Post(models.Model):
    """A job in a unit that one person at a time may hold (chức danh, vị trí việc làm)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField("chức danh", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)

    class Meta:
        verbose_name = "chức danh"


class ReorganisationState(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    APPROVED = "approved", "đã duyệt, chờ đến ngày"
    DONE = "done", "đã thực hiện"
    DROPPED = "dropped", "đã bỏ"


class Reorganisation(models.Model):
    """Merging, splitting, renaming, abolishing units on one day by one decision (sắp xếp đơn vị)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField("tên phương án", max_length=300)
    decision = models.CharField("căn cứ", max_length=300)
    on = models.DateField("có hiệu lực từ ngày")
    state = models.CharField(
        "tình trạng", max_length=10, choices=ReorganisationState.choices, default=ReorganisationState.DRAFT
    )
    drafted_by = models.UUIDField("người soạn (tài khoản)", null=True)
    drafted_at = models.DateTimeField("soạn lúc")
    approved_by = models.UUIDField("người duyệt (tài khoản)", null=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    done_at = models.DateTimeField("thực hiện lúc", null=True)
    moved = models.JSONField("đã chuyển", default=dict)  # code of the holding → how many
    trouble = models.TextField("chưa thực hiện được vì", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "phương án sắp xếp đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(drafted_by=None) | ~Q(approved_by=F("drafted_by")),
                name="org_two_people_reorganise",
            ),
        ]


class LineAct(models.TextChoices):
    FOUND = "found", "lập mới"
    INTO = "into", "nhập vào"
    RENAME = "rename", "đổi tên"
    UNDER = "under", "chuyển trực thuộc"
    END = "end", "giải thể"


class ReorganisationLine(models.Model):
    """One act of a plan. A unit the plan founds is named by its ``key``, one that stands by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="lines")
    act = models.CharField("việc", max_length=10, choices=LineAct.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    key = models.CharField("mã của đơn vị mới", max_length=35, blank=True)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    to_key = models.CharField("mã của đơn vị mới nhận", max_length=35, blank=True)
    is_partial = models.BooleanField("một phần", default=False)
    is_heir = models.BooleanField("nhận hồ sơ, tài liệu", default=False)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices, blank=True)
    name = models.CharField("tên", max_length=200, blank=True)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    form = models.CharField("hình thức", max_length=30, blank=True)
    address = models.TextField("trụ sở", blank=True)

    class Meta:
        verbose_name = "việc trong phương án sắp xếp"
