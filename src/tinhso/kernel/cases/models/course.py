"""How a case goes from hand to hand, and what officials say about it on the way."""

from django.db import models
from django.db.models import Q

from tinhso.base.ids import new_id
from tinhso.kernel.cases.models.case import Case


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
    note_sealed = models.BinaryField("ghi chú", null=True)  # queries.hand_over_note

    class Meta:
        verbose_name = "giao nhận"
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="cases_hand_over_order")]


class Verdict(models.TextChoices):
    AGREE = "agree", "đồng ý"
    DISAGREE = "disagree", "không đồng ý"
    OTHER = "other", "ý kiến khác"


class Opinion(models.Model):
    """Another office is asked what it thinks, beside the steps (lấy ý kiến phối hợp); several at once are usual."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    order = models.PositiveSmallIntegerField("thứ tự")
    question = models.TextField("nội dung xin ý kiến")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    seat = models.ForeignKey("identity.Seat", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("hỏi lúc")
    asked_by = models.UUIDField("người hỏi (vị trí)", null=True)
    due_at = models.DateTimeField("trả lời trước", null=True)
    verdict = models.CharField("ý kiến", max_length=10, choices=Verdict.choices, blank=True)
    answer = models.TextField("nội dung trả lời", blank=True)
    file_reference = models.ForeignKey("files.FileReference", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.UUIDField("người trả lời (vị trí)", null=True)
    taken_back_at = models.DateTimeField("thôi hỏi lúc", null=True)

    class Meta:
        verbose_name = "ý kiến phối hợp"
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="cases_opinion_order"),
            models.CheckConstraint(condition=Q(answered_at=None) | Q(taken_back_at=None), name="cases_opinion_one_end"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(answered_at=None, taken_back_at=None),
                name="cases_opinions_open",
            ),
        ]


class Note(models.Model):
    """What officials tell one another about a case (ghi chú nội bộ); sealed, never shown to the applicant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text_sealed = models.BinaryField("nội dung")
    seat_id = models.UUIDField("người ghi (vị trí)", null=True)
    made_at = models.DateTimeField("ghi lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        verbose_name = "ghi chú"
        indexes = [models.Index(fields=["case", "made_at"], name="cases_notes")]
