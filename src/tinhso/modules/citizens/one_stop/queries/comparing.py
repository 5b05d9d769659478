"""What services were asked about a dossier: who of its people fits the population database, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import fold
from tinhso.kernel.cases.models import Case
from tinhso.kernel.exchange.kinds import services
from tinhso.kernel.exchange.models import LookUp, LookUpState
from tinhso.kernel.exchange.queries import answer_of, is_asked_of, look_ups_of
from tinhso.kernel.identity.models import Person
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.modules.citizens.one_stop.law import LOOK_UPS

POPULATION = "population.citizen"
FIELDS = {
    "full_name": gettext_noop("Họ và tên"),
    "birth_date": gettext_noop("Ngày sinh"),
    "sex": gettext_noop("Giới tính"),
}


@dataclass(frozen=True)
class Compared:
    """One field: ``matches`` is None where one side does not know it."""

    title: str
    matches: bool | None


@dataclass(frozen=True)
class LookedUp:
    """A look-up of the dossier as its page shows it: no value of the answer, only whether it fits ours."""

    row: LookUp
    title: str
    is_found: bool
    fields: Sequence[Compared]

    @property
    def differs(self) -> bool:
        return any(field.matches is False for field in self.fields)


@dataclass(frozen=True)
class Panel:
    """The services this dossier may ask now, and what was asked."""

    offered: Sequence[tuple[str, str]]
    asked: Sequence[LookedUp]


def services_for(code: str, at: datetime) -> Sequence[str]:
    """Which services dossiers of the procedure may ask, as the rule set in force says: for all, then for this one."""
    try:
        table: Mapping[str, Sequence[str]] = rules_in_force(LOOK_UPS, local_day(at)).tables["services"]
    except RulesMissing:
        return ()
    return [*dict.fromkeys([*table.get("*", ()), *table.get(code, ())])]


def panel_of(case: Case, actor: Actor, at: datetime) -> Panel:
    may = actor.seat_id is not None and any(
        actor.may(right, unit)
        for right, unit in (("cases.receive", case.receipt_unit_id), ("cases.process", case.competent_unit_id))
    )
    codes = services_for(case.definition.code, at) if may else ()
    offered = [(code, services.get(code).title) for code in codes if code in services and is_asked_of(code)]
    return Panel(offered, [_looked_up(row, case) for row in look_ups_of(case)])


def about_whom(case: Case) -> Person:
    """Whom the dossier is about, or who files it for an organisation."""
    return case.owner or case.applicant


def _looked_up(row: LookUp, case: Case) -> LookedUp:
    answer = answer_of(row) if row.state == LookUpState.ANSWERED else {}
    title = services.get(row.service).title if row.service in services else row.service
    fields = compared(about_whom(case), answer) if row.service == POPULATION and answer.get("found") else ()
    return LookedUp(row, title, bool(answer.get("found")), fields)


def compared(person: Person, answer: Mapping[str, Any]) -> list[Compared]:
    """Our facts of the person against the answer's."""
    ours = {
        "full_name": fold(person.full_name),
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
    }
    theirs = {name: str(answer.get(name, "")) for name in FIELDS}
    theirs["full_name"] = fold(theirs["full_name"])
    return [
        Compared(title, ours[name] == theirs[name] if ours[name] and theirs[name] else None)
        for name, title in FIELDS.items()
    ]
