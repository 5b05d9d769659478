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


# How people speak of whoever files: what is asked of them is known from their account.
_THEIRS = (
    "cua ban", "cua nguoi nop", "cua nguoi nop ho so", "cua nguoi yeu cau", "cua nguoi de nghi", "cua nguoi dang ky",
    "nguoi nop ho so", "nguoi yeu cau", "nguoi de nghi", "cua ong ba",
)  # fmt: skip


def _about(*asked: str) -> tuple[str, ...]:
    return tuple(f"{what} {whose}" for what in asked for whose in _THEIRS)


FROM_ACCOUNT = "lấy từ tài khoản định danh"
NAME = _about("ho ten", "ho va ten", "ho chu dem ten")
NUMBER = _about("so dinh danh", "so dinh danh ca nhan", "so can cuoc", "so can cuoc cong dan", "so cccd")
PHONE = _about("so dien thoai", "dien thoai", "so dien thoai di dong")
BIRTH = (*_about("ngay sinh", "ngay thang nam sinh"), "ban sinh ngay nao")
register(Source("account.full_name", FROM_ACCOUNT, full_name, kind="person_name", about=NAME))
register(Source("account.number", FROM_ACCOUNT, number, kind="personal_number", about=NUMBER))
register(Source("account.phone", FROM_ACCOUNT, phone, kind="phone", about=PHONE))
register(Source("account.birth_date", FROM_ACCOUNT, birth_date, kind="date", about=BIRTH))
