"""Links the owner gave: those of a paper, and the one behind a token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.modules.citizens.results.models import PaperShare, StoredPaper
from tinhso.modules.citizens.results.queries.papers import visible_papers
from tinhso.modules.citizens.results.rules.shares import digest_of, is_standing


@dataclass(frozen=True)
class ShareLine:
    share: PaperShare
    is_standing: bool


def shares_of(paper: StoredPaper, at: datetime) -> Sequence[ShareLine]:
    """The newest first; the caller has decided that the paper is the reader's own."""
    return [ShareLine(one, stands(one, at)) for one in paper.shares.order_by("-made_at")[:50]]


def stands(share: PaperShare, at: datetime) -> bool:
    """Whether its link still opens something."""
    return is_standing(share.until, share.ended_at, share.failures, at)


def share_seen(actor: Actor, share_id: UUID) -> PaperShare:
    """A share of a paper the actor may read. Raises NotFound."""
    rows = PaperShare.objects.select_related("paper").filter(pk=share_id, paper__in=visible_papers(actor))
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def share_of_token(token: str) -> PaperShare:
    """Raises NotFound, the same for none and for one that has gone."""
    rows = PaperShare.objects.select_related("paper__document", "paper__owner", "paper__owner_business")
    found = rows.filter(token_digest=digest_of(token)).first()
    if found is None:
        raise NotFound()
    return found
