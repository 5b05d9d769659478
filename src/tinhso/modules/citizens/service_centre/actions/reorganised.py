"""Counters, numbers and appointments, when a reorganisation ends the unit of a centre."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings
from tinhso.modules.citizens.service_centre.models import Centre, ServiceCounter, ServiceGroup

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _centres(units: Iterable[UUID]) -> list[Centre]:
    return list(Centre.objects.filter(unit_id__in=list(units)).order_by("opened_at", "id"))


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(centre.unit_id for centre in _centres(units))


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [
        Held(centre.unit_id, f"{centre.counters.count()} quầy, {centre.groups.count()} nhóm dịch vụ")
        for centre in _centres(units)
    ]


def _move(move: Move) -> int:
    """The first centre becomes the heir's; the counters and groups of others join it, renumbered where they clash."""
    centres = _centres(move.heirs)
    for centre in centres:
        heir = move.heirs[centre.unit_id]
        there = Centre.objects.select_for_update().filter(unit_id=heir).first()
        if there is None:
            centre.unit_id = heir
            centre.save(update_fields=["unit"])
        else:
            _join(centre, there)
    return len(centres)


def _join(centre: Centre, there: Centre) -> None:
    taken = set(there.groups.values_list("code", flat=True))
    for group in ServiceGroup.objects.filter(centre=centre).order_by("code"):
        group.centre, group.code = (
            there,
            _free(group.code, taken, (*LETTERS, *(f"{a}{b}" for a in LETTERS for b in LETTERS))),
        )
        group.save(update_fields=["centre", "code"])
    numbers = set(there.counters.values_list("number", flat=True))
    for counter in ServiceCounter.objects.filter(centre=centre).order_by("number"):
        counter.centre, counter.number = there, _free(counter.number, numbers, tuple(str(n) for n in range(1, 9999)))
        counter.save(update_fields=["centre", "number"])


def _free(wanted: str, taken: set[str], others: Iterable[str]) -> str:
    found = wanted if wanted not in taken else next(one for one in others if one not in taken)
    taken.add(found)
    return found


holdings.register(
    Holding("service_centre.centres", gettext_noop("Nơi lấy số, quầy và lịch hẹn"), 80, _held, _listed, _move)
)
