"""Who sees which paper: one predicate in SQL, from which every list, search, count, export and file starts."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.rules.roles import SEE
from tinhso.modules.citizens.results.rules.states import IN_STORE, WAITING

JOINED = ("owner", "owner_business", "case", "document", "scan__file", "replaced_by")


def visible_papers(actor: Actor) -> QuerySet[StoredPaper]:
    """The papers the actor may read.

    Officials those their unit issued or digitised; a citizen those in their own store, and in that of the business
    their account stands for; nobody else any.
    """
    if actor.has_everywhere(SEE):
        return StoredPaper.objects.all()
    if actor.is_citizen:
        return StoredPaper.objects.filter(_owned_by(actor), state__in=IN_STORE)
    units = actor.units_with(SEE)
    return StoredPaper.objects.filter(unit_id__in=units) if units else StoredPaper.objects.none()


def _owned_by(actor: Actor) -> Q:
    """Their own, and those of the business their account stands for."""
    own = Q(owner_id=actor.person_id, owner__isnull=False)
    if actor.account_id is None:
        return own
    stands_for = Account.objects.filter(pk=actor.account_id, business_id=OuterRef("owner_business_id"))
    return own | Q(Exists(stands_for))


def is_readable(actor: Actor, paper_id: UUID) -> bool:
    return visible_papers(actor).filter(pk=paper_id).exists()


def may_read_scan(actor: Actor, paper_id: UUID) -> bool:
    """Officials while they work on it; once it is in somebody's store they open the signed copy, which is noted."""
    rows = visible_papers(actor).filter(pk=paper_id)
    return (rows if actor.is_citizen else rows.filter(state__in=WAITING)).exists()


def may_read_copy(actor: Actor, paper_id: UUID) -> bool:
    """The owner; officials open it on the pages of this module, which note it."""
    return actor.is_citizen and is_readable(actor, paper_id)


def paper_seen(actor: Actor, paper_id: UUID) -> StoredPaper:
    """Raises NotFound."""
    found = visible_papers(actor).select_related(*JOINED).filter(pk=paper_id).first()
    if found is None:
        raise NotFound()
    return found


def abstract_of(paper: StoredPaper) -> str:
    return opened_text(paper.abstract_sealed, paper.pk, "abstract")


def text_of(paper: StoredPaper) -> str:
    """What a machine read on the scan; empty where none did."""
    return opened_text(paper.text_sealed, paper.pk, "text")


def papers_waiting(actor: Actor, state: str) -> QuerySet[StoredPaper]:
    """What waits at one step, the oldest first."""
    rows = visible_papers(actor).filter(state=state).select_related("owner", "owner_business", "scan__file")
    return rows.order_by("created_at", "id")


def counts_waiting(actor: Actor) -> dict[str, int]:
    found = visible_papers(actor).filter(state__in=WAITING).values_list("state").annotate(count=Count("id")).order_by()
    return {state.value: 0 for state in WAITING} | dict(found)


def store_of(actor: Actor) -> QuerySet[StoredPaper]:
    """The store of a citizen, the newest first, each with how often it was used again (``used``)."""
    rows = visible_papers(actor).filter(state__in=IN_STORE).select_related("owner", "owner_business", "document")
    return rows.annotate(used=Count("uses")).order_by("-entered_at", "-id")
