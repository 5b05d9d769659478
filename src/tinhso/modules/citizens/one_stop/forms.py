"""What is known of a signed-in citizen, so that nobody types it again (ux.md C5)."""

from tinhso.base.actor import Actor
from tinhso.kernel.forms.kinds import Source, register
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of, number_of


def _person(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def full_name(actor: Actor) -> str | None:
    person = _person(actor)
    return person.full_name if person else None


def number(actor: Actor) -> str | None:
    """The citizen's own number, shown to nobody but them and the desk they apply to."""
    person = _person(actor)
    return (number_of(person) or None) if person else None


def phone(actor: Actor) -> str | None:
    person = _person(actor)
    return (contact_of(person).phone or None) if person else None


def birth_date(actor: Actor) -> str | None:
    person = _person(actor)
    return person.birth_date.isoformat() if person and person.birth_date else None


register(Source("account.full_name", "lấy từ tài khoản định danh", full_name))
register(Source("account.number", "lấy từ tài khoản định danh", number))
register(Source("account.phone", "lấy từ tài khoản định danh", phone))
register(Source("account.birth_date", "lấy từ tài khoản định danh", birth_date))
