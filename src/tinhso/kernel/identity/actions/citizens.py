"""Signing citizens in with what their identity provider says."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.messages import NotAllowed
from tinhso.base.text import fold, nfc
from tinhso.kernel.identity.actions.persons import put_contact, put_name, put_number
from tinhso.kernel.identity.kinds import CitizenClaims, ProviderRejected
from tinhso.kernel.identity.models import Account, AccountKind, Business, Person
from tinhso.kernel.identity.queries.actors import actor_of_account
from tinhso.kernel.identity.queries.persons import contact_of, person_by_number
from tinhso.kernel.identity.queries.sealing import keyring
from tinhso.kernel.identity.rules.numbers import digits, is_phone, number_fault
from tinhso.kernel.ledger.actions import write_entry
from tinhso.shell.rows import insert_row


def citizen_login(claims: CitizenClaims) -> str:
    """The provider's name for the person may be their number: only its blind index is kept."""
    return "oidc:" + keyring().index(f"{claims.issuer} {claims.subject}", kind="oidc").hex()


@transaction.atomic
def sign_in_citizen(claims: CitizenClaims, *, method: str, at: datetime, request_id: str = "") -> Account:
    """Finds or enters person and account, takes over what changed, records the sign-in.

    Raises ProviderRejected when the claims cannot belong together, NotAllowed for a closed account.
    """
    account = _account(claims, at, request_id)
    if not account.is_active:
        raise NotAllowed(right="identity.sign_in")
    actor = actor_of_account(account, at, request_id=request_id)
    _take_over_changes(account.person, claims, actor, at)
    write_entry("identity.signed_in", account, by=actor, at=at, payload={"method": method})
    return account


def _account(claims: CitizenClaims, at: datetime, request_id: str) -> Account:
    if not claims.subject or not nfc(claims.full_name) or (claims.number and number_fault(claims.number)):
        raise ProviderRejected(reason="claims")
    login = citizen_login(claims)
    known = Account.objects.select_for_update(of=("self",)).select_related("person").filter(login=login).first()
    if known is None:
        return _new_account(login, claims, at, request_id)
    if claims.number and known.person.number_index:
        named = person_by_number(claims.number)
        if named is None or named.id != known.person_id:
            # One subject, two numbers: somebody else's data would be opened.
            raise ProviderRejected(reason="number")
    return known


def _new_account(login: str, claims: CitizenClaims, at: datetime, request_id: str) -> Account:
    person = person_by_number(claims.number) if claims.number else None
    is_new = person is None
    if person is None:
        person = Person(source="vneid")
        put_name(person, claims.full_name)
        put_number(person, claims.number)
        _put_rest(person, claims)
        insert_row(person)
    account = Account(kind=AccountKind.CITIZEN, login=login, person=person, business=_business(claims))
    account.set_unusable_password()
    insert_row(account)
    by = Actor(ActorKind.CITIZEN, account_id=account.id, person_id=person.id, request_id=request_id)
    if is_new:
        write_entry("identity.person_created", person, by=by, at=at, payload={"source": "vneid"})
    payload = {"kind": "citizen", "is_administrator": False, "person_id": str(person.id)}
    write_entry("identity.account_created", account, by=by, at=at, payload=payload)
    return account


def _business(claims: CitizenClaims) -> Business | None:
    if not claims.tax_code or not claims.business_name:
        return None
    name = nfc(claims.business_name)
    facts = {"name": name, "name_folded": fold(name)}
    return Business.objects.update_or_create(tax_code=claims.tax_code, defaults=facts)[0]


def _take_over_changes(person: Person, claims: CitizenClaims, by: Actor, at: datetime) -> None:
    """Name, birth date, sex and a number not known yet follow the provider; contacts only where none is."""
    before = (person.full_name, person.birth_date, person.sex, bytes(person.number_index or b""))
    contacts = contact_of(person)
    put_name(person, claims.full_name)
    if person.number_index is None:
        put_number(person, claims.number)
    _put_rest(person, claims)
    after = (person.full_name, person.birth_date, person.sex, bytes(person.number_index or b""))
    names = ("full_name", "birth_date", "sex", "number")
    fields = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
    if not fields and contacts == contact_of(person):
        return
    person.save()
    write_entry("identity.person_changed", person, by=by, at=at, payload={"fields": fields, "source": "vneid"})


def _put_rest(person: Person, claims: CitizenClaims) -> None:
    person.birth_date = claims.birth_date or person.birth_date
    person.sex = claims.sex or person.sex
    known = contact_of(person)
    # What the person wrote here themselves stays; a number that cannot be one is left out.
    put_contact(
        person,
        phone=claims.phone if not known.phone and digits(claims.phone) and is_phone(claims.phone) else None,
        email=claims.email if not known.email and claims.email else None,
        address=claims.address if not known.address and claims.address else None,
    )
