"""Forms in force, drafts one may see, printed rows."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.base.remembering import remembered
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.models import Draft, FormDefinition, Submission
from tinhso.kernel.forms.queries.sealing import answers_of


class FormMissing(NotFound):
    code = "form-missing"
    title = gettext_noop("Không có biểu mẫu %(code)s áp dụng vào ngày %(day)s")
    mend = gettext_noop("Kiểm tra lại mã biểu mẫu và ngày, hoặc báo cho người quản trị thủ tục.")


class DraftGone(NotFound):
    code = "draft-gone"
    title = gettext_noop("Không tìm thấy bản nháp này")
    mend = gettext_noop("Bản nháp có thể đã được nộp hoặc đã xóa. Xem lại danh sách hồ sơ của bạn.")


@remembered
def form_in_force(code: str, on: date) -> FormDefinition:
    """The version of the form that applies on that day. Raises FormMissing."""
    found = (
        FormDefinition.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=code, valid_from__lte=on)
        .order_by("-version")
        .first()
    )
    if found is None:
        raise FormMissing(code=code, day=f"{on:%d/%m/%Y}")
    return found


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """The drafts an actor may see, newest first: one's own; for staff also those of the unit's counter."""
    mine = Q(owner_account=actor.account_id) if actor.account_id else Q(pk__in=[])
    counter = Q(owner_account=None, unit=actor.unit_id) if actor.is_staff and actor.unit_id else Q(pk__in=[])
    return Draft.objects.filter(mine | counter).select_related("form").order_by("-updated_at")


def draft_of(actor: Actor, draft_id: UUID) -> Draft:
    """One draft of the actor's. Raises DraftGone, also for somebody else's."""
    draft = drafts_of(actor).filter(pk=draft_id).first()
    if draft is None:
        raise DraftGone()
    return draft


def printed_submission(submission: Submission, language: str = "vi", *, is_masked: bool = False) -> list[rules.Part]:
    """What was submitted as headings with rows, under the version of the form it was submitted with.

    ``is_masked`` for screens where numbers are not to be read in full.
    """
    rows = rules.printed(submission.form.body, answers_of(submission), language=language, is_masked=is_masked)
    return rules.parts(rows, language)
