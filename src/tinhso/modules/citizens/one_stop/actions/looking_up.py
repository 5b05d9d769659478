"""Asking a service about the people of a dossier, bound to dossier, officer and purpose."""

from datetime import datetime

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.cases.models import Case
from tinhso.kernel.exchange.actions import look_up
from tinhso.kernel.exchange.models import LookUp
from tinhso.kernel.identity.queries import number_of
from tinhso.modules.citizens.one_stop.queries.comparing import about_whom, panel_of


class NoNumber(Refused):
    code = "look-up-without-number"
    title = gettext_noop("Hồ sơ chưa có số định danh của người này nên chưa đối chiếu được")
    mend = gettext_noop("Ghi số định danh rồi đối chiếu, hoặc giải quyết theo giấy tờ.")


def ask_about(case: Case, service: str, *, by: Actor, at: datetime) -> LookUp:
    """Puts the question on record; the caller lets exchange ask it. Raises NotAllowed, NoNumber."""
    if service not in [code for code, _title in panel_of(case, by, at).offered]:
        raise NotAllowed(right="exchange.look_up")
    person = about_whom(case)
    number = number_of(person)
    if not number:
        raise NoNumber()
    question = {
        "number": number,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
    }
    purpose = f"Giải quyết hồ sơ {case.number}, thủ tục {case.definition.code}"
    return look_up(service, question, purpose=purpose, subject=case, by=by, at=at)
