"""A design changes part by part: two who write different parts do not meet; of one part the first wins."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import moment_text
from tinhso.kernel.identity.models import Account
from tinhso.modules.citizens.one_stop.actions.designing.rights import DESIGN
from tinhso.modules.citizens.one_stop.models import Design, DesignState, DesignStep
from tinhso.modules.citizens.one_stop.queries.designing.designs import DesignGone
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content

RUN = timedelta(minutes=5)  # what one person types into one part within this time is undone in one go
MOST_STEPS = 100


class DesignChanged(Refused):
    code = "design-changed"
    status = 409
    title = gettext_noop("%(who)s vừa sửa phần này lúc %(when)s")
    mend = gettext_noop("Những gì bạn gõ vẫn còn dưới đây: bấm Lưu lần nữa để giữ bản của bạn, hoặc mở lại trang.")


class DesignClosed(Refused):
    code = "design-closed"
    status = 409
    title = gettext_noop("Bản soạn này không sửa được nữa")
    mend = gettext_noop("Bản đã trình thì rút lại để sửa; bản đã công bố thì soạn bản tiếp theo.")


class NothingToUndo(Refused):
    code = "nothing-to-undo"
    title = gettext_noop("Không còn gì để hoàn tác")
    mend = gettext_noop("Mở từng phần để xem.")


@transaction.atomic
def change_design(
    design_id: UUID, part: str, change: Callable[[Content], Content], *, seen: int, by: Actor, at: datetime
) -> Design:
    """Saves one part as it was changed; saving a draft is no entry of the ledger.

    ``seen`` is the version the writer started from. Raises NotAllowed, DesignGone, DesignClosed, DesignChanged.
    """
    by.must_everywhere(DESIGN)
    design = locked(design_id)
    if design.state != DesignState.DRAFTING:
        raise DesignClosed()
    _must_be_first(design, part, seen)
    before = design.content
    after = change(deepcopy(before))
    if after != before:
        _note(design, part, before, by, at)
        keep(design, after, by=by, at=at)
    return design


@transaction.atomic
def undo_change(design_id: UUID, *, by: Actor, at: datetime) -> Design:
    """Takes back the last change that still stands. Raises NotAllowed, DesignGone, DesignClosed, NothingToUndo."""
    by.must_everywhere(DESIGN)
    design = locked(design_id)
    if design.state != DesignState.DRAFTING:
        raise DesignClosed()
    step = design.steps.filter(is_undone=False).order_by("-version").first()
    if step is None:
        raise NothingToUndo()
    DesignStep.objects.filter(pk=step.pk).update(is_undone=True)
    keep(design, step.before, by=by, at=at)
    return design


def locked(design_id: UUID) -> Design:
    """Raises DesignGone."""
    design = Design.objects.select_for_update().filter(pk=design_id).first()
    if design is None:
        raise DesignGone()
    return design


def keep(design: Design, content: Content, *, by: Actor, at: datetime) -> None:
    """The content, and what lists show of it."""
    design.content = content
    design.code, design.title = content["general"]["code"][:60], content["general"]["title"][:600]
    design.version += 1
    design.changed_by_id, design.changed_at = by.account_id, at
    if by.account_id and str(by.account_id) not in design.writers:
        design.writers = [*design.writers, str(by.account_id)]
    design.save()


def _must_be_first(design: Design, part: str, seen: int) -> None:
    later = design.steps.filter(part=part, version__gt=seen).order_by("-version").first()
    if later is None:
        return
    accounts = Account.objects.select_related("person")
    account = accounts.filter(pk=later.account_id).first() if later.account_id else None
    who = account.person.full_name if account and account.person else gettext_noop("Người khác")
    raise DesignChanged(who=who, when=moment_text(later.at))


def _note(design: Design, part: str, before: Content, by: Actor, at: datetime) -> None:
    """What undoing goes back to: the start of a run of changes by one person to one part."""
    last = design.steps.filter(is_undone=False).order_by("-version").first()
    version = design.version + 1
    if (
        last
        and last.part == part
        and last.account_id == by.account_id
        and at - last.at < RUN
        and last.version == design.version
    ):
        DesignStep.objects.filter(pk=last.pk).update(version=version, at=at)
        return
    design.steps.create(version=version, part=part, before=before, account_id=by.account_id, at=at)
    old = design.steps.order_by("-version").values_list("pk", flat=True)[MOST_STEPS:]
    DesignStep.objects.filter(pk__in=list(old)).delete()
