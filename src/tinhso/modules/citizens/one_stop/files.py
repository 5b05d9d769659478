"""Who holds the files of this module: a citizen's draft, and the cases they become."""

from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.kernel.cases.queries import is_visible
from tinhso.kernel.files.kinds import Holder, register
from tinhso.kernel.forms.models import Draft


def owns_draft(actor: Actor, draft_id: UUID) -> bool:
    return (
        actor.account_id is not None and Draft.objects.filter(pk=draft_id, owner_account_id=actor.account_id).exists()
    )


DRAFT_FILES = register(Holder(code="one_stop.draft", may_read=owns_draft))
CASE_FILES = register(Holder(code="one_stop.case", may_read=is_visible))
