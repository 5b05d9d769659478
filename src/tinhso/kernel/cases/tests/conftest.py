"""A small province with one office, two desks and one procedure of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from tinhso.base.actor import Actor, ActorKind, staff_actor, system_actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.actions import set_up_standard
from tinhso.kernel.calendar.rules import vietnam
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties, open_case, publish_definition
from tinhso.kernel.cases.kinds import CaseType, case_types
from tinhso.kernel.cases.models import Case, Channel, Definition
from tinhso.kernel.forms.actions import publish_form, submit_answers
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.organisations.actions import add_code, found_unit

SYSTEM = system_actor("test")
SINCE = date(2025, 7, 1)
AT = datetime(2026, 11, 16, 8, 0, tzinfo=LOCAL)
STEPS = [
    ("receive", "receive", "cases.receive", "receipt"),
    ("process", "process", "cases.process", "competent"),
    ("sign", "sign", "documents.sign", "competent"),
    ("issue", "issue", "cases.issue", "competent"),
    ("return", "return", "cases.return", "receipt"),
]
BODY: dict[str, Any] = {
    "competent": "commune",
    "variants": [
        {
            "code": "standard", "title": "Thường", "amount": 10, "unit": "working_day",
            "is_verified": False, "legal_basis": "x",
        }
    ],
    "steps": [
        {"code": code, "title": code, "kind": kind, "right": right, "office": office, "hours": 8}
        for code, kind, right, office in STEPS
    ],
    "papers": [
        {"code": "map", "title": "Bản đồ", "is_required": True, "form": "copy"},
        {"code": "letter", "title": "Công văn", "is_required": False, "form": "copy"},
    ],
    "charges": [
        {
            "code": "copy", "title": "Phí sao", "unit_price": 2000, "per": "page", "first_pages": 2,
            "later_price": 1000, "cap": 200000, "legal_basis": "x", "is_verified": True,
        }
    ],
    "results": [{"code": "KQ.1", "title": "Giấy", "document_kind": "test_result"}],
    "channels": [1, 2, 3],
}  # fmt: skip
FORM: dict[str, Any] = {
    "sections": [
        {"code": "a", "title": "Phần", "questions": [{"name": "name", "kind": "person_name", "label": "Họ tên là gì?"}]}
    ]
}
CASE_TYPE = CaseType(code="test_case", title="Hồ sơ thử", result_facts=lambda *args, **more: {})
if CASE_TYPE.code not in case_types:
    case_types.register(CASE_TYPE)


@dataclass(frozen=True)
class World:
    desk: UUID
    office: UUID
    other_desk: UUID
    definition: Definition
    form: FormDefinition
    applicant: Person
    citizen: Actor
    receiver: Actor
    handler: Actor
    signer: Actor
    clerk: Actor
    stranger: Actor


def _unit(kind: str, name: str, code: str, parent: UUID | None = None) -> UUID:
    unit = found_unit(kind, name, on=SINCE, parent_id=parent, by=SYSTEM, at=AT)
    add_code(unit.id, "qd20", code, valid_from=SINCE, is_sample=True, by=SYSTEM, at=AT)
    return unit.id


def _staff(unit: UUID, *rights: str) -> Actor:
    return staff_actor(("cases.read", *rights), unit)


@pytest.fixture
def world(db: None) -> World:
    set_up_standard(by=SYSTEM, at=AT)
    enact_rule_set("clock", title="x", tables=vietnam.CLOCK_TABLES, legal_basis="x", valid_from=SINCE, by=SYSTEM, at=AT)
    tables = {"pattern": "{unit_code}-{day:%y%m%d}-{seq:04d}", "accepted": [r"[A-Z0-9.]+-\d{6}-\d{4}"]}
    enact_rule_set("dossier-number", title="x", tables=tables, legal_basis="x", valid_from=SINCE, by=SYSTEM, at=AT)
    enact_rule_set("extension", title="x", tables={"most": 1}, legal_basis="x", valid_from=SINCE, by=SYSTEM, at=AT)
    hours = {"hours": {"1": 8, "4": 24}}
    enact_rule_set("watchdog", title="x", tables=hours, legal_basis="x", valid_from=SINCE, by=SYSTEM, at=AT)
    province = _unit("province", "Tỉnh Thử", "H99")
    office = _unit("commune", "Xã Một", "H99.1", province)
    desk = _unit("office", "Một cửa xã Một", "H99.1.1", office)
    other = _unit("commune", "Xã Hai", "H99.2", province)
    other_desk = _unit("office", "Một cửa xã Hai", "H99.2.1", other)
    form = publish_form("test_form", "Tờ khai", FORM, valid_from=SINCE, by=SYSTEM, at=AT)
    definition = publish_definition(
        "test_case", "9.000001", title="Việc thử", form_code="test_form", body=BODY, valid_from=SINCE,
        legal_basis="x", is_verified=False, by=SYSTEM, at=AT,
    )  # fmt: skip
    person = create_person(
        "Nguyễn Thị Mẫu", number="000195000123", phone="0900000123", source="sample", by=SYSTEM, at=AT
    )
    return World(
        desk=desk,
        office=office,
        other_desk=other_desk,
        definition=definition,
        form=form,
        applicant=person,
        citizen=Actor(kind=ActorKind.CITIZEN, person_id=person.pk),
        receiver=_staff(desk, "cases.receive", "cases.return", "cases.collect", "cases.correct"),
        handler=_staff(office, "cases.process", "cases.advise"),
        signer=_staff(office, "documents.sign", "documents.issue", "cases.assign", "cases.allow_again", "cases.extend"),
        clerk=_staff(office, "cases.issue", "documents.issue"),
        stranger=_staff(other_desk, "cases.receive", "cases.process", "cases.return"),
    )


NewCase = Callable[..., Case]


@pytest.fixture
def new_case(world: World) -> NewCase:
    """Opens a case at the desk, with its map unless told otherwise."""

    def make(at: datetime = AT, *, with_map: bool = True, pages: int = 3, quantity: int = 1) -> Case:
        submission = submit_answers(world.form, {"name": "Nguyễn Thị Mẫu"}, by=SYSTEM, at=at)
        paper = PaperIn("map", "Bản đồ", pages=pages, quantity=quantity)
        return open_case(
            world.definition,
            "standard",
            submission,
            parties=Parties(applicant_id=world.applicant.pk),
            offices=Offices(world.desk, world.office),
            channel=Channel.COUNTER,
            title="Việc thử",
            papers=[paper] if with_map else [],
            by=world.receiver,
            at=at,
        )

    return make
