"""The people of the random walks: officials with accounts and seats in every office that has a part, and citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.rights import Role, register, roles
from tinhso.kernel.cases.actions import publish_definition
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.tests.conftest import AT, BODY, SINCE, SYSTEM, World
from tinhso.kernel.identity.actions import assign_seat, create_account, create_person
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import add_code, create_post, found_unit

RIGHTS = {
    "clerk": ("cases.receive", "cases.return", "cases.collect", "cases.correct"),
    "head": ("cases.receive", "cases.return", "cases.assign", "cases.allow_again"),
    "specialist": ("cases.process", "cases.correct", "cases.advise"),
    "leader": ("documents.sign", "cases.assign", "cases.allow_again", "cases.extend"),
    "registrar": ("cases.issue",),
    "officer": ("cases.process", "cases.issue", "cases.assign", "cases.advise"),
    "operator": ("cases.redate",),
    "stranger": ("cases.receive", "cases.process", "cases.issue", "cases.return", "cases.assign", "cases.advise"),
}
for _code, _rights in RIGHTS.items():
    if f"walk.{_code}" not in roles:
        register(Role(f"walk.{_code}", _code, ("cases.read", *_rights)))

VARIANTS = [
    {"code": code, "title": code, "amount": amount, "unit": unit, "is_verified": False, "legal_basis": "x"}
    for code, amount, unit in (
        ("standard", 10, "working_day"), ("hours", 30, "working_hour"), ("days", 20, "day"), ("same", 1, "same_day"),
    )
]  # fmt: skip
RESIDENCE = [
    {"code": "residence", "title": "x", "kind": "process", "right": "cases.process", "office": "commune:9", "hours": 8},
    {
        "code": "residence-issue", "title": "x", "kind": "issue", "right": "cases.issue", "office": "commune:9",
        "hours": 4, "result": "KQ.2",
    },
]  # fmt: skip
RESULTS = [*BODY["results"], {"code": "KQ.2", "title": "Giấy khác", "document_kind": "other_result"}]


@dataclass(frozen=True)
class Crowd:
    """``units`` are those an opinion may be asked of; ``seats`` those a dossier may be given to."""

    people: Sequence[Actor]
    units: Sequence[UUID]
    definitions: Sequence[Definition]

    @property
    def seats(self) -> list[UUID]:
        return [actor.seat_id for actor in self.people if actor.seat_id]


def gather(world: World) -> Crowd:
    """The desk, the office with its police, an operator, a stranger from next door, and two citizens."""
    police = found_unit("office", "Công an xã Một", on=SINCE, parent_id=world.office, by=SYSTEM, at=AT).id
    add_code(police, "qd20", "H99.1.9", valid_from=SINCE, is_sample=True, by=SYSTEM, at=AT)
    places = [(world.desk, "clerk"), (world.desk, "clerk"), (world.desk, "head"), (world.office, "specialist"),
              (world.office, "specialist"), (world.office, "leader"), (world.office, "registrar"),
              (world.office, "operator"), (police, "officer"), (world.other_desk, "stranger")]  # fmt: skip
    officials = [_official(f"{role}{place}", unit, role) for place, (unit, role) in enumerate(places)]
    neighbour = create_person("Trần Văn Lạ", source="sample", by=SYSTEM, at=AT)
    citizens = [world.citizen, Actor(kind=ActorKind.CITIZEN, person_id=neighbour.pk)]
    units = [world.office, police, world.other_desk]
    return Crowd([*officials, *citizens], units, [_one_agency(), _two_agencies()])


def _official(login: str, unit: UUID, role: str) -> Actor:
    person = create_person(f"Cán Bộ {login}", source="sample", by=SYSTEM, at=AT)
    post = create_post(unit, login, valid_from=SINCE, by=SYSTEM, at=AT)
    assign_seat(person, post, [f"walk.{role}"], valid_from=SINCE, by=SYSTEM, at=AT)
    account, _password = create_account(login, person, by=SYSTEM, at=AT)
    return actor_of_account(account, AT)


def _one_agency() -> Definition:
    return _published("9.000002", BODY["steps"])


def _two_agencies() -> Definition:
    return _published("9.000003", [*BODY["steps"][:4], *RESIDENCE, *BODY["steps"][4:]])


def _published(code: str, steps: object) -> Definition:
    body = {**BODY, "variants": VARIANTS, "steps": steps, "results": RESULTS}
    return publish_definition(
        "test_case", code, title="Việc thử", form_code="test_form", body=body, valid_from=SINCE,
        legal_basis="x", is_verified=False, by=SYSTEM, at=AT,
    )  # fmt: skip
