"""Definitions in force on a day."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.messages import NotFound
from tinhso.base.remembering import remembered
from tinhso.kernel.cases.models import Definition


def definitions_in_force(on: date) -> QuerySet[Definition]:
    return Definition.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("code")


@remembered
def definition_in_force(code: str, on: date) -> Definition:
    """Raises NotFound when cases of that code cannot be opened on that day."""
    found = definitions_in_force(on).filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def definition_by_id(definition_id: UUID) -> Definition:
    return Definition.objects.get(pk=definition_id)
