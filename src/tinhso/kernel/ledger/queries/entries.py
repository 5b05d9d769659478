"""The history of one subject."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from tinhso.kernel.ledger.actions import SubjectRef, subject_ref
from tinhso.kernel.ledger.models import Entry, OnceKey


def entries_of(subject: Model | SubjectRef) -> QuerySet[Entry]:
    """Entries of the subject in the order they were written; filter and slice as needed.

    The caller checks the right to see the subject: whoever may see it may see its history.
    """
    about = subject_ref(subject)
    # Whoever writes locks the subject first, so the database's own clock orders the entries of one subject.
    return Entry.objects.filter(subject_id=about.id, subject_kind=about.kind).order_by("recorded_at", "id")


def is_spent(scope: str, keys: Iterable[str]) -> bool:
    """Whether a request with one of these idempotency keys was carried out (in the last 72 hours)."""
    return OnceKey.objects.filter(scope=scope, key__in=list(keys)).exists()
