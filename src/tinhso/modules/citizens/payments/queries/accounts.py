"""Which account fees go to, and in whose name receipts are made."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tinhso.base.actor import Actor
from tinhso.kernel.organisations.queries import UnitView, unit_on, units_on
from tinhso.modules.citizens.payments.models import BeneficiaryAccount
from tinhso.modules.citizens.payments.rules.roles import SET_UP

Rows = TypeVar("Rows", bound=Model)


def in_reach(rows: QuerySet[Rows], actor: Actor, right: str) -> QuerySet[Rows]:
    """Those of the units in which the actor holds the right; what belongs to none only where it is held everywhere."""
    return rows if actor.has_everywhere(right) else rows.filter(unit_id__in=actor.units_with(right))


def account_of(unit_id: UUID, on: date) -> BeneficiaryAccount | None:
    """The account in force for a unit: its own, or that of the nearest unit above which has one."""
    for over in _upwards(unit_id, on):
        begun = BeneficiaryAccount.objects.filter(unit_id=over, valid_from__lte=on)
        if account := begun.order_by("-valid_from").first():
            return account
    return None


def _upwards(unit_id: UUID, on: date) -> Iterator[UUID]:
    unit = unit_on(unit_id, on)
    yield unit.id
    while unit.parent_id is not None:
        unit = unit_on(unit.parent_id, on)
        yield unit.id


def accounts_listed(actor: Actor, on: date) -> list[tuple[BeneficiaryAccount, UnitView | None]]:
    """The accounts the actor looks after, by unit, the newest of each first."""
    rows = in_reach(BeneficiaryAccount.objects.all(), actor, SET_UP)
    accounts = list(rows.order_by("unit_id", "-valid_from")[:500])
    units = units_on({account.unit_id for account in accounts}, on)
    return [(account, units.get(account.unit_id)) for account in accounts]
