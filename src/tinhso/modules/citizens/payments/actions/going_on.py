"""A dossier that stood still for its payment goes on when nothing is owed any more."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import resume_case
from tinhso.kernel.cases.models import Case, State
from tinhso.modules.citizens.payments.actions.orders import locked_case


@transaction.atomic
def let_go_on(case: Case, *, by: Actor, at: datetime) -> bool:
    """Lets it go on, whoever collected the last charge; False where it does not wait, or owes something still."""
    row = locked_case(case.pk)
    return resumed(row, by=by, at=at)


def resumed(case: Case, *, by: Actor, at: datetime) -> bool:
    """The same for a case that is locked already."""
    owes = case.charges.filter(paid_at=None, amount__gt=0).exists()
    if case.state != State.PAYMENT or owes or not case.charges.exclude(paid_at=None).exists():
        return False
    resume_case(case, by=by, at=at)
    return True
