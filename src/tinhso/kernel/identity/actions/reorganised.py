"""Seats, delegations and API keys, when a reorganisation ends the units they are in."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.identity.models import ApiClient, Delegation, Seat
from tinhso.kernel.ledger.actions import entry_row, write_entries
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings
from tinhso.kernel.organisations.models import Post

SEATS = "identity.seat"  # in ``Move.replaced``


def _going(units: Sequence[UUID], on: date) -> QuerySet[Seat]:
    """Seats in units that end, held on that day or later."""
    rows = Seat.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit_id__in=units)
    return rows.select_related("post", "person").order_by("unit_id", "post__title", "id")


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_going(units, on).values_list("unit_id", flat=True))


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(seat.unit_id, f"{seat.post.title}: {seat.person.full_name}") for seat in _going(units, on)]


def _move(move: Move) -> int:
    """Each holder sits in the heir from that day on, in a post of the same title, with the same roles."""
    rows = list(_going(list(move.heirs), move.on).select_for_update(of=("self",)))
    going, later = [[s for s in rows if (s.valid_from < move.on) is begun] for begun in (True, False)]
    after = [_after(seat, move) for seat in going]
    _move_later(later, move)
    Post.objects.bulk_create([seat.post for seat in after], batch_size=500)
    for seat in going:
        seat.valid_to = move.on
    Seat.objects.bulk_update(going, ["valid_to"], batch_size=500)
    Seat.objects.bulk_create(after, batch_size=500)
    replaced = move.replaced[SEATS] = {old.pk: new.pk for old, new in zip(going, after, strict=True)}
    _tell(going, after, move)
    _move_delegations(replaced, move)
    for client in ApiClient.objects.filter(seat_id__in=replaced):
        client.seat_id = replaced[client.seat_id]
        client.save(update_fields=["seat"])
    return len(rows)


def _move_later(seats: Sequence[Seat], move: Move) -> None:
    """Nobody sits there yet: the seat itself goes to the heir, with what was promised of it."""
    for seat in seats:
        heir = move.heirs[seat.unit_id]
        seat.post, seat.unit_id = Post(unit_id=heir, title=seat.post.title, valid_from=seat.valid_from), heir
    Post.objects.bulk_create([seat.post for seat in seats], batch_size=500)
    Seat.objects.bulk_update(seats, ["post", "unit"], batch_size=500)


def _after(seat: Seat, move: Move) -> Seat:
    heir = move.heirs[seat.unit_id]
    post = Post(unit_id=heir, title=seat.post.title, valid_from=move.on)
    return Seat(
        person=seat.person, post=post, unit_id=heir, roles=seat.roles, valid_from=move.on, valid_to=seat.valid_to,
        follows=seat,
    )  # fmt: skip


def _tell(going: Sequence[Seat], after: Sequence[Seat], move: Move) -> None:
    rows = []
    for old, new in zip(going, after, strict=True):
        ended = {"valid_to": move.on.isoformat()}
        begun: dict[str, Any] = {
            "roles": new.roles, "person_id": str(new.person_id), "valid_from": new.valid_from.isoformat(),
            "valid_to": new.valid_to.isoformat() if new.valid_to else None,
        }  # fmt: skip
        rows.append(entry_row("identity.seat_ended", old, by=move.by, at=move.at, payload=ended, unit_id=old.unit_id))
        rows.append(
            entry_row("identity.seat_assigned", new, by=move.by, at=move.at, payload=begun, unit_id=new.unit_id)
        )
    write_entries(rows)


def _move_delegations(replaced: dict[UUID, UUID], move: Move) -> None:
    """What was lent between seats stays lent between those that follow them."""
    running = Delegation.objects.filter(
        Q(from_seat_id__in=replaced) | Q(to_seat_id__in=replaced), revoked_at=None, valid_to__gt=move.on
    )
    for lent in running:
        start, end = max(lent.valid_from, move.on), lent.valid_to
        ends = (replaced.get(lent.from_seat_id, lent.from_seat_id), replaced.get(lent.to_seat_id, lent.to_seat_id))
        if lent.valid_from < move.on:
            lent.valid_to = move.on
            lent.save(update_fields=["valid_to"])
            lent = Delegation(roles=lent.roles, decision=lent.decision)
        lent.from_seat_id, lent.to_seat_id, lent.valid_from, lent.valid_to = *ends, start, end
        lent.save()


holdings.register(Holding(SEATS, gettext_noop("Vị trí công tác"), 20, _held, _listed, _move))
