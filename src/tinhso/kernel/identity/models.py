"""Persons, businesses, accounts, seats, delegation and consent."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tinhso.base.ids import new_id


class Sex(models.TextChoices):
    MALE = "male", "nam"
    FEMALE = "female", "nữ"
    UNKNOWN = "", "chưa rõ"


class Person(models.Model):
    """A natural person. Number, phone and e-mail are sealed (base.sealed) and found by blind index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField("họ và tên", max_length=200)
    name_folded = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=600)
    birth_date = models.DateField("ngày sinh", null=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices, blank=True)
    number_sealed = models.BinaryField("số định danh cá nhân", null=True)
    number_index = models.BinaryField(null=True, max_length=16)
    phone_sealed = models.BinaryField("số điện thoại", null=True)
    phone_index = models.BinaryField(null=True, max_length=16, db_index=True)
    email_sealed = models.BinaryField("thư điện tử", null=True)
    address_sealed = models.BinaryField("địa chỉ", null=True)
    source = models.CharField("nguồn", max_length=30, blank=True)  # vneid, counter, qr, import, sample
    is_sample = models.BooleanField("dữ liệu mẫu", default=False)

    class Meta:
        verbose_name = "cá nhân"
        constraints = [
            models.UniqueConstraint(
                fields=["number_index"], condition=Q(number_index__isnull=False), name="identity_one_person_a_number"
            ),
        ]


class Business(models.Model):
    """An organisation that applies (doanh nghiệp, tổ chức), known by its tax code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên", max_length=300)
    name_folded = models.CharField(max_length=300, db_index=True)
    tax_code = models.CharField("mã số thuế", max_length=14, unique=True)
    address = models.TextField("địa chỉ", blank=True)

    class Meta:
        verbose_name = "tổ chức"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class AccountKind(models.TextChoices):
    STAFF = "staff", "cán bộ"
    CITIZEN = "citizen", "công dân"


class Account(AbstractBaseUser):
    """A way to sign in: staff by password and one-time code, citizens by OIDC (no password here)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại", max_length=7, choices=AccountKind.choices)
    login = models.CharField("tên đăng nhập", max_length=150, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    is_active = models.BooleanField("đang dùng", default=True)
    is_administrator = models.BooleanField("quản trị hệ thống", default=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    totp_sealed = models.BinaryField("khóa mã một lần", null=True)
    totp_confirmed_at = models.DateTimeField("xác nhận mã một lần lúc", null=True)
    totp_last_step = models.BigIntegerField(default=0)
    one_time_until = models.DateTimeField("mật khẩu dùng một lần có hạn đến", null=True)
    business = models.ForeignKey(Business, models.PROTECT, null=True, related_name="+")
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "login"
    objects = AccountManager()

    class Meta:
        verbose_name = "tài khoản"


class Throttle(models.Model):
    """How often a sign-in failed for one login, code or address; the key is a blind index of which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.BinaryField(max_length=16, unique=True)
    failures = models.PositiveIntegerField("số lần sai liên tiếp", default=0)
    last_at = models.DateTimeField("lần cuối")
    locked_until = models.DateTimeField("khóa đến", null=True)

    class Meta:
        verbose_name = "giãn cách đăng nhập"


class Seat(models.Model):
    """A post held by a person for a period, with the roles that come with it (vị trí công tác)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    post = models.ForeignKey("organisations.Post", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    roles = models.JSONField("vai trò", default=list)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    # Where a reorganisation moved its holder from: what was begun in that seat goes on in this one.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "vị trí công tác"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="identity_seat_period"
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_to"], name="identity_seat_unit")]


class Delegation(models.Model):
    """The rights of one seat lent to another for a time (ủy quyền), by a decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_seat = models.ForeignKey(Seat, models.PROTECT, related_name="delegations_given")
    to_seat = models.ForeignKey(Seat, models.PROTECT, related_name="delegations_received")
    roles = models.JSONField("vai trò được ủy quyền", default=list)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    decision = models.CharField("căn cứ", max_length=200)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    class Meta:
        verbose_name = "ủy quyền"
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="identity_delegation_period"),
        ]


class Consent(models.Model):
    """A person's recorded consent that another applies for them (nộp hộ)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    representative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField("quan hệ", max_length=100)
    basis = models.CharField("căn cứ", max_length=300)
    given_at = models.DateTimeField("đồng ý lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True)

    class Meta:
        verbose_name = "đồng ý cho nộp hộ"


class ApiClient(models.Model):
    """A program that calls the HTTP API: it acts as a seat, with those of the seat's rights its scopes keep."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên", max_length=200)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    scopes = models.JSONField("phạm vi", default=list)
    is_sandbox = models.BooleanField("dùng thử", default=False)  # works in the sample and in tests alone
    a_minute = models.PositiveIntegerField("số lần gọi mỗi phút", null=True)  # None: no limit
    opened_at = models.DateTimeField("mở lúc")
    expires_at = models.DateTimeField("hết hạn lúc", null=True)
    closed_at = models.DateTimeField("đóng lúc", null=True)

    class Meta:
        verbose_name = "khóa API"


class ApiSecret(models.Model):
    """A secret of a client: its digest, and until when it is good once another follows it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="secrets")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField("tạo lúc")
    valid_until = models.DateTimeField("dùng được đến", null=True)

    class Meta:
        verbose_name = "bí mật của khóa API"


class ApiUse(models.Model):
    """How often a client called in the minute it called last; an unlogged table: a count, no trace."""

    client = models.OneToOneField(ApiClient, models.CASCADE, primary_key=True, related_name="use")
    minute = models.DateTimeField("phút gọi gần nhất")
    used = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        verbose_name = "lượt gọi API"
