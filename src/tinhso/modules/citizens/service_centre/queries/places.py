"""Centres, their counters and services, as they stand on a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.organisations.queries import UnitNotThere, UnitView, unit_by_code, unit_on
from tinhso.modules.citizens.service_centre.models import (
    Centre,
    CounterOffer,
    CounterShift,
    CounterSitting,
    ServiceCounter,
    ServiceGroup,
)

OPEN_SYSTEM = "qd20"


def standing(on: date) -> Q:
    """What is in force that day."""
    return (Q(valid_to=None) | Q(valid_to__gt=on)) & Q(valid_from__lte=on)


def centre_by_kiosk(token: str) -> Centre:
    """Raises NotFound."""
    return _one(Centre.objects.filter(kiosk_token=token))


def centre_by_code(code: str) -> Centre:
    """By the code of its unit (QĐ 20/2020). Raises NotFound."""
    unit_id = unit_by_code(OPEN_SYSTEM, code.upper())
    if unit_id is None:
        raise NotFound()
    return _one(Centre.objects.filter(unit_id=unit_id))


def centre_of(unit_id: UUID) -> Centre | None:
    return Centre.objects.filter(unit_id=unit_id).first()


def _one(rows: QuerySet[Centre]) -> Centre:
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def open_centres(on: date) -> list[tuple[Centre, UnitView]]:
    """Every centre that takes appointments or tickets, by name."""
    pairs = []
    for centre in Centre.objects.all():
        try:
            pairs.append((centre, unit_on(centre.unit_id, on)))
        except UnitNotThere:
            continue
    return sorted(pairs, key=lambda pair: pair[1].name)


def code_of(centre: Centre, on: date) -> str:
    """The code its public addresses carry."""
    return str(unit_on(centre.unit_id, on).codes.get(OPEN_SYSTEM, ""))


def place_of(unit_id: UUID, on: date) -> str:
    """The centre with the unit above it: many are called alike."""
    unit = unit_on(unit_id, on)
    return f"{unit.name} – {unit_on(unit.parent_id, on).name}" if unit.parent_id else unit.name


def centres_with(actor: Actor, right: str) -> QuerySet[Centre]:
    """The centres in which the actor holds the right."""
    if actor.has_everywhere(right):
        return Centre.objects.order_by("opened_at")
    return Centre.objects.filter(unit_id__in=actor.units_with(right)).order_by("opened_at")


def groups_of(centre: Centre, on: date) -> QuerySet[ServiceGroup]:
    return centre.groups.filter(standing(on)).order_by("code")


def served_groups(centre: Centre, on: date) -> QuerySet[ServiceGroup]:
    """Those that some counter serves that day: what the kiosk offers."""
    offers = CounterOffer.objects.filter(standing(on), group=OuterRef("pk"), counter__in=counters_of(centre, on))
    return groups_of(centre, on).filter(Exists(offers))


def counters_of(centre: Centre, on: date) -> QuerySet[ServiceCounter]:
    return centre.counters.filter(standing(on)).order_by("number")


def offers_on(counter: ServiceCounter, on: date) -> list[UUID]:
    """The groups a counter serves that day."""
    rows = counter.offers.filter(standing(on), group__in=groups_of(counter.centre, on))
    return list(rows.values_list("group_id", flat=True))


def counters_serving(group: ServiceGroup, on: date) -> QuerySet[ServiceCounter]:
    rows = CounterOffer.objects.filter(standing(on), group=group, counter=OuterRef("pk"))
    return counters_of(group.centre, on).filter(Exists(rows))


def shifts_of(counters: Sequence[ServiceCounter], on: date) -> QuerySet[CounterShift]:
    return CounterShift.objects.filter(standing(on), counter__in=counters).order_by("weekday", "starts")


def sittings_of(centre: Centre, day: date) -> QuerySet[CounterSitting]:
    """Who sits where now."""
    return CounterSitting.objects.filter(counter__centre=centre, day=day, until_at=None).select_related(
        "counter", "seat__person"
    )


def sitting_of(seat_id: UUID | None, day: date) -> CounterSitting | None:
    """The counter at which that seat sits."""
    if seat_id is None:
        return None
    rows = CounterSitting.objects.filter(seat_id=seat_id, day=day, until_at=None)
    return rows.select_related("counter__centre").first()
