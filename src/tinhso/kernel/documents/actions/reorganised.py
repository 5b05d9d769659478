"""Drafts and books of numbers, when a reorganisation ends their units: what was issued keeps its name for ever."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.documents.models import Document, DocumentStatus, Register, SignatureKind
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings


def _drafts(units: Sequence[UUID]) -> QuerySet[Document]:
    return Document.objects.filter(status=DocumentStatus.DRAFT, sealed_at=None, unit_id__in=units)


def _drafts_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_drafts(units).values_list("unit_id", flat=True))


def _drafts_listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row.unit_id, row.title) for row in _drafts(units).order_by("created_at", "id")]


def _move_drafts(move: Move) -> int:
    """A draft will be numbered in the book of the heir and carry its name."""
    rows = list(_drafts(list(move.heirs)).select_for_update())
    for row in rows:
        row.unit_id, row.version = move.heirs[row.unit_id], row.version + 1
    Document.objects.bulk_update(rows, ["unit", "version"], batch_size=500)
    return len(rows)


def _half_signed(units: Sequence[UUID]) -> QuerySet[Document]:
    """Numbered and sealed under the old name, and not yet signed by the agency."""
    sealed = Document.objects.filter(status=DocumentStatus.ISSUED, number__isnull=False, unit_id__in=units)
    return sealed.exclude(signatures__kind=SignatureKind.ORGANISATION)


def _signatures_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_half_signed(units).values_list("unit_id", flat=True))


def _signatures_listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row.unit_id, f"{row.symbol} {row.title}") for row in _half_signed(units).order_by("issued_on", "id")]


def _keep_signatures(move: Move) -> int:
    """They stay the old unit's: the heir's officials finish them under the name they were issued with."""
    return 0


def _signature_doubts(heirs: Mapping[UUID, UUID], names: Mapping[UUID, str], on: date) -> list[str]:
    waiting = _half_signed(list(heirs)).count()
    if not waiting:
        return []
    return [f"{waiting} văn bản đã lấy số nhưng chưa đủ chữ ký: ký xong trước ngày, hoặc ký tiếp dưới tên cũ."]


def _books(units: Sequence[UUID]) -> QuerySet[Register]:
    return Register.objects.filter(last_number__gt=0, unit_id__in=units)


def _books_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_books(units).filter(year=on.year).values_list("unit_id", flat=True))


def _books_listed(units: Sequence[UUID], on: date) -> list[Held]:
    rows = _books(units).filter(year=on.year).order_by("unit_id", "code")
    return [Held(row.unit_id, f"Sổ {row.code} năm {row.year}: số cuối {row.last_number}") for row in rows]


def _close_books(move: Move) -> int:
    """Nothing to write: nobody issues in the name of a unit that is no more; the heir begins its own book at 1."""
    return sum(_books_held(list(move.heirs), move.on).values())


for _one in (
    Holding("documents.books", gettext_noop("Sổ đăng ký văn bản, dãy số (đóng lại)"), 40, _books_held, _books_listed,
            _close_books, closed=True),
    Holding("documents.drafts", gettext_noop("Dự thảo văn bản"), 41, _drafts_held, _drafts_listed, _move_drafts),
    Holding("documents.signatures", gettext_noop("Văn bản chưa đủ chữ ký (giữ tên cũ)"), 42, _signatures_held,
            _signatures_listed, _keep_signatures, _signature_doubts),
):  # fmt: skip
    holdings.register(_one)
