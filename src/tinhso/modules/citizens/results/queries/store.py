"""The store of a unit, narrowed: what it holds, found by words, for lists and for exports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import day_text, local_day
from tinhso.base.text import masked_number
from tinhso.kernel.identity.queries import number_of, persons_found
from tinhso.modules.citizens.results.models import PaperKind, PaperState, Reuse, StoredPaper
from tinhso.modules.citizens.results.queries.papers import visible_papers
from tinhso.modules.citizens.results.queries.shown import code_of, owner_name, validity_text
from tinhso.modules.citizens.results.rules.states import IN_STORE

MOST_ROWS = 10_000
COLUMNS = (
    gettext_noop("Mã trong kho"), gettext_noop("Chủ giấy tờ"), gettext_noop("Tên giấy tờ"), gettext_noop("Mã giấy tờ"),
    gettext_noop("Số, ký hiệu"), gettext_noop("Ngày ban hành"), gettext_noop("Thời hạn hiệu lực"),
    gettext_noop("Cơ quan ban hành"), gettext_noop("Tình trạng"), gettext_noop("Vào kho lúc"),
    gettext_noop("Số lần dùng lại"),
)  # fmt: skip


def store_found(actor: Actor, text: str = "", state: str = "", kind: str = "") -> QuerySet[StoredPaper]:
    """What the actor's units keep; ``text`` is a number, a title, a code, a dossier, a person's name or number."""
    rows = visible_papers(actor).filter(state__in=[state] if state in IN_STORE else IN_STORE)
    if kind in ("0", "1"):
        rows = rows.filter(kind=int(kind))
    if text.strip():
        rows = rows.filter(_worded(text.strip()))
    rows = rows.select_related("owner", "owner_business", "document").annotate(used=Count("uses"))
    return rows.order_by("-entered_at", "-id")


def _worded(text: str) -> Q:
    words = Q(number_text__icontains=text) | Q(title__icontains=text) | Q(code__iexact=text) | Q(case_number=text)
    return words | Q(owner_id__in=persons_found(text)) | Q(owner_business__tax_code=text)


@dataclass(frozen=True)
class Totals:
    """What the store of these units holds, and how often it spared somebody a paper."""

    in_force: int
    results: int
    components: int
    reused: int
    reused_this_month: int


def totals_of(actor: Actor, on: date) -> Totals:
    rows = visible_papers(actor)
    found = rows.filter(state__in=IN_STORE).aggregate(
        in_force=Count("id", filter=Q(state=PaperState.IN_FORCE)),
        results=Count("id", filter=Q(kind=PaperKind.RESULT)),
        components=Count("id", filter=Q(kind=PaperKind.COMPONENT)),
    )
    uses = Reuse.objects.filter(paper__in=rows.values("pk"))
    month = uses.filter(taken_at__year=on.year, taken_at__month=on.month)
    return Totals(**found, reused=uses.count(), reused_this_month=month.count())


def exported(rows: QuerySet[StoredPaper]) -> Iterator[Sequence[str]]:
    """A row a paper; personal numbers are masked."""
    for paper in rows[:MOST_ROWS].iterator(1000):
        yield (
            code_of(paper),
            owner_name(paper),
            paper.title,
            paper.code,
            paper.number_text,
            day_text(paper.issued_on) if paper.issued_on else "",
            validity_text(paper),
            paper.issuer,
            str(PaperState(paper.state).label),
            day_text(local_day(paper.entered_at)) if paper.entered_at else "",
            str(getattr(paper, "used", 0)),
        )


def successors_for(actor: Actor, paper: StoredPaper) -> Sequence[StoredPaper]:
    """What may take its place: in force, of the same owner and unit, those of its type first."""
    rows = visible_papers(actor).filter(
        state=PaperState.IN_FORCE,
        unit_id=paper.unit_id,
        owner_id=paper.owner_id,
        owner_business_id=paper.owner_business_id,
    )
    return sorted(rows.exclude(pk=paper.pk).order_by("-entered_at")[:50], key=lambda one: one.code != paper.code)


def owner_number(paper: StoredPaper) -> str:
    """The owner's number, masked, for telling people of one name apart."""
    if paper.owner_business is not None:
        return paper.owner_business.tax_code
    return masked_number(number_of(paper.owner)) if paper.owner is not None else ""
