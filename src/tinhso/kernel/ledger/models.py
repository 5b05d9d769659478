"""Entries, the tree that seals them, idempotency keys and the cursors of readers.

The append-only tables are made by SQL (migration 0001: partitions, triggers, privileges), so Django does not
manage them: it neither alters nor empties them.
"""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from tinhso.base.ids import new_id


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id (xid8), an int in Python."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(value)


class Entry(models.Model):
    """One write: what happened to which subject, by whom, when (bút toán sổ cái).

    Order of the ledger is (``epoch``, ``xid``, ``id``); an epoch lasts until the rows move to another cluster,
    whose transaction ids start anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    xid = TransactionId("giao dịch")
    epoch = models.IntegerField("kỳ")
    event = models.TextField("sự kiện")
    subject_kind = models.TextField("loại đối tượng")
    subject_id = models.UUIDField("đối tượng")
    subject_version = models.IntegerField("phiên bản đối tượng", null=True)
    actor_kind = models.TextField("loại người làm")
    actor_id = models.UUIDField("người làm", null=True)
    seat_id = models.UUIDField("vị trí", null=True)
    unit_id = models.UUIDField("đơn vị", null=True)
    request_id = models.TextField("mã yêu cầu")
    payload = models.TextField("nội dung")
    at = models.DateTimeField("lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        managed = False
        db_table = "ledger_entry"
        verbose_name = "bút toán sổ cái"


class Head(models.Model):
    """A signed tree head (đầu cây đã ký): the first ``size`` entries, the last of them at (epoch, xid, id)."""

    size = models.BigIntegerField("số bút toán", primary_key=True)
    previous_size = models.BigIntegerField("số bút toán lần trước")
    root = models.BinaryField("gốc cây")
    sealed_at = models.DateTimeField("niêm phong lúc")
    key_id = models.TextField("mã khóa")
    signature = models.BinaryField("chữ ký")
    last_epoch = models.IntegerField("kỳ cuối")
    last_xid = TransactionId("giao dịch cuối")
    last_id = models.UUIDField("bút toán cuối")

    class Meta:
        managed = False
        db_table = "ledger_head"
        verbose_name = "đầu cây"


class Key(models.Model):
    """A public key that has signed heads (khóa công khai của sổ cái)."""

    id = models.TextField("mã khóa", primary_key=True)
    public_key = models.BinaryField("khóa công khai")

    class Meta:
        managed = False
        db_table = "ledger_key"
        verbose_name = "khóa sổ cái"


class OnceKey(models.Model):
    """What a request with this key was answered, kept 72 hours (khóa chống lặp)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.TextField("phạm vi")
    key = models.TextField("khóa")
    fingerprint = models.TextField("dấu nội dung")
    answer = models.JSONField("câu trả lời", null=True)
    made_at = models.DateTimeField("lúc", db_default=Now(), db_index=True)

    class Meta:
        verbose_name = "khóa chống lặp"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="ledger_once_scope_key")]


class Cursor(models.Model):
    """How far a reader of the feed has come (con trỏ đọc)."""

    name = models.CharField("tên", max_length=100, primary_key=True)
    epoch = models.IntegerField("kỳ", default=0)
    xid = TransactionId("giao dịch", default=0)
    entry_id = models.UUIDField("bút toán", default=UUID(int=0))

    class Meta:
        verbose_name = "con trỏ đọc sổ cái"
