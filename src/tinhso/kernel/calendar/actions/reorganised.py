"""The calendars that units follow, when a reorganisation ends the units."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from tinhso.base.messages import gettext_noop
from tinhso.kernel.calendar.models import UnitCalendar
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings


def _open(units: Iterable[UUID]) -> list[UnitCalendar]:
    rows = UnitCalendar.objects.filter(valid_to=None, unit_id__in=list(units))
    return list(rows.select_related("calendar").order_by("valid_from", "id"))


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(row.unit_id for row in _open(units))


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row.unit_id, row.calendar.name) for row in _open(units)]


def _move(move: Move) -> int:
    """Ends them with their units; an heir without its own calendar takes the one of those it comes from."""
    rows = _open(move.heirs)
    for row in rows:
        row.valid_to = move.on
        if row.valid_from >= move.on:  # given ahead of a day that will not come
            row.delete()
        else:
            row.save(update_fields=["valid_to"])
    have = {row.unit_id for row in _open(move.heirs.values())}
    wanted = {heir: found for heir, found in _wanted(rows, move.heirs).items() if heir not in have}
    for heir, found in wanted.items():
        made = UnitCalendar.objects.create(unit_id=heir, calendar=found[0].calendar, valid_from=move.on)
        payload = {"code": found[0].calendar.code, "unit": str(heir), "valid_from": move.on.isoformat()}
        write_entry("calendar.assigned", made, by=move.by, at=move.at, payload=payload, unit_id=heir)
    return len(rows)


def _wanted(rows: Iterable[UnitCalendar], heirs: Mapping[UUID, UUID]) -> dict[UUID, list[UnitCalendar]]:
    found: dict[UUID, list[UnitCalendar]] = {}
    for row in rows:
        found.setdefault(heirs[row.unit_id], []).append(row)
    return found


def _doubts(heirs: Mapping[UUID, UUID], names: Mapping[UUID, str], on: date) -> list[str]:
    told = []
    for heir, rows in _wanted(_open(heirs), heirs).items():
        codes = sorted({row.calendar.name for row in rows})
        own = UnitCalendar.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit_id=heir).exists()
        if len(codes) > 1 and not own:
            told.append(
                f"{names[heir]}: các đơn vị nhập vào theo nhiều lịch ({', '.join(codes)}); sẽ theo lịch đầu tiên."
            )
    return told


holdings.register(Holding("calendar.followed", gettext_noop("Lịch làm việc riêng"), 10, _held, _listed, _move, _doubts))
