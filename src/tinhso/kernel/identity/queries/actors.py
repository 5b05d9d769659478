"""Who acts: the actor of a session or an account, and who sits where."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from tinhso.base import rights
from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, Grant
from tinhso.base.moments import local_day
from tinhso.base.remembering import remembered
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, AccountKind, Delegation, Seat
from tinhso.kernel.identity.rules import sessions
from tinhso.kernel.identity.rules.rights import Held, fingerprint, grants_of, lent_roles
from tinhso.kernel.law.queries import standing
from tinhso.kernel.organisations.actions.units import RIGHT as CHANGE_UNITS
from tinhso.kernel.organisations.queries import units_on
from tinhso.kernel.organisations.queries.reorganising import taken_over_by
from tinhso.shell.session import ENDS, LASTS, extend


@dataclass(frozen=True)
class SeatView:
    """A seat as others show it."""

    id: UUID
    person_id: UUID
    full_name: str
    post_title: str
    unit_id: UUID
    roles: tuple[str, ...]
    valid_from: date
    valid_to: date | None


def in_force(on: date) -> Q:
    """The half-open period contains the day."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def seats_of(person_id: UUID, on: date) -> list[SeatView]:
    """The seats a person holds that day, the longest held first."""
    return _views(Seat.objects.filter(in_force(on), person_id=person_id).order_by("valid_from", "id"))


@remembered
def seats_in(unit_id: UUID, on: date, role: str | None = None) -> list[SeatView]:
    """Who sits in a unit that day, in the order of names; with that role when one is named."""
    seats = Seat.objects.filter(in_force(on), unit_id=unit_id)
    if role is not None:
        seats = seats.filter(roles__contains=[role])
    return _views(seats.order_by("person__sort_key", "id"))


def seats_in_units(unit_ids: Iterable[UUID], on: date) -> list[SeatView]:
    """Who sits in some units that day, in the order of names."""
    return _views(Seat.objects.filter(in_force(on), unit_id__in=list(unit_ids)).order_by("person__sort_key", "id"))


def units_seated(roles: Iterable[str], on: date) -> set[UUID]:
    """The units in which somebody sits that day with one of the roles."""
    wanted = Q(pk__in=[])
    for role in roles:
        wanted |= Q(roles__contains=[role])
    return set(Seat.objects.filter(wanted, in_force(on)).values_list("unit_id", flat=True).distinct())


def seat_post(seat_id: UUID) -> tuple[str, UUID]:
    """What the post of a seat is called, and its unit; kept until either changes. Raises Seat.DoesNotExist."""

    def read() -> tuple[str, UUID]:
        title, unit_id = Seat.objects.values_list("post__title", "unit_id").get(id=seat_id)
        return title, unit_id

    return standing(("identity.seat_post", seat_id), read)


@remembered
def seat_of(seat_id: UUID) -> SeatView:
    """One seat. Raises Seat.DoesNotExist."""
    return _view(Seat.objects.select_related("person", "post").get(id=seat_id))


def seat_line(seat_id: UUID) -> tuple[UUID, ...]:
    """The seat and those a reorganisation moved its holder from: what was begun there goes on here."""

    def read() -> tuple[UUID, ...]:
        found: list[UUID] = []
        current: UUID | None = seat_id
        while current is not None:
            found.append(current)
            current = Seat.objects.values_list("follows_id", flat=True).get(id=current)
        return tuple(found)

    return standing(("identity.seat_line", seat_id), read)


def seats_by_id(seat_ids: Iterable[UUID]) -> dict[UUID, SeatView]:
    """Some seats at once; one that does not exist is left out."""
    return {seat.id: seat for seat in _views(Seat.objects.filter(id__in=list(seat_ids)))}


def _views(seats: QuerySet[Seat]) -> list[SeatView]:
    return [_view(seat) for seat in seats.select_related("person", "post")]


def _view(seat: Seat) -> SeatView:
    return SeatView(
        id=seat.id,
        person_id=seat.person_id,
        full_name=seat.person.full_name,
        post_title=seat.post.title,
        unit_id=seat.unit_id,
        roles=tuple(seat.roles),
        valid_from=seat.valid_from,
        valid_to=seat.valid_to,
    )


def unit_name(unit_id: UUID, on: date) -> str:
    """What the unit is called that day; empty when it does not stand then."""
    unit = units_on([unit_id], on).get(unit_id)
    return unit.name if unit else ""


def actor_of_account(account: Account, at: datetime, seat_id: UUID | None = None, request_id: str = "") -> Actor:
    """The actor behind an account, in that seat (else the longest held); ANONYMOUS when it is closed."""
    if not account.is_active:
        return ANONYMOUS
    if account.kind == AccountKind.CITIZEN:
        return Actor(
            kind=ActorKind.CITIZEN,
            account_id=account.id,
            person_id=account.person_id,
            request_id=request_id,
            name=account.person.full_name,
        )
    return _staff_actor(account, _seat(account, local_day(at), seat_id), local_day(at), request_id)


def _seat(account: Account, on: date, seat_id: UUID | None) -> Seat | None:
    def read() -> list[Seat]:
        return list(Seat.objects.filter(in_force(on), person_id=account.person_id).order_by("valid_from", "id"))

    seats = standing(("identity.seats", account.person_id, on), read)
    return next((seat for seat in seats if seat.id == seat_id), seats[0] if seats else None)


def _staff_actor(account: Account, seat: Seat | None, on: date, request_id: str) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account.id,
        person_id=account.person_id,
        seat_id=seat.id if seat else None,
        unit_id=seat.unit_id if seat else None,
        grants=(grants_of_seat(seat, on) if seat else frozenset()) | _administrator_grants(account),
        request_id=request_id,
        name=account.person.full_name,
    )


def _administrator_grants(account: Account) -> frozenset[Grant]:
    """People, and the posts they are put in: the first administrator finds none."""
    return frozenset([Grant(ADMINISTER), Grant(CHANGE_UNITS)]) if account.is_administrator else frozenset()


def grants_of_seat(seat: Seat, on: date) -> frozenset[Grant]:
    """What the seat's own roles and those lent to it allow that day; kept until a seat or a delegation changes.

    They count as well in the units that are no more and that the seat's, or the lender's, unit has taken over.
    """

    def read() -> frozenset[Grant]:
        held = [Held(tuple(seat.roles), seat.unit_id), *_lent(delegations_to(seat.id, on))]
        return grants_of([one for each in held for one in _with_taken_over(each)], rights.roles)

    return standing(("identity.grants", seat.id, seat.unit_id, tuple(seat.roles), on), read)


def _with_taken_over(held: Held) -> list[Held]:
    gone = sorted(taken_over_by(held.unit_id)) if held.unit_id else []
    return [held, *(replace(held, unit_id=unit_id) for unit_id in gone)]


def _lent(delegations: Iterable[Delegation]) -> Iterable[Held]:
    for delegation in delegations:
        lender = delegation.from_seat
        yield Held(lent_roles(delegation.roles, lender.roles), lender.unit_id)


def delegations_to(seat_id: UUID, on: date) -> QuerySet[Delegation]:
    """Delegations in force that day from seats that are still held."""
    return Delegation.objects.filter(
        Q(from_seat__valid_to=None) | Q(from_seat__valid_to__gt=on),
        in_force(on),
        from_seat__valid_from__lte=on,
        to_seat_id=seat_id,
        revoked_at=None,
    ).select_related("from_seat__person")


def actor_of_session(request: HttpRequest, at: datetime) -> Actor:
    """The actor of the signed-in session, or ANONYMOUS: unknown, idle, or ended by a reset."""
    session = request.session
    account_id = session.get(sessions.ACCOUNT)
    if account_id is None:
        return ANONYMOUS
    account = Account.objects.select_related("person").filter(id=account_id).first()
    if account is None or _is_over(session, account, at):
        # Whose session ended: a form sent too late is kept for that person alone (shell.kept).
        request.ended_account = account_id  # type: ignore[attr-defined]
        session.flush()
        return ANONYMOUS
    chosen = session.get(sessions.SEAT)
    actor = actor_of_account(account, at, UUID(chosen) if chosen else None, getattr(request, "request_id", ""))
    _keep(request, actor, at)
    return actor


def _is_over(session: SessionBase, account: Account, at: datetime) -> bool:
    since = datetime.fromisoformat(session[sessions.SINCE])
    return (
        not account.is_active
        or session.get(sessions.EPOCH) != account.session_epoch
        or sessions.is_over(session[ENDS], since, at)
    )


def _keep(request: HttpRequest, actor: Actor, at: datetime) -> None:
    """Notes the use; a session whose rights changed since goes on under a new key."""
    session = request.session
    now_held = fingerprint(actor.seat_id, actor.grants)
    if session.get(sessions.RIGHTS) != now_held:
        session.cycle_key()
        session[sessions.RIGHTS] = now_held
    if sessions.must_touch(session[ENDS], at):
        extend(request, at=at)


def opened_session(actor: Actor, account: Account, at: datetime) -> dict[str, Any]:
    """What a fresh session of this account holds."""
    return {
        sessions.ACCOUNT: str(account.id),
        sessions.EPOCH: account.session_epoch,
        sessions.SEAT: str(actor.seat_id) if actor.seat_id else None,
        sessions.SINCE: at.isoformat(),
        LASTS: sessions.IDLE_SECONDS,
        ENDS: at.timestamp() + sessions.IDLE_SECONDS,
        sessions.RIGHTS: fingerprint(actor.seat_id, actor.grants),
    }
