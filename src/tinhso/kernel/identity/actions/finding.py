"""How the ledger's search knows an official: by the login of their account."""

from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.kernel.identity.models import Account, AccountKind, Seat
from tinhso.kernel.ledger.kinds import Finder, finders


def _acted(login: str) -> list[UUID]:
    """The account and every seat its person has held: entries carry both."""
    account = Account.objects.filter(login__iexact=login, kind=AccountKind.STAFF).first()
    if account is None:
        return []
    return [account.pk, *Seat.objects.filter(person_id=account.person_id).values_list("id", flat=True)]


finders.register(Finder("login", gettext_noop("Tên đăng nhập của người làm"), _acted, is_person=True))
