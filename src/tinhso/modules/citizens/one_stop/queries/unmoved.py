"""Dossiers nobody moves: the open line of form 06 has stood too long."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from tinhso.kernel.cases.models import HandOver, State

# How long a dossier may lie with one holder before a leader is told; waiting for the applicant does not count.
LONGEST = timedelta(days=3)
WAITING_FOR_APPLICANT = (State.SUPPLEMENT, State.PAYMENT)


def is_unmoved(at: datetime) -> Q:
    """Not waiting for the applicant, and given to its holder (or filed) longer ago than it should lie."""
    since = at - LONGEST
    lies = Exists(HandOver.objects.filter(case=OuterRef("pk"), done_at=None, given_at__lt=since))
    return ~Q(state__in=WAITING_FOR_APPLICANT) & (lies | Q(state=State.NEW, submitted_at__lt=since))
