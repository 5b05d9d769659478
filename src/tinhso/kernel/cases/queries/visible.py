"""Who sees which case: one predicate in SQL, from which every list, search, count and export starts."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases.models import Case, Opinion


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may read.

    Staff see the cases that were received, are handled or lie in a unit where they hold ``cases.read``, and those on
    which such a unit was asked for its opinion; citizens see those they applied for or that are theirs; nobody else
    sees any.
    """
    if actor.has_everywhere("cases.read"):
        return Case.objects.all()
    if actor.is_citizen and actor.person_id:
        return Case.objects.filter(Q(applicant_id=actor.person_id) | Q(owner_id=actor.person_id))
    units = actor.units_with("cases.read")
    if not units:
        return Case.objects.none()
    return Case.objects.filter(
        Q(receipt_unit_id__in=units)
        | Q(competent_unit_id__in=units)
        | Q(step_unit_id__in=units)
        | Q(assistance_unit_id__in=units)
        | _asked_of(units)
    )


class _Among(Func):
    """``value = ANY(ARRAY(subquery))``: found once and looked up in an index.

    Beside columns in an OR, ``IN (subquery)`` would make every count read the whole table.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _asked_of(units: Collection[UUID]) -> Q:
    asked = Opinion.objects.filter(unit_id__in=units).values("case_id")
    return Q(_Among(F("pk"), ArraySubquery(asked)))


def case_by_number(number: str, actor: Actor) -> Case:
    """The case with its definition, if the actor may see it. Raises NotFound otherwise (no hint that it exists)."""
    case = (
        visible_cases(actor).select_related("definition", "applicant", "owner", "owner_business").filter(number=number)
    )
    found = case.first()
    if found is None:
        raise NotFound()
    return found


def is_visible(actor: Actor, case_id: UUID) -> bool:
    return visible_cases(actor).filter(pk=case_id).exists()


def cases_of_person(actor: Actor) -> QuerySet[Case]:
    """A citizen's own cases, newest first."""
    if not actor.is_citizen:
        return Case.objects.none()
    return visible_cases(actor).select_related("definition").order_by("-submitted_at", "-id")
