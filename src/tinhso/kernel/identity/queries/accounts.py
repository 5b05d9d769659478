"""Staff accounts as administrators may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.text import fold
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import Account, AccountKind, Delegation, Seat
from tinhso.kernel.identity.queries.actors import in_force
from tinhso.kernel.organisations.models import Post
from tinhso.kernel.organisations.queries import units_found, units_on


@dataclass(frozen=True)
class AccountRow:
    """One line of the list of staff."""

    id: UUID
    login: str
    full_name: str
    is_active: bool
    is_administrator: bool
    has_device: bool
    seats: tuple[str, ...]


def visible_accounts(actor: Actor, on: date) -> QuerySet[Account]:
    """Staff accounts the actor administers: all, or of people who sit in their units that day, or nowhere yet."""
    accounts = Account.objects.filter(kind=AccountKind.STAFF).select_related("person")
    if actor.has_everywhere(ADMINISTER):
        return accounts
    seated = Seat.objects.filter(in_force(on), person_id=OuterRef("person_id"))
    here = seated.filter(unit_id__in=actor.units_with(ADMINISTER))
    return accounts.filter(Exists(here) | ~Exists(seated), is_administrator=False)


def accounts_found(actor: Actor, text: str, on: date) -> QuerySet[Account]:
    """Those whose login or name holds every word; all for an empty text. In the order of names."""
    accounts = visible_accounts(actor, on)
    for word in fold(text).split():
        accounts = accounts.filter(Q(person__name_folded__contains=word) | Q(login__contains=word))
    return accounts.order_by("person__sort_key", "login")


def rows_of(accounts: Iterable[Account], on: date) -> list[AccountRow]:
    """The lines, in the order given: three queries however many."""
    page = list(accounts)
    seats: dict[UUID, list[Seat]] = {}
    persons = [account.person_id for account in page]
    for seat in Seat.objects.filter(in_force(on), person_id__in=persons).select_related("post").order_by("valid_from"):
        seats.setdefault(seat.person_id, []).append(seat)
    names = units_on({seat.unit_id for held in seats.values() for seat in held}, on)
    return [
        AccountRow(
            id=account.id,
            login=account.login,
            full_name=account.person.full_name,
            is_active=account.is_active,
            is_administrator=account.is_administrator,
            has_device=account.totp_confirmed_at is not None,
            seats=tuple(
                f"{seat.post.title} – {names[seat.unit_id].name if seat.unit_id in names else '?'}"
                for seat in seats.get(account.person_id, ())
            ),
        )
        for account in page
    ]


def posts_found(text: str, on: date, actor: Actor) -> list[tuple[Post, str]]:
    """Posts that exist that day in the units found by name or code, where the actor administers."""
    units = {unit.id: unit.name for unit in units_found(text, on) if actor.may(ADMINISTER, unit.id)}
    posts = Post.objects.filter(in_force(on), unit_id__in=units).order_by("title")
    return [(post, units[post.unit_id]) for post in posts]


def delegations_of(person_id: UUID, on: date) -> list[Delegation]:
    """Delegations from or to the person's seats that are not over, the latest first."""
    mine = Q(from_seat__person_id=person_id) | Q(to_seat__person_id=person_id)
    found = Delegation.objects.filter(mine, valid_to__gt=on, revoked_at=None)
    names = ("from_seat__person", "from_seat__post", "to_seat__person", "to_seat__post")
    return list(found.select_related(*names).order_by("-valid_from", "-id"))


def colleagues_of(seat: Seat, on: date) -> list[Seat]:
    """Other seats of the same unit that day: who may receive a delegation."""
    seats = Seat.objects.filter(in_force(on), unit_id=seat.unit_id).exclude(id=seat.id)
    return list(seats.select_related("person", "post").order_by("person__sort_key"))
