"""The owner is told what became of a paper, by the channels they chose."""

from datetime import datetime

from django.urls import reverse

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.notices.actions import tell
from tinhso.kernel.notices.kinds import NoticeKind
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.notices import REPLACED, REVOKED, STORED

OF_STATE = {PaperState.IN_FORCE: STORED, PaperState.REVOKED: REVOKED, PaperState.REPLACED: REPLACED}


def tell_owner(paper: StoredPaper, *, by: Actor, at: datetime) -> None:
    """Once for each standing; a business has no channel of its own."""
    kind: NoticeKind | None = OF_STATE.get(PaperState(paper.state))
    if kind is None or paper.owner_id is None:
        return
    facts = {
        "title": paper.title,
        "number": paper.number_text,
        "agency": unit_on(paper.unit_id, local_day(at)).authority_name,
        "reason": paper.note,
        "basis": paper.basis,
    }
    known = {name: value for name, value in facts.items() if value and name in kind.field_names}
    key, path = f"{kind.code}:{paper.pk}", reverse("results:one", args=[paper.pk])
    tell(kind, paper.owner_id, known, subject=paper, key=key, path=path, by=by, at=at)
