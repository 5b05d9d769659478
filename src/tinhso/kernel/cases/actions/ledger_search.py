"""How the ledger's search knows a dossier: by its number."""

from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.kinds import Finder, finders


def _numbered(text: str) -> list[UUID]:
    return list(Case.objects.filter(number=text.upper().replace(" ", "")).values_list("id", flat=True))


finders.register(Finder("case", gettext_noop("Mã hồ sơ"), _numbered))
